#include "selfsame/report/report.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "selfsame/core/error.hpp"
#include "selfsame/core/ranks.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/report/external.hpp"
#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/html.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::report {

namespace {

namespace fs = std::filesystem;

constexpr const char* checkpoint_folder = "checkpoints";
constexpr const char* tensorboard_folder = "tensorboard";

void require_same_options(const OptionList& earlier, const ReportSetup& setup) {
  const std::vector<std::string>& free = setup.free_on_resume;
  for (const auto& [name, value] : setup.options) {
    if (std::find(free.begin(), free.end(), name) != free.end()) continue;
    const auto at =
        std::find_if(earlier.begin(), earlier.end(), [&n = name](const auto& option) { return option.first == n; });
    require<UsageError>(at == earlier.end() || at->second == value, "--resume: the run in ", setup.out, " had --", name,
                        " ", at == earlier.end() ? "" : at->second, ", this one has --", name, " ", value,
                        "; give the same options or another --out");
  }
}

bool same_row(const Result& a, const Result& b) {
  return a.dataset == b.dataset && a.method == b.method && a.labels == b.labels && a.split == b.split &&
         a.seed == b.seed;
}

bool same_measurement(const Result& a, const Result& b) { return same_row(a, b) && a.metric == b.metric; }

// Program and options, as far as they decide what a row computes.
std::string what_decides(const ReportSetup& setup) {
  std::string text = setup.program;
  for (const auto& [name, value] : setup.options) {
    const std::vector<std::string>& free = setup.free_on_resume;
    if (std::find(free.begin(), free.end(), name) == free.end()) text += concat(" --", name, " ", value);
  }
  return text;
}

const char* const proves_nothing_text =
    "A run as short as this shows that the program works, and nothing about the methods.";

// A run that was stopped before its first result, or had nothing left to do, is not remembered.
std::vector<std::string> runs_that_measured(std::vector<std::string> runs, const std::vector<Result>& results) {
  const auto last = static_cast<Index>(runs.size());
  if (std::none_of(results.begin(), results.end(), [last](const Result& r) { return r.run == last; })) runs.pop_back();
  return runs;
}

// Whether what this thread adds is for the first rank to write.
bool works_for_first() { return !is_first_rank() && !several_ranks(); }

// Several texts, of any bytes, as one: each behind its length.
std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += concat(text.size(), ":") + text;
  return all;
}

std::vector<std::string> texts_in(const std::string& all) {
  std::vector<std::string> texts;
  for (std::size_t at = 0; at < all.size(); at += texts.back().size()) {
    const std::size_t length = std::stoull(all.substr(at, 20));
    at = all.find(':', at) + 1;
    texts.push_back(all.substr(at, length));
  }
  return texts;
}

}  // namespace

Report::Report() : silent_(true), started_(utc_now()), began_(std::chrono::steady_clock::now()) {}

Report::Report(ReportSetup setup)
    : setup_(std::move(setup)),
      silent_(!is_first_rank()),
      started_(utc_now()),
      began_(std::chrono::steady_clock::now()) {
  if (!silent_) open();
  if (several_ranks()) tell_ranks();
}

void Report::open() {
  io::prepare_output_directory(setup_.out);
  if (have_gnuplot()) check_temporary_directory();  // or only the figures would find out, hours later
  lock_ = std::make_unique<io::DirectoryLock>(setup_.out);
  for (const char* folder : {"", checkpoint_folder, tensorboard_folder}) io::remove_leftovers(file(folder));
  setup_.resume ? take_over() : clear();
  if (setup_.tensorboard) {
    tensorboard_ = std::make_unique<TensorBoard>(file(tensorboard_folder));
    metrics_.show_in(*tensorboard_);
  }
  write_run(false);
}

void Report::take_over() {
  if (fs::exists(file("results.csv"))) results_ = read_results(file("results.csv"));
  if (fs::exists(file("metrics.csv"))) metrics_.read(file("metrics.csv"));
  if (!fs::exists(file("run.json"))) return;
  RecordedRuns recorded = recorded_runs(file("run.json"));
  require_same_options(recorded.options, setup_);
  if (!results_.empty()) {
    const auto older = [](const Result& a, const Result& b) { return a.run < b.run; };
    const Index last = std::max_element(results_.begin(), results_.end(), older)->run;  // rows may have been arranged
    const auto run = static_cast<std::size_t>(last) - 1;
    const bool finished = run >= recorded.finished.size() || recorded.finished[run];
    if (!finished && results_.back().run == last) unsure_ = results_.back();
  }
  earlier_ = runs_that_measured(std::move(recorded.runs), results_);
}

