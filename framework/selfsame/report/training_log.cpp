#include "selfsame/report/training_log.hpp"

#include <limits>

#include "selfsame/report/report.hpp"

namespace selfsame::report {

Progress TrainingLog::steps(Index steps, Index images_per_step, std::vector<Stateful> changed) const {
  if (report_) return report_->progress(series_, steps, images_per_step, validate_, std::move(changed), loop_);
  return Progress(series_, steps, images_per_step, nullptr, terminal_or_lines(), validate_, nullptr,
                  std::move(changed));
}

double TrainingLog::validation_accuracy(nn::Module& network) const {
  return validate_ ? validate_(network) : std::numeric_limits<double>::quiet_NaN();
}

TrainingLog TrainingLog::of(const std::string& what) const {
  TrainingLog log = *this;
  log.loop_ += ", " + what;
  return log;
}

TrainingLog TrainingLog::part(const std::string& suffix) const {
  TrainingLog log = *this;
  log.series_.method += "_" + suffix;
  return log;
}

}  // namespace selfsame::report
