/// \file
/// The checkpoints of one training loop: when they are written, which are kept, and what fits.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "selfsame/report/stateful.hpp"

namespace selfsame::report {

/// Which loop it is: what must agree between a checkpoint and the loop that goes on from it.
struct LoopIdentity {
  std::string name;    ///< of the loop, one of a run
  std::string run;     ///< program and options, as far as they decide what it computes
  Index steps = 0;     ///< of the whole loop
  Index per_step = 0;  ///< images that go forward in a step
};

/// The checkpoints of one loop, files `FOLDER/NAME@STEP.safetensors`. The last two are kept; of a loop that has ended,
/// its end alone, so that a run that goes on later need not train it again.
class Checkpoints {
 public:
  /// \param folder  made where missing when the first is written
  /// \param every   seconds between two; 0: none are written
  /// \param before  called before each is written: what belongs to it and is kept elsewhere has to be on the disk first
  Checkpoints(std::string folder, LoopIdentity loop, double every, std::vector<Stateful> states,
              std::function<void()> before = {});

  /// Goes on from the newest that is whole; a damaged one is removed with a warning on stderr.
  /// \throws Error  if one was made by another build, other options, another network or other data; it is left there
  void resume();

  Index step() const { return step_; }         ///< steps done when the loop goes on; 0 without `resume`
  double seconds() const { return seconds_; }  ///< that these steps took

  /// Writes one where it is due, where the loop has ended, or where the program was asked to stop.
  /// \param done     steps done
  /// \param seconds  that they took
  /// \throws Error   if it cannot be written; the older ones are still there
  void after_step(Index done, double seconds);

 private:
  std::vector<std::pair<Index, std::string>> files() const;  // step and path, newest first
  std::string path_of(Index step) const;
  io::Checkpoint identity() const;
  [[noreturn]] void refuse(const std::string& path, const std::string& why) const;
  void require_fits(const io::Checkpoint& found, const std::string& path) const;
  void write(Index done, double seconds);

  std::string folder_;
  LoopIdentity loop_;
  double every_;
  std::vector<Stateful> states_;
  std::function<void()> before_;
  Index step_ = 0;
  double seconds_ = 0;
  std::chrono::steady_clock::time_point written_;
};

/// Removes all checkpoints of a folder, and the folder if nothing else is in it.
void remove_checkpoints(const std::string& folder);

}  // namespace selfsame::report