// Which rows there are already decides what is trained: all ranks must know the same.
void Report::tell_ranks() {
  results_ = results_in(first_ranks(results_csv(results_)), "the first rank's results.csv");
  if (first_ranks(unsure_.has_value())) unsure_ = results_.back();
  earlier_.resize(static_cast<std::size_t>(std::stoll(first_ranks(std::to_string(earlier_.size())))));
}

// What an earlier run left here must not be taken for this one's, least of all its encoders by a later --resume.
void Report::clear() {
  for (const char* name : {"results.csv", "metrics.csv", "report.html", "model.safetensors"}) fs::remove(file(name));
  const std::string kept = "-encoder.safetensors";
  for (const auto& entry : fs::directory_iterator(setup_.out)) {
    const std::string name = entry.path().filename().string();
    if (name.size() > kept.size() && name.compare(name.size() - kept.size(), kept.size(), kept) == 0) {
      fs::remove(entry.path());
    }
  }
  remove_checkpoints(file(checkpoint_folder));
  remove_tensorboard(file(tensorboard_folder));
}

Report::~Report() = default;

std::string Report::file(const std::string& name) const {
  return silent_ ? "" : (fs::path(setup_.out) / name).string();
}

Progress Report::progress(const Series& series, Index steps, Index images_per_step, Validate validate,
                          std::vector<Stateful> changed, const std::string& loop) {
  std::unique_ptr<Checkpoints> checkpoints;
  if (!silent_ && !changed.empty()) {
    const std::string name =
        concat(series.method, ", ", to_string(series.labels), " labels, split ", series.split, loop);
    checkpoints = std::make_unique<Checkpoints>(file(checkpoint_folder),
                                                LoopIdentity{name, what_decides(setup_), steps, images_per_step},
                                                setup_.checkpoint_every, changed, [this] { metrics_.sync(); });
    if (setup_.resume) checkpoints->resume();
  }
  // What the file holds of steps that are done again goes, for whoever reads it meanwhile. Of a loop that has ended,
  // none is: what another loop of the same series logged after it stays.
  if (checkpoints && checkpoints->step() < steps) metrics_.cut(series, checkpoints->step());
  if (!silent_) write_metrics();
  return Progress(series, steps, images_per_step, &metrics_, silent_ ? ProgressOutput{} : terminal_or_lines(),
                  std::move(validate), std::move(checkpoints), std::move(changed));
}

void Report::add(const Result& result) {
  require<Error>(std::isfinite(result.value), result.method, ": ", result.metric, " is ", std::abs(result.value),
                 "; a finite number is expected of a result");
  const auto same =
      std::find_if(results_.begin(), results_.end(), [&](const Result& r) { return same_measurement(r, result); });
  Result& row = same == results_.end() ? results_.emplace_back() : *same;
  row = result;
  row.run = static_cast<Index>(earlier_.size()) + 1;
  if (works_for_first()) to_hand_over_.push_back(row);
  if (silent_) return;
  io::write_file(file("results.csv"), results_csv(results_));
  write_metrics();
}

const Result* Report::find(const std::string& method, data::LabelCount labels, std::uint64_t split, std::uint64_t seed,
                           const std::string& metric, const std::string& dataset) const {
  for (const Result& r : results_) {
    if (!dataset.empty() && r.dataset != dataset) continue;
    if (unsure_ && same_row(r, *unsure_) && r.run == unsure_->run) continue;  // not yet added again
    if (r.method == method && r.labels == labels && r.split == split && r.seed == seed && r.metric == metric) return &r;
  }
  return nullptr;
}

std::string Report::table(const std::string& metric) const { return results_table(results_, metric, baseline()); }

void Report::add(const Figure& figure) {
  if (silent_) return;
  if (figure.svg.empty()) {
    note_missing_gnuplot();
  } else {
    write_svg(file(figure.name + ".svg"), figure);
  }
  if (tensorboard_) tensorboard_->add(figure);
  figures_.push_back(figure);
}

