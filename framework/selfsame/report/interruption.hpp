/// \file
/// Stopping when asked to: Ctrl-C (SIGINT) and SIGTERM end a run at the next step, after a checkpoint.
#pragma once

#include <exception>
#include <string>

#include "selfsame/core/types.hpp"

namespace selfsame::report {

/// Thrown by a loop that stops because the program was asked to.
class Interrupted : public std::exception {
 public:
  explicit Interrupted(int signal) : signal_(signal) {}             ///< which one it was asked by
  int signal() const { return signal_; }                            ///< SIGINT or SIGTERM
  const char* what() const noexcept override { return "stopped"; }  ///< for those who know nothing of this class

 private:
  int signal_;
};

/// From now on loops stop between two steps: see `StopBetweenSteps`. For programs; a library leaves signals alone.
void stop_on_signals();

/// While one of these lives, and `stop_on_signals` was called, the first SIGINT or SIGTERM is noted for `stop_asked`,
/// and the second ends the program at once. Signals that are ignored, as in background jobs of a script, stay so.
class StopBetweenSteps {
 public:
  StopBetweenSteps();
  StopBetweenSteps(const StopBetweenSteps&) = delete;
  StopBetweenSteps& operator=(const StopBetweenSteps&) = delete;
  ~StopBetweenSteps();
};

/// What the first of several ranks says at once when it is asked to stop: perhaps because another rank has died, and
/// the message that it waits for will never come.
void say_where(const std::string& loop, Index step);

/// Whether a signal has asked the program to stop.
bool stop_asked();

/// Lets a signal to one rank (core/ranks.hpp) ask all of them, at the same step: one that stopped alone would leave the
/// others waiting.
void agree_on_stop();

/// Throws `Interrupted` if one has, and forgets it.
void stop_if_asked();

/// Ends the program by the signal, as one that never caught it: who started it can tell from its status.
[[noreturn]] void end_by_signal(int signal);

}  // namespace selfsame::report
