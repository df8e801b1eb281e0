#include "selfsame/report/metrics.hpp"

#include <algorithm>

#include "selfsame/core/error.hpp"
#include "selfsame/report/csv.hpp"
#include "selfsame/report/results.hpp"
#include "selfsame/report/tensorboard.hpp"

namespace selfsame::report {

namespace {

const std::vector<std::string>& header() {
  static const std::vector<std::string> names = {"method", "labels", "split", "step", "metric", "value"};
  return names;
}

std::string line_of(const Series& series, const std::string& metric, Index step, double value) {
  return csv_line({series.method, to_string(series.labels), std::to_string(series.split), std::to_string(step), metric,
                   exact(value)});
}

}  // namespace

MetricsLog::Curves& MetricsLog::curves_of(const Series& series) {
  const auto [at, is_new] = curves_.try_emplace(series);
  if (is_new) order_.push_back(series);
  return at->second;
}

void MetricsLog::append(Curves& curves, Index step, const std::string& name, double value) {
  auto at = std::find_if(curves.begin(), curves.end(), [&](const auto& curve) { return curve.first == name; });
  if (at == curves.end()) at = curves.insert(curves.end(), {name, {}});
  at->second.emplace_back(step, value);
}

void MetricsLog::add(const Series& series, Index step, const std::vector<Metric>& metrics) {
  Curves& curves = curves_of(series);
  for (auto& [name, curve] : curves) {
    const bool logged_again =
        std::any_of(metrics.begin(), metrics.end(), [&n = name](const Metric& m) { return m.name == n; });
    const Index keep_below = logged_again ? step : step + 1;
    while (!curve.empty() && curve.back().first >= keep_below) curve.pop_back();
  }
  for (const Metric& metric : metrics) append(curves, step, metric.name, metric.value);
  if (board_) board_->scalars(series, step, metrics);  // first: a kill in between leaves no line that it misses
  if (path_.empty()) return;
  if (!file_.is_open()) file_.open(path_, csv_line(header()));
  std::string lines;
  for (const Metric& metric : metrics) lines += line_of(series, metric.name, step, metric.value);
  file_.write(lines);
}

void MetricsLog::show_in(TensorBoard& board) {
  board_ = &board;
  for (const Series& series : order_) {
    if (board.has(series)) continue;
    for (const auto& [step, metrics] : steps_of(series)) board.scalars(series, step, metrics);
  }
}

std::map<Index, std::vector<Metric>> MetricsLog::steps_of(const Series& series) const {
  std::map<Index, std::vector<Metric>> steps;
  for (const auto& [name, curve] : curves_.at(series)) {
    for (const auto& [step, value] : curve) steps[step].push_back({name, value});
  }
  return steps;
}

void MetricsLog::sync() {
  if (board_) board_->sync();
  file_.sync();
}

void MetricsLog::cut(const Series& series, Index step) {
  const auto at = curves_.find(series);
  if (at == curves_.end()) return;
  for (auto& [name, curve] : at->second) {
    while (!curve.empty() && curve.back().first >= step) curve.pop_back();
  }
}

Curve MetricsLog::curve(const Series& series, const std::string& metric) const {
  const auto at = curves_.find(series);
  if (at == curves_.end()) return {};
  for (const auto& [name, curve] : at->second) {
    if (name == metric) return curve;
  }
  return {};
}

std::string MetricsLog::csv() const {
  std::string text = csv_line(header());
  for (const Series& series : order_) {
    for (const auto& [name, curve] : curves_.at(series)) {
      for (const auto& [step, value] : curve) text += line_of(series, name, step, value);
    }
  }
  return text;
}

void MetricsLog::take_over(const CsvRow& row, const std::string& path) {
  const data::LabelCount labels = labels_in(row, 1, header(), path);
  Curves& curves = curves_of({row.cells[0], labels, number_in<std::uint64_t>(row, 2, header(), path)});
  const auto step = number_in<Index>(row, 3, header(), path);
  for (auto& [name, curve] : curves) {  // of a series that began again while lines were appended
    while (name == row.cells[4] && !curve.empty() && curve.back().first >= step) curve.pop_back();
  }
  append(curves, step, row.cells[4], number_in<double>(row, 5, header(), path));
}

void MetricsLog::read(const std::string& path) {
  for (const CsvRow& row : read_csv(path, header(), true)) take_over(row, path);
}

void MetricsLog::add_csv(const std::string& csv) {
  MetricsLog other;
  for (const CsvRow& row : csv_rows(csv, header(), "another rank's metrics")) other.take_over(row, "");
  for (const Series& series : other.order_) {
    cut(series, 0);
    for (const auto& [step, metrics] : other.steps_of(series)) add(series, step, metrics);
  }
}

void MetricsLog::clear() {
  curves_.clear();
  order_.clear();
}

void MetricsLog::write(const std::string& path) {
  file_.close();
  path_ = path;
  if (!order_.empty()) io::write_file(path, csv());
}

Curve thinned(const Curve& curve, Index points) {
  const Index n = static_cast<Index>(curve.size());
  if (n <= points || points < 1) return curve;
  Curve thin;
  for (Index p = 0; p < points; ++p) {
    const Index begin = p * n / points, end = (p + 1) * n / points;
    double step = 0, value = 0;
    for (Index i = begin; i < end; ++i) {
      step += static_cast<double>(curve[static_cast<std::size_t>(i)].first);
      value += curve[static_cast<std::size_t>(i)].second;
    }
    const double members = static_cast<double>(end - begin);
    thin.emplace_back(static_cast<Index>(step / members), value / members);
  }
  return thin;
}

}  // namespace selfsame::report
