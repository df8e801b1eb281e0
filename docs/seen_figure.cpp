#include "seen_figure.hpp"

#include <algorithm>
#include <map>
#include <regex>

#include "selfsame/core/error.hpp"
#include "selfsame/report/text.hpp"

using namespace selfsame;

namespace {

using Measured = std::vector<const report::Result*>;

// The name without the passes; empty where it does not say how many.
std::string without_passes(const std::string& method) {
  static const std::regex passes("_[0-9.]+p(?=_|$)");
  return std::regex_search(method, passes) ? std::regex_replace(method, passes, "") : "";
}

report::CostCurve::Point mean_of(const Measured& measured) {
  report::CostCurve::Point mean{0, 0};
  for (const report::Result* one : measured) {
    mean.cost += static_cast<double>(one->images_seen) / static_cast<double>(measured.size());
    mean.accuracy += one->value / static_cast<double>(measured.size());
  }
  return mean;
}

}  // namespace

report::Figure seen_figure(const std::string& name, const std::vector<report::Result>& results, data::LabelCount labels,
                           const std::vector<std::string>& rows) {
  std::map<std::string, std::map<std::string, Measured>> lines;  // of a method, of one of its numbers of passes
  for (const report::Result& result : results) {
    const std::string line = without_passes(result.method);
    const bool wanted = rows.empty() || std::find(rows.begin(), rows.end(), line) != rows.end();
    if (line.empty() || !wanted || result.labels != labels || result.metric != "validation_accuracy") continue;
    lines[line][result.method].push_back(&result);
  }
  for (const std::string& row : rows) require<Error>(lines.count(row) > 0, "no row is ", row, " after some passes");
  std::vector<report::CostCurve> curves;
  for (const auto& [line, points] : lines) {
    report::CostCurve& curve = curves.emplace_back();
    curve.name = line;
    for (const auto& point : points) curve.points.push_back(mean_of(point.second));
  }
  const report::CostAxis axis{"images", "images seen, every view counted", "validation accuracy (%)", false};
  report::Figure figure = report::cost_accuracy(
      name, concat("Accuracy against images seen, ", report::labels_text(labels), " labels"), curves, "", axis);
  require<Error>(!figure.svg.empty(), "there is no row to draw, or no gnuplot; tools/setup installs it");
  return figure;
}
