/// \file
/// The bar that says how far a loop is, how fast, and how long it will take: on stderr, so that stdout keeps the table.
#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "selfsame/report/checkpoints.hpp"
#include "selfsame/report/cost.hpp"
#include "selfsame/report/interruption.hpp"
#include "selfsame/report/metrics.hpp"

namespace selfsame::nn {
class Module;
}

namespace selfsame::report {

/// Where progress is shown. Tests and embedders choose; programs use `terminal_or_lines()`.
struct ProgressOutput {
  std::ostream* stream = nullptr;  ///< null: nothing is shown
  bool redraw = false;             ///< one line drawn over and over; otherwise a line now and then
  Index columns = 100;             ///< longest line in a redraw
};

/// stderr: redrawn where it is a terminal, plain lines otherwise.
ProgressOutput terminal_or_lines();

/// What a line of progress is made of.
struct ProgressState {
  std::string name;              ///< of what is done: "rotation"
  Index step = 0,                ///< steps done
      steps = 0;                 ///< of how many
  double seconds = 0;            ///< since the loop began
  double images_per_second = 0;  ///< 0: not shown
  double seconds_left = 0;       ///< at the rate so far
  std::vector<Metric> metrics;   ///< as many as fit are shown
  bool finished = false;         ///< whether this is the last line of it
};

/// The state as one line, cut to fit `columns` by leaving out metrics first, then the bar, then the rate.
/// 0 columns: as long as it gets.
/// \verbatim
/// rotation          [##########..........]  50 %  step 1,000/2,000  loss 0.142  3,412 img/s  0:42 left
/// \endverbatim
std::string progress_line(const ProgressState& state, Index columns);

/// The training loop that this thread is in and the step, "rotation, step 41"; empty outside of loops.
std::string loop_and_step();

/// Accuracy of a network on validation images, in percent.
using Validate = std::function<double(nn::Module& network)>;

/// A loop over training steps that shows how far it is and keeps the numbers it logs.
///
/// \code
/// auto progress = report.progress("rotation", steps, images_per_step);
/// for (Index step : progress) {
///   ...
///   progress.log({{"loss", loss.item()}});
/// }
/// \endcode
/// Draws at most ten times a second on a terminal; elsewhere a line every 10 %, but not more often than every two
/// seconds, and one at the end. A loop that is left early by an exception leaves its last line standing.
class Progress {
 public:
  /// \param series           names the run in metrics.csv; its method is shown in front of the bar
  /// \param steps            the loop runs over 0..steps-1
  /// \param images_per_step  for the rate; 0: no rate is shown
  /// \param log              where metrics go; may be null
  /// \param output           where the bar goes
  /// \param validate         how `validate` measures; empty: it does nothing
  /// \param checkpoints      of the loop, which begins at the step that they stand at; null: there are none
  /// \param changed          all that the loop changes. Several ranks (core/ranks.hpp) start with the first one's, and
  ///                         compare theirs after the first step, every hundred, and at the end
  Progress(Series series, Index steps, Index images_per_step = 0, MetricsLog* log = nullptr,
           ProgressOutput output = terminal_or_lines(), Validate validate = {},
           std::unique_ptr<Checkpoints> checkpoints = nullptr, std::vector<Stateful> changed = {});
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// Keeps the metrics of the current step, for metrics.csv and for the bar. Of several ranks each gives the mean over
  /// its rows, and the mean over all is kept.
  /// \throws Error if "loss" or SOMETHING_loss is not finite
  void log(std::initializer_list<Metric> metrics);

  /// Logs the accuracy of `network` on validation images as "validation_accuracy", where the caller gave a way to
  /// measure it: ten times in a run, in a short one every ten steps. To be called at every step.
  void validate(nn::Module& network);

  Index steps() const { return steps_; }  ///< where the loop ends
  double seconds() const;                 ///< since construction, and of the steps before a resume
  /// What the whole loop takes, as far as time goes up to now.
  Cost cost() const { return {steps_, steps_ * images_per_step_, seconds()}; }
  void finish();  ///< the last line; the end of the range calls it

  /// What range-for walks with: stands at a step, and each increment is a step done.
  class Iterator {
   public:
    explicit Iterator(Progress* progress) : progress_(progress) {}  ///< on the step it is at
    Index operator*() const { return progress_->step_; }            ///< the step
    /// Counts the step as done, draws, and writes a checkpoint where one is due.
    /// \throws Interrupted if the program was asked to stop
    Iterator& operator++() {
      progress_->advance();
      return *this;
    }
    bool operator!=(std::nullptr_t) const { return progress_->step_ < progress_->steps_; }  ///< whether steps are left

   private:
    Progress* progress_;
  };
  Iterator begin();                               ///< at the first step, or the one to go on with
  std::nullptr_t end() const { return nullptr; }  ///< behind the last

 private:
  using Clock = std::chrono::steady_clock;
  void advance();
  void keep(std::vector<Metric> metrics);
  void draw(bool finished);

  Series series_;
  Index steps_, images_per_step_;
  MetricsLog* log_;
  ProgressOutput output_;
  Validate validate_;
  std::optional<StopBetweenSteps> stop_{std::in_place};
  std::unique_ptr<Checkpoints> checkpoints_;
  std::vector<Stateful> changed_;
  Index first_, step_;
  double earlier_seconds_;
  Clock::time_point began_, drawn_;
  int tenth_ = 0;
  bool drawn_once_ = false, finished_ = false;
  double waited_before_ = 0;  // of this rank, in messages
  std::vector<Metric> shown_;
};

}  // namespace selfsame::report
