#include "selfsame/report/label_worth.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::report {
namespace {

std::string worth_text(const std::vector<LearningPoint>& curve, const MethodSummary& method) {
  const std::optional<double> needed = labels_to_reach(curve, method.value.mean);
  if (needed) {
    return concat(thousands(std::llround(*needed)), " (",
                  fixed(*needed / static_cast<double>(method.labels.number()), 1), " x)");
  }
  const bool below = method.value.mean < curve.front().accuracy;
  return concat(below ? "< " : "> ", thousands(std::llround(below ? curve.front().labels : curve.back().labels)));
}

}  // namespace

std::optional<double> labels_to_reach(const std::vector<LearningPoint>& curve, double accuracy) {
  if (curve.empty() || accuracy < curve.front().accuracy) return std::nullopt;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (curve[i].accuracy < accuracy) continue;
    if (i == 0) return curve[0].labels;
    const LearningPoint &a = curve[i - 1], &b = curve[i];
    const double part = (accuracy - a.accuracy) / (b.accuracy - a.accuracy);
    return a.labels * std::pow(b.labels / a.labels, part);
  }
  return std::nullopt;
}

std::vector<std::vector<std::string>> label_worth_grid(const std::vector<MethodSummary>& summaries, Index all,
                                                       const std::string& baseline) {
  std::vector<LearningPoint> curve;
  std::vector<MethodSummary> others;
  for (const MethodSummary& s : summaries) {
    if (s.method == baseline) curve.push_back({static_cast<double>(s.labels.of(all)), s.value.mean});
    if (s.method != baseline && !s.labels.is_all()) others.push_back(s);
  }
  require<Error>(curve.size() > 1, "label worth: ", baseline, " was measured with ", curve.size(),
                 " numbers of labels, expected two or more to draw a curve through");
  std::sort(curve.begin(), curve.end(), [](const auto& a, const auto& b) { return a.labels < b.labels; });

  std::vector<std::vector<std::string>> grid = accuracy_grid(others);  // its rows and columns
  for (std::size_t row = 1; row < grid.size(); ++row) {
    for (std::size_t column = 1; column < grid[row].size(); ++column) {
      const auto found = std::find_if(others.begin(), others.end(), [&](const MethodSummary& s) {
        return s.method == grid[row][0] && labels_text(s.labels) == grid[0][column];
      });
      if (found != others.end()) grid[row][column] = worth_text(curve, *found);
    }
  }
  return grid;
}

}  // namespace selfsame::report
