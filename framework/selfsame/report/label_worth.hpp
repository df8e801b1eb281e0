/// \file
/// What a label is worth: how many of them supervised training needs to be as right as another method.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "selfsame/report/results.hpp"

namespace selfsame::report {

/// One measurement of a learning curve.
struct LearningPoint {
  double labels;    ///< how many there were
  double accuracy;  ///< percent, mean over the splits
};

/// How many labels a learning curve needs to reach an accuracy. Between two measurements accuracy grows in proportion
/// to the logarithm of the labels.
/// \param curve  by growing number of labels; where it falls on the way, the first crossing counts
/// \return  none where its first point is higher, or no point as high
std::optional<double> labels_to_reach(const std::vector<LearningPoint>& curve, double accuracy);

/// A grid, header first: a row a method, a column a number of labels; a cell says how many labels the baseline needs to
/// be as right, and how many times that is of what the method had, "113 (2.8 x)"; "< 40" and "> 59,000" where the curve
/// ends before, "-" where nothing was measured. Of one data set; the column of all labels is left out, as it has no
/// method but the baseline.
/// \param all  how many labels "all" are
/// \throws Error  where the baseline was measured with fewer than two numbers of labels
std::vector<std::vector<std::string>> label_worth_grid(const std::vector<MethodSummary>& summaries, Index all,
                                                       const std::string& baseline = "supervised");

}  // namespace selfsame::report
