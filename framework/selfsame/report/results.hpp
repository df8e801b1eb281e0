/// \file
/// What was measured: one row a measurement, as results.csv keeps it and as the table shows it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "selfsame/core/types.hpp"
#include "selfsame/data/label_count.hpp"

namespace selfsame::report {

/// One measurement: a row of results.csv.
struct Result {
  std::string dataset;                   ///< "fashion-mnist"
  std::string method;                    ///< "supervised", "rotation", ...
  data::LabelCount labels = 0;           ///< labelled images that were used
  std::uint64_t split = 0;               ///< which choice of labelled images
  std::uint64_t seed = 0;                ///< of initial weights, batches and augmentation
  std::string metric = "test_accuracy";  ///< what `value` is
  double value = 0;                      ///< accuracies in percent
  Index updates = 0;                     ///< steps of the optimizer, pre-training included
  Index images_seen = 0;                 ///< images that went forward while training, every view counted
  double train_seconds = 0;              ///< wall time of training, pre-training included
  Index run = 1;                         ///< which of the runs that run.json records, 1 the first; --resume adds one
};

/// "1,000" and "all" as people write numbers of labels.
std::string labels_text(data::LabelCount labels);

/// The rows as CSV, with this header:
/// `dataset,method,labels,split,seed,metric,value,updates,images_seen,train_seconds,run`. All labels are written as
/// "all"; texts with commas or quotes are quoted as RFC 4180 says.
std::string results_csv(const std::vector<Result>& results);

/// The rows of a CSV file that `results_csv` made. \throws Error that names file, line and what was expected
std::vector<Result> read_results(const std::string& path);

/// The same from the text of such a file. \param path  for errors
std::vector<Result> results_in(const std::string& csv, const std::string& path);

/// Mean and standard deviation of a few numbers.
struct Summary {
  double mean = 0;    ///< of the numbers
  double stddev = 0;  ///< of the sample (n - 1); 0 for a single number
  Index count = 0;    ///< how many there are
};

/// Summary of the values; of none, all zeros.
Summary summarize(const std::vector<double>& values);

/// "71.2", or "71.2 ± 0.8" where there are several values; "-" where there are none.
std::string summary_text(const Summary& summary, int digits = 1);

/// The same with the sign of a gain: "+2.9 ± 1.9".
std::string gain_text(const Summary& gain, int digits = 1);

/// One line of the table: a method at one number of labels, over all its splits.
struct MethodSummary {
  std::string dataset;          ///< as results.csv names it
  std::string method;           ///< as results.csv names it
  data::LabelCount labels = 0;  ///< how many it was given
  Summary value;                ///< of the metric
  bool has_gain = false;        ///< whether the baseline was measured on the same splits
  Summary gain;                 ///< over the baseline at the same labels, split by split
  double seconds = 0;           ///< mean training time of one split
};

/// The results of one metric, gathered by data set, labels (few first) and method in the order in which they first
/// appear. The gain is taken over `baseline` on the same split and seed, then averaged, so that split luck cancels.
std::vector<MethodSummary> summarize_methods(const std::vector<Result>& results,
                                             const std::string& metric = "test_accuracy",
                                             const std::string& baseline = "supervised");

/// The cells of the table people read, header first: method, (data, labels,) accuracy, gain over the baseline, seconds.
/// Data sets and labels get a column only if there are several of them.
std::vector<std::vector<std::string>> results_cells(const std::vector<Result>& results,
                                                    const std::string& metric = "test_accuracy",
                                                    const std::string& baseline = "supervised");

/// The same as aligned text for the terminal.
std::string results_table(const std::vector<Result>& results, const std::string& metric = "test_accuracy",
                          const std::string& baseline = "supervised");

/// The test accuracies as a grid, header first: a row a method, a column a number of labels, few first and all last.
/// "-" stands where nothing was measured.
std::vector<std::vector<std::string>> accuracy_grid(const std::vector<MethodSummary>& summaries);

}  // namespace selfsame::report
