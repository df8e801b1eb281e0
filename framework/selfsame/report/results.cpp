#include "selfsame/report/results.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/report/csv.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::report {

namespace {

const std::vector<std::string>& header() {
  static const std::vector<std::string> names = {"dataset", "method",  "labels",      "split",         "seed", "metric",
                                                 "value",   "updates", "images_seen", "train_seconds", "run"};
  return names;
}

}  // namespace

std::string labels_text(data::LabelCount labels) { return labels.is_all() ? "all" : thousands(labels.number()); }

std::string results_csv(const std::vector<Result>& results) {
  std::string csv = csv_line(header());
  for (const Result& r : results) {
    csv += csv_line({r.dataset, r.method, to_string(r.labels), std::to_string(r.split), std::to_string(r.seed),
                     r.metric, exact(r.value), std::to_string(r.updates), std::to_string(r.images_seen),
                     fixed(r.train_seconds, 3), std::to_string(r.run)});
  }
  return csv;
}

std::vector<Result> read_results(const std::string& path) { return results_in(io::read_file(path), path); }

std::vector<Result> results_in(const std::string& csv, const std::string& path) {
  std::vector<Result> results;
  for (const CsvRow& row : csv_rows(csv, header(), path)) {
    Result r;
    r.dataset = row.cells[0];
    r.method = row.cells[1];
    r.labels = labels_in(row, 2, header(), path);
    r.split = number_in<std::uint64_t>(row, 3, header(), path);
    r.seed = number_in<std::uint64_t>(row, 4, header(), path);
    r.metric = row.cells[5];
    r.value = number_in<double>(row, 6, header(), path);
    r.updates = number_in<Index>(row, 7, header(), path);
    r.images_seen = number_in<Index>(row, 8, header(), path);
    r.train_seconds = number_in<double>(row, 9, header(), path);
    r.run = number_in<Index>(row, 10, header(), path);
    results.push_back(r);
  }
  return results;
}

Summary summarize(const std::vector<double>& values) {
  Summary summary;
  summary.count = static_cast<Index>(values.size());
  if (values.empty()) return summary;
  for (const double value : values) summary.mean += value;
  summary.mean /= static_cast<double>(values.size());
  if (values.size() < 2) return summary;
  double squares = 0;
  for (const double value : values) squares += (value - summary.mean) * (value - summary.mean);
  summary.stddev = std::sqrt(squares / static_cast<double>(values.size() - 1));
  return summary;
}

std::string summary_text(const Summary& summary, int digits) {
  if (summary.count == 0) return "-";
  if (summary.count == 1) return fixed(summary.mean, digits);
  return fixed(summary.mean, digits) + " ± " + fixed(summary.stddev, digits);
}

std::string gain_text(const Summary& gain, int digits) {
  return (gain.mean > 0 ? "+" : "") + summary_text(gain, digits);
}

std::vector<MethodSummary> summarize_methods(const std::vector<Result>& results, const std::string& metric,
                                             const std::string& baseline) {
  std::vector<MethodSummary> summaries;
  const auto same_group = [](const auto& a, const auto& b) {
    return a.dataset == b.dataset && a.method == b.method && a.labels == b.labels;
  };
  for (const Result& first : results) {
    if (first.metric != metric) continue;
    if (std::any_of(summaries.begin(), summaries.end(), [&](const auto& s) { return same_group(s, first); })) continue;
    std::vector<double> values, gains, seconds;
    for (const Result& r : results) {
      if (r.metric != metric || !same_group(r, first)) continue;
      values.push_back(r.value);
      seconds.push_back(r.train_seconds);
      const auto base = std::find_if(results.begin(), results.end(), [&](const Result& b) {
        return b.metric == metric && b.method == baseline && b.dataset == r.dataset && b.labels == r.labels &&
               b.split == r.split && b.seed == r.seed;
      });
      if (base != results.end() && r.method != baseline) gains.push_back(r.value - base->value);
    }
    MethodSummary summary{first.dataset,  first.method,     first.labels,           summarize(values),
                          !gains.empty(), summarize(gains), summarize(seconds).mean};
    summaries.push_back(summary);
  }
  // Each method has one place, whatever order the rows of some number of labels were measured in.
  std::vector<std::string> datasets, methods;
  for (const MethodSummary& s : summaries) {
    datasets.push_back(s.dataset);
    methods.push_back(s.method);
  }
  const auto position = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) - names.begin();
  };
  std::stable_sort(summaries.begin(), summaries.end(), [&](const MethodSummary& a, const MethodSummary& b) {
    if (a.dataset != b.dataset) return position(datasets, a.dataset) < position(datasets, b.dataset);
    if (a.labels != b.labels) return data::FewerLabels()(a.labels, b.labels);
    return position(methods, a.method) < position(methods, b.method);
  });
  return summaries;
}

std::vector<std::vector<std::string>> results_cells(const std::vector<Result>& results, const std::string& metric,
                                                    const std::string& baseline) {
  const std::vector<MethodSummary> summaries = summarize_methods(results, metric, baseline);
  std::set<data::LabelCount, data::FewerLabels> label_counts;
  std::set<std::string> datasets;
  bool any_gain = false;
  for (const MethodSummary& s : summaries) {
    label_counts.insert(s.labels);
    datasets.insert(s.dataset);
    any_gain = any_gain || s.has_gain;
  }
  const bool show_labels = label_counts.size() > 1;

  std::vector<std::vector<std::string>> rows(1);
  rows[0] = {"method"};
  if (datasets.size() > 1) rows[0].push_back("data");
  if (show_labels) rows[0].push_back("labels");
  rows[0].push_back("accuracy");
  if (any_gain) rows[0].push_back("gain");
  rows[0].push_back("seconds");
  for (const MethodSummary& s : summaries) {
    std::vector<std::string> row = {s.method};
    if (datasets.size() > 1) row.push_back(s.dataset);
    if (show_labels) row.push_back(labels_text(s.labels));
    row.push_back(summary_text(s.value));
    if (any_gain) row.push_back(gain_text(s.gain));
    row.push_back(s.seconds > 0 && s.seconds < 10 ? fixed(s.seconds, 1) : thousands(std::llround(s.seconds)));
    rows.push_back(row);
  }
  return rows;
}

std::string results_table(const std::vector<Result>& results, const std::string& metric, const std::string& baseline) {
  const auto cells = results_cells(results, metric, baseline);
  return text_table(cells, cells[0].size() > 1 && cells[0][1] == "data" ? 2 : 1);
}

std::vector<std::vector<std::string>> accuracy_grid(const std::vector<MethodSummary>& summaries) {
  std::vector<data::LabelCount> counts;
  std::vector<std::string> methods;
  const auto position = [](auto& known, const auto& value) {
    const auto at = std::find(known.begin(), known.end(), value);
    if (at != known.end()) return static_cast<std::size_t>(at - known.begin());
    known.push_back(value);
    return known.size() - 1;
  };
  for (const MethodSummary& s : summaries) position(counts, s.labels), position(methods, s.method);

  std::vector<std::vector<std::string>> rows(methods.size() + 1, std::vector<std::string>(counts.size() + 1, "-"));
  rows[0][0] = "method";
  for (std::size_t i = 0; i < methods.size(); ++i) rows[i + 1][0] = methods[i];
  for (std::size_t i = 0; i < counts.size(); ++i) rows[0][i + 1] = labels_text(counts[i]);
  for (const MethodSummary& s : summaries) {
    rows[position(methods, s.method) + 1][position(counts, s.labels) + 1] = summary_text(s.value);
  }
  return rows;
}

}  // namespace selfsame::report
