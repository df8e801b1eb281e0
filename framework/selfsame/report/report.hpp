/// \file
/// One run's report: the place that a program tells what it measures, and that shows it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "selfsame/report/figures.hpp"
#include "selfsame/report/metrics.hpp"
#include "selfsame/report/progress.hpp"
#include "selfsame/report/results.hpp"
#include "selfsame/report/run_info.hpp"
#include "selfsame/report/tensorboard.hpp"
#include "selfsame/report/training_log.hpp"

/// What a run leaves behind: progress, tables, figures and the page that holds them.
namespace selfsame::report {

/// What a report needs to know at the start.
struct ReportSetup {
  std::string program;       ///< "t04_rotation"
  std::string title;         ///< heading of the page: "Rotation: learning from which way is up"
  std::string introduction;  ///< a sentence or two below it; may be empty
  std::string out;           ///< directory; created where missing
  OptionList options;        ///< every option of the run, for run.json and the page
  std::uint64_t seed = 0;    ///< for run.json
  int threads = 0;           ///< for run.json
  bool resume = false;       ///< keep the results of an earlier run in `out`
  /// Options that may have another value when a run is resumed: where it runs, how many rows are asked for. All others
  /// decide what a row computes.
  std::vector<std::string> free_on_resume = {};
  bool proves_nothing = false;  ///< too short a run to compare anything: it is said, and the table has no gains
  double checkpoint_every = 0;  ///< seconds between two checkpoints of a training loop; 0: none are written
  bool tensorboard = false;     ///< also write the folder `tensorboard`
};

/// Collects results, metrics and figures of one run and writes them into its directory:
/// results.csv after every result, metrics.csv as numbers are logged, SVG figures, run.json, report.html; until it has
/// finished, checkpoints of its training loops.
///
/// \code
/// report::Report report({"t04_rotation", "Rotation", "", options.out, ...});
/// auto progress = report.progress("rotation", steps, images_per_step);
/// for (Index step : progress) { ... progress.log({{"loss", loss.item()}}); }
/// report.add(result);
/// report.finish();
/// \endcode
class Report {
 public:
  /// Opens the directory, and holds it for this run. With `resume`, takes over results.csv and metrics.csv where they
  /// exist. The row that was added last, by a run that did not finish, is not found until it is added again: what was
  /// to follow it, a model that is saved, may not have come about. The checkpoint of its training makes it again.
  /// Of several ranks (core/ranks.hpp) the first alone has a directory; the others know of the same rows, and show and
  /// write nothing.
  /// \throws Error       if the directory cannot be written, an old file is damaged, or another run is writing there
  /// \throws UsageError  if `resume` is asked for with other options than the earlier run had, `free_on_resume` aside
  explicit Report(ReportSetup setup);

  /// A report that shows nothing and writes nothing: for tests, and for calling a method from elsewhere.
  Report();

  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;
  ~Report();

  /// A loop over 0..steps-1 with a progress bar; its metrics go into metrics.csv.
  /// The report must outlive it.
  /// \param changed  all that the loop changes, for its checkpoints; empty: it has none
  /// \param loop     beside the series, what tells its checkpoints from those of other loops
  Progress progress(const Series& series, Index steps, Index images_per_step = 0, Validate validate = {},
                    std::vector<Stateful> changed = {}, const std::string& loop = "");

  /// What a training loop is given to log into this report, which must outlive it.
  TrainingLog training_log(Series series, Validate validate = {}) {
    return TrainingLog(std::move(series), this, std::move(validate));
  }

  /// Adds a measurement, as one of this run, and rewrites results.csv. One with the same data set, method, labels,
  /// split, seed and metric is replaced.
  void add(const Result& result);

  /// The measurement made already, for instance before a resume; null if there is none.
  /// \param dataset  empty: on any data set, for programs that have one
  const Result* find(const std::string& method, data::LabelCount labels, std::uint64_t split, std::uint64_t seed,
                     const std::string& metric = "test_accuracy", const std::string& dataset = "") const;

  /// The results of a metric as the terminal shows them, with gains over `supervised` unless the run proves nothing.
  std::string table(const std::string& metric = "test_accuracy") const;

  const std::vector<Result>& results() const { return results_; }  ///< in the order in which they were added
  const MetricsLog& metrics() const { return metrics_; }           ///< what progress loops logged

  /// Adds a figure: NAME.svg in the directory, and a place on the page in the order of the calls.
  void add(const Figure& figure);

  /// Adds the learning curve of a metric over all series that have it, unless there are none.
  /// \param name   of the file: "loss" makes loss.svg
  /// \param axis   label of the vertical axis, with its unit
  void add_curves(const std::string& name, const std::string& title, const std::string& metric, const std::string& axis,
                  const std::string& caption);

  /// The folder `tensorboard`, for what is only drawn there; null where none was asked for.
  TensorBoard* tensorboard() { return tensorboard_.get(); }

  /// A sentence for the page, below the table: what did not work, what to keep in mind.
  void note(const std::string& text);

  bool resumes() const { return setup_.resume; }  ///< whether what an earlier run has finished is kept

  /// `path` below the directory of the run; empty for a report that writes nothing.
  std::string file(const std::string& name) const;

  /// Writes a file into the directory, at once.
  void keep(const std::string& name, const std::string& bytes);

  /// \name Where ranks share rows out (core/ranks.hpp: share_out)
  /// What a rank is told while it works for itself is written where the first one takes it in. Figures are the first
  /// rank's own.
  /// \{

  /// Measurements, metrics and files that this rank has added since the last call, as a text for the first rank's
  /// `take_in`; empty on the first, which has them.
  std::string hand_over();

  /// Adds what another rank handed over, as this rank's own.
  void take_in(const std::string& handed_over);

  /// Puts the measurements in the order of their positions, those with the same position as they came.
  void arrange(const std::function<std::size_t(const Result&)>& position);
  /// \}

  /// Writes metrics.csv, draws accuracy by method for each data set (against labels where there are several numbers of
  /// them), writes report.html and run.json, and prints the table and the path of the page on stdout.
  /// \throws Error  if a file or stdout cannot be written
  void finish();

 private:
  const char* baseline() const { return setup_.proves_nothing ? "" : "supervised"; }  // that gains are over; "" is none
  void write_metrics();
  RunInfo this_run(bool finished) const;
  void write_run(bool finished);
  void open();
  void take_over();
  void tell_ranks();
  void clear();
  ReportSetup setup_;
  bool silent_ = false;
  std::unique_ptr<io::DirectoryLock> lock_;
  std::string started_;
  std::chrono::steady_clock::time_point began_;
  std::vector<std::string> earlier_;  // the runs that this one resumes, as JSON
  std::vector<Result> results_;
  std::optional<Result> unsure_;  // the row that a run that did not finish added last
  std::unique_ptr<TensorBoard> tensorboard_;
  MetricsLog metrics_;
  std::vector<Figure> figures_;
  std::vector<std::string> notes_;
  std::vector<Result> to_hand_over_;                       // what was added for the first rank,
  std::map<std::string, std::string> files_to_hand_over_;  // and by name what it is to keep
};

}  // namespace selfsame::report
