#include "selfsame/report/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>

#include "selfsame/core/ranks.hpp"
#include "selfsame/report/text.hpp"
#include "selfsame/report/together.hpp"

namespace selfsame::report {

namespace {

constexpr Index bar_width = 20;
constexpr Index name_width = 16;
constexpr double redraw_seconds = 0.1;
constexpr double line_seconds = 2;

std::string bar(double done) {
  const auto full = static_cast<std::size_t>(std::clamp(done, 0.0, 1.0) * static_cast<double>(bar_width));
  return "[" + std::string(full, '#') + std::string(static_cast<std::size_t>(bar_width) - full, '.') + "]";
}

// A loss that is no number makes weights that are none: whatever they would be worth afterwards, it is not a result.
void require_finite_losses(const Series& series, Index step, const std::vector<Metric>& metrics) {
  const std::string ending = "_loss";
  for (const Metric& metric : metrics) {
    const std::string& name = metric.name;
    const bool is_loss = name == "loss" || (name.size() > ending.size() &&
                                            name.compare(name.size() - ending.size(), ending.size(), ending) == 0);
    require<Error>(!is_loss || std::isfinite(metric.value), series.method, ": ", name, " is ",
                   std::isnan(metric.value) ? std::abs(metric.value) : metric.value, " at step ", step,
                   ": take a lower learning rate; SELFSAME_ANOMALY=1 before the same command names ",
                   "the operation that made it");
  }
}

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

thread_local std::string loop_name;  // of the innermost loop that runs
thread_local Index loop_step = 0;

}  // namespace

std::string loop_and_step() { return loop_name.empty() ? "" : concat(loop_name, ", step ", loop_step); }

ProgressOutput terminal_or_lines() {
  if (!is_first_rank()) return {};
  ProgressOutput output{&std::cerr, false, 0};
  const char* terminal = std::getenv("TERM");
  if (::isatty(STDERR_FILENO) == 1 && !(terminal && std::string(terminal) == "dumb")) {
    winsize size{};
    output.redraw = true;
    output.columns = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col - 1 : 79;
  }
  return output;
}

std::string progress_line(const ProgressState& state, Index columns) {
  const double done = state.steps > 0 ? static_cast<double>(state.step) / static_cast<double>(state.steps) : 1;
  const std::string percent = right_aligned(fixed(std::floor(100 * done), 0), 3) + " %";
  const std::string steps = "step " + thousands(state.step) + "/" + thousands(state.steps);
  const std::string rate =
      state.images_per_second > 0 ? "  " + thousands(std::llround(state.images_per_second)) + " img/s" : "";
  const std::string time =
      state.finished ? "  took " + duration(state.seconds) : "  " + duration(state.seconds_left) + " left";

  const auto line = [&](bool with_bar, bool with_rate, std::size_t metrics) {
    std::string text = left_aligned(state.name, name_width) + "  ";
    if (with_bar) text += bar(done) + " ";
    text += percent + "  " + steps;
    for (std::size_t i = 0; i < metrics; ++i)
      text += "  " + state.metrics[i].name + " " + compact(state.metrics[i].value);
    if (with_rate) text += rate;
    return text + time;
  };
  for (std::size_t metrics = state.metrics.size() + 1; metrics-- > 0;) {
    std::string text = line(true, true, metrics);
    if (columns == 0 || display_width(text) <= columns) return text;
  }
  for (const bool with_rate : {true, false}) {
    std::string text = line(false, with_rate, 0);
    if (display_width(text) <= columns) return text;
  }
  return (state.name + " " + percent).substr(0, static_cast<std::size_t>(columns));
}

Progress::Progress(Series series, Index steps, Index images_per_step, MetricsLog* log, ProgressOutput output,
                   Validate validate, std::unique_ptr<Checkpoints> checkpoints, std::vector<Stateful> changed)
    : series_(std::move(series)),
      steps_(steps),
      images_per_step_(images_per_step),
      log_(log),
      output_(output),
      validate_(std::move(validate)),
      checkpoints_(std::move(checkpoints)),
      changed_(std::move(changed)),
      first_(checkpoints_ ? checkpoints_->step() : 0),
      step_(first_),
      earlier_seconds_(checkpoints_ ? checkpoints_->seconds() : 0),
      began_(Clock::now()),
      drawn_(began_),
      waited_before_(transport().seconds()) {
  if (!several_ranks()) return;
  take_first_ranks_state(changed_);
  transport().broadcast(&first_, sizeof first_);
  step_ = first_;
}

Progress::~Progress() {
  if (output_.stream && output_.redraw && drawn_once_ && !finished_) *output_.stream << "\n" << std::flush;
}

double Progress::seconds() const { return earlier_seconds_ + seconds_between(began_, Clock::now()); }

Progress::Iterator Progress::begin() {
  loop_name = series_.method;
  loop_step = step_;
  say_where(loop_name, loop_step);
  if (first_ > 0 && step_ >= steps_) finish();  // it had ended before a resume
  return Iterator(this);
}

void Progress::log(std::initializer_list<Metric> metrics) {
  std::vector<Metric> all(metrics);
  if (several_ranks()) {
    std::vector<double> values;
    for (const Metric& metric : all) values.push_back(metric.value);
    mean_over_ranks(values.data(), static_cast<Index>(values.size()));
    for (std::size_t i = 0; i < all.size(); ++i) all[i].value = values[i];
  }
  require_finite_losses(series_, step_, all);
  keep(std::move(all));
}

void Progress::keep(std::vector<Metric> metrics) {
  if (log_) log_->add(series_, step_, metrics);
  shown_ = std::move(metrics);
}

void Progress::validate(nn::Module& network) {
  if (!validate_ || (step_ + 1) % std::max<Index>(steps_ / 10, 10) != 0) return;
  keep({{"validation_accuracy", validate_(network)}});
}

void Progress::advance() {
  loop_step = ++step_;
  say_where(loop_name, loop_step);
  agree_on_stop();
  const bool compared = step_ == first_ + 1 || step_ % 100 == 0 || step_ >= steps_;
  if (several_ranks() && compared) require_same_state(changed_, step_);
  if (checkpoints_) checkpoints_->after_step(step_, seconds());
  if (step_ >= steps_) finish();  // what follows the loop can be stopped at once
  stop_if_asked();
  if (step_ >= steps_) return;
  if (!output_.stream) return;
  const double since = seconds_between(drawn_, Clock::now());
  const int tenth = static_cast<int>(10 * step_ / steps_);
  const bool due = output_.redraw ? !drawn_once_ || since >= redraw_seconds : tenth > tenth_ && since >= line_seconds;
  if (!due) return;
  tenth_ = tenth;
  draw(false);
}

void Progress::finish() {
  if (finished_) return;
  finished_ = true;
  loop_name.clear();
  stop_.reset();
  if (output_.stream) draw(true);
  if (!several_ranks()) return;
  const double waited = transport().seconds() - waited_before_, took = seconds() - earlier_seconds_;
  const std::vector<double> all_took = gathered(&took, 1);  // whoever came first has waited longest
  const std::string slow = slow_rank(gathered(&waited, 1), *std::max_element(all_took.begin(), all_took.end()));
  if (output_.stream && !slow.empty()) *output_.stream << slow << "\n" << std::flush;
}

void Progress::draw(bool finished) {
  ProgressState state;
  state.name = series_.method;
  state.step = step_;
  state.steps = steps_;
  state.seconds = seconds();
  state.metrics = shown_;
  state.finished = finished;
  const double done = static_cast<double>(step_);
  if (state.seconds > 0) state.images_per_second = done * static_cast<double>(images_per_step_) / state.seconds;
  if (done > 0) state.seconds_left = state.seconds / done * static_cast<double>(steps_ - step_);

  const std::string line = progress_line(state, output_.redraw ? output_.columns : 0);
  if (output_.redraw) {
    *output_.stream << "\r" << line << "\033[K" << (finished ? "\n" : "") << std::flush;
  } else {
    *output_.stream << line << "\n" << std::flush;
  }
  drawn_once_ = true;
  drawn_ = Clock::now();
}

}  // namespace selfsame::report
