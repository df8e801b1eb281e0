/// \file
/// A program in several processes: what they must agree on, and how they end.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "protocol/options.hpp"
#include "selfsame/core/ranks.hpp"

namespace selfsame::tutorials {

/// The processes that a launcher has started of a program, for as long as it lives: this thread is one of them, and
/// those but the first print nothing.
class Processes {
 public:
  /// Joins them, where there are several.
  /// \throws UsageError  if there are and the program works in one, or cannot join them
  void join(const Program& program);

  /// Threads for this process, where 0 is asked for: its part of the machine's cores.
  int threads_or(int asked) const;

  /// Refuses to work with a process of another build or with other options, those aside that may differ between
  /// machines.
  /// \throws Error that names it
  void require_same(const Options& options) const;

  /// Who speaks, in front of an error: "rank 2, rotation, step 41: "; empty for the first of them outside of loops.
  std::string speaker() const;

  /// To be called before an error is told: one that all of them meet is told by the first, which then ends all.
  /// \return  whether this process tells it
  bool tells() const;

  /// Where each has stopped by itself: lets the first one write its checkpoint before another ends, as a launcher ends
  /// all with the first that does.
  void let_first_end() const;

  /// Ends all of them with this status, as the others would wait for a message from this one; alone, returns it.
  int end(int status) const;

 private:
  std::unique_ptr<Transport> ranks_;      // null: one process
  std::optional<UseTransport> together_;  // ends before the transport does
};

}  // namespace selfsame::tutorials