void Report::add_curves(const std::string& name, const std::string& title, const std::string& metric,
                        const std::string& axis, const std::string& caption) {
  std::vector<NamedCurve> curves;
  std::set<std::uint64_t> splits;
  std::set<data::LabelCount, data::FewerLabels> labels;
  for (const Series& series : metrics_.series()) splits.insert(series.split), labels.insert(series.labels);
  for (const Series& series : metrics_.series()) {
    const Curve curve = metrics_.curve(series, metric);
    if (curve.empty() || series.split != *splits.begin()) continue;  // one split shows the course of all
    std::string label = series.method;
    if (labels.size() > 1 && series.labels != 0) label += ", " + to_string(series.labels);
    curves.push_back({label, curve});
  }
  if (!curves.empty() && !silent_) add(curves_figure(name, title, curves, axis, caption));
}

void Report::keep(const std::string& name, const std::string& bytes) {
  if (works_for_first()) files_to_hand_over_[name] = bytes;
  if (!silent_) io::write_file(file(name), bytes);
}

std::string Report::hand_over() {
  if (!works_for_first()) return "";
  std::vector<std::string> texts = {results_csv(to_hand_over_), metrics_.csv()};
  for (const auto& [name, bytes] : files_to_hand_over_) texts.insert(texts.end(), {name, bytes});
  to_hand_over_.clear();
  metrics_.clear();
  files_to_hand_over_.clear();
  return joined(texts);
}

void Report::take_in(const std::string& handed_over) {
  const std::vector<std::string> texts = texts_in(handed_over);
  if (texts.empty()) return;
  for (std::size_t i = 2; i + 1 < texts.size(); i += 2) keep(texts[i], texts[i + 1]);
  metrics_.add_csv(texts[1]);
  for (const Result& result : results_in(texts[0], "another rank's results"))
    add(result);  // last: what there is, is whole
  write_metrics();
}

void Report::arrange(const std::function<std::size_t(const Result&)>& position) {
  std::stable_sort(results_.begin(), results_.end(),
                   [&](const Result& a, const Result& b) { return position(a) < position(b); });
  if (!silent_) io::write_file(file("results.csv"), results_csv(results_));
}

void Report::note(const std::string& text) { notes_.push_back(text); }

void Report::write_metrics() { metrics_.write(file("metrics.csv")); }

RunInfo Report::this_run(bool finished) const {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  return {setup_.program, setup_.options, setup_.seed, setup_.threads, started_, seconds, finished};
}

void Report::write_run(bool finished) { io::write_file(file("run.json"), run_json(this_run(finished), earlier_)); }

void Report::finish() {
  if (silent_) return;
  write_metrics();
  if (setup_.proves_nothing) note(proves_nothing_text);
  const std::vector<MethodSummary> summaries = summarize_methods(results_);
  if (!summaries.empty()) {
    std::map<std::string, std::vector<MethodSummary>> of_dataset;
    std::vector<std::string> datasets;
    for (const MethodSummary& s : summaries) {
      if (of_dataset.count(s.dataset) == 0) datasets.push_back(s.dataset);
      of_dataset[s.dataset].push_back(s);
    }
    for (const std::string& name : datasets)
      add(accuracy_figure(of_dataset[name], datasets.size() > 1 ? " of " + name : ""));
    std::rotate(figures_.begin(), figures_.end() - static_cast<std::ptrdiff_t>(datasets.size()), figures_.end());
  }

  Page page;
  page.title = setup_.title;
  page.introduction = setup_.introduction;
  page.notes = notes_;
  page.figures = figures_;
  page.run = this_run(true);
  if (!summaries.empty()) {
    page.table = results_cells(results_, "test_accuracy", baseline());
    page.table_caption = concat("Accuracy in percent on the test set;",
                                setup_.proves_nothing ? "" : " gain over the supervised baseline, split by split;",
                                " seconds of training. Several splits: mean ± standard deviation.");
  }
  io::write_file(file("report.html"), html_page(page));
  write_run(true);
  remove_checkpoints(file(checkpoint_folder));
  if (!summaries.empty()) std::cout << table();
  if (setup_.proves_nothing) std::cout << proves_nothing_text << "\n";
  std::cout << "report: " << file("report.html") << "\n" << std::flush;
  require<Error>(std::cout.good(), "standard output: cannot be written; the results are in ", file("results.csv"));
}

}  // namespace selfsame::report
