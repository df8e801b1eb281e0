/// \file
/// Numbers along a training run: metrics.csv and the learning curves drawn from it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "selfsame/core/types.hpp"
#include "selfsame/data/label_count.hpp"
#include "selfsame/io/file.hpp"

namespace selfsame::report {

class TensorBoard;
struct CsvRow;

/// Which training run a number belongs to. `report.progress("rotation", ...)` is enough where there is one split.
struct Series {
  /// A name alone is a series.
  Series(const char* name) : method(name) {}  // NOLINT
  /// A name alone is a series.
  Series(std::string name) : method(std::move(name)) {}  // NOLINT
  /// A method at one number of labels and one split.
  Series(std::string name, data::LabelCount label_count, std::uint64_t split_number = 0)
      : method(std::move(name)), labels(label_count), split(split_number) {}

  std::string method;           ///< "rotation"
  data::LabelCount labels = 0;  ///< 0 where labels play no part
  std::uint64_t split = 0;      ///< number of the choice of labelled images

  /// Order by method, labels, split: for maps.
  bool operator<(const Series& other) const {
    if (method != other.method) return method < other.method;
    if (labels != other.labels) return data::FewerLabels()(labels, other.labels);
    return split < other.split;
  }
  /// Whether all three agree.
  bool operator==(const Series& other) const {
    return method == other.method && labels == other.labels && split == other.split;
  }
};

/// One number of one step.
struct Metric {
  std::string name;  ///< "loss", "train_accuracy", "pseudo_label_precision", ...
  double value = 0;  ///< in the metric's own unit
};

/// A step and the value it had.
using Curve = std::vector<std::pair<Index, double>>;

/// The metrics of all series, in memory, written as `method,labels,split,step,metric,value`.
class MetricsLog {
 public:
  /// Adds the metrics of one step. Steps of a series must not decrease: a series that starts again (after a resume)
  /// loses the values it had from that step on.
  void add(const Series& series, Index step, const std::vector<Metric>& metrics);

  /// What is added from now on goes there, too; and, at once, all of the series that it has nothing of. It must outlive
  /// this.
  void show_in(TensorBoard& board);

  /// Forgets what a series has from this step on: it goes on from there.
  void cut(const Series& series, Index step);

  /// One metric of one series, in the order of its steps; empty if there is none.
  Curve curve(const Series& series, const std::string& metric) const;

  /// The series in the order in which they began.
  const std::vector<Series>& series() const { return order_; }

  /// Everything as CSV text with its header.
  std::string csv() const;

  /// Logs what another log's `csv` says. What its series had here goes.
  void add_csv(const std::string& csv);

  void clear();  ///< forgets everything, and lets files be

  /// Takes over what `csv` wrote and what was appended to it since; a last line that was not finished is left out.
  /// \throws Error that names file, line and what was expected
  void read(const std::string& path);

  /// Writes everything to the file, unless there is nothing. From now on what is added is appended to it at once, so
  /// that it outlives the program.
  /// \throws Error if the file cannot be written
  void write(const std::string& path);

  void sync();  ///< returns when what was appended would outlive a power cut

 private:
  using Curves = std::vector<std::pair<std::string, Curve>>;  // a few names: looked up by walking
  Curves& curves_of(const Series& series);
  std::map<Index, std::vector<Metric>> steps_of(const Series& series) const;
  void take_over(const CsvRow& row, const std::string& path);
  static void append(Curves& curves, Index step, const std::string& name, double value);
  std::map<Series, Curves> curves_;
  std::vector<Series> order_;
  std::string path_;  // empty: nothing is appended
  io::AppendedFile file_;
  TensorBoard* board_ = nullptr;
};

/// The curve averaged over neighbouring steps until at most `points` are left: what a figure can show.
Curve thinned(const Curve& curve, Index points);

}  // namespace selfsame::report
