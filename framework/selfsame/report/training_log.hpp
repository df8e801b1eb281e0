/// \file
/// What a training loop is given to say how it goes.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "selfsame/report/progress.hpp"

namespace selfsame::report {

class Report;

/// Where a training loop says how it goes: a progress bar, its numbers, and now and then the accuracy on validation
/// images. A loop needs to know no more of the comparison it is part of.
///
/// \code
/// report::TrainingLog log("simclr");          // a bar on stderr, and nothing is kept
/// Cost train_simclr(..., report::TrainingLog& log) {
///   auto progress = log.steps(recipe.steps, 2 * recipe.batch, {encoder, projector, sgd, loader});
///   for (const Index step : progress) {
///     ...
///     progress.log({{"loss", loss.item()}});
///   }
///   return progress.cost();
/// }
/// \endcode
/// `Report::training_log` makes one whose numbers go into metrics.csv.
class TrainingLog {
 public:
  /// \param series    names the run in metrics.csv and in front of the bar
  /// \param report    keeps the numbers and must outlive this; null: only the bar is shown
  /// \param validate  accuracy on validation images, in percent; empty: none is measured
  explicit TrainingLog(Series series, Report* report = nullptr, Validate validate = {})
      : series_(std::move(series)), report_(report), validate_(std::move(validate)) {}

  /// Starts a loop over `steps` steps that sends `images_per_step` images forward in each.
  /// \param changed  all that the loop changes, so that it can be stopped and go on: with a report that resumes, they
  ///                 are put where an interrupted run left them, and the loop begins at that step
  Progress steps(Index steps, Index images_per_step, std::vector<Stateful> changed = {}) const;

  /// The log of one of several loops of a method: named NAME_SUFFIX, otherwise as this.
  TrainingLog part(const std::string& suffix) const;

  /// As this, but its checkpoints are told from others of the series by `what`: for a series that several loops share.
  TrainingLog of(const std::string& what) const;

  /// Accuracy on validation images, in percent; not a number where there is no way to measure it.
  double validation_accuracy(nn::Module& network) const;

  const Series& series() const { return series_; }  ///< as metrics.csv names it

 private:
  Series series_;
  std::string loop_;  // beside the series, what tells its checkpoints apart
  Report* report_;
  Validate validate_;
};

}  // namespace selfsame::report
