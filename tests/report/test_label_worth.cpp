#include <doctest/doctest.h>

#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/report/label_worth.hpp"

using namespace selfsame;
using namespace selfsame::report;

namespace {

MethodSummary row(const std::string& method, data::LabelCount labels, double mean) {
  MethodSummary summary;
  summary.dataset = "shapes";
  summary.method = method;
  summary.labels = labels;
  summary.value.mean = mean;
  return summary;
}

}  // namespace

TEST_CASE("labels to reach an accuracy lie on a straight line over the logarithm of labels") {
  const std::vector<LearningPoint> curve = {{10, 50}, {1000, 70}, {4000, 90}};
  CHECK(labels_to_reach(curve, 60).value() == doctest::Approx(100));  // half of two powers of ten
  CHECK(labels_to_reach(curve, 80).value() == doctest::Approx(2000));
  CHECK(labels_to_reach(curve, 50).value() == 10);
  CHECK(labels_to_reach(curve, 90).value() == doctest::Approx(4000));
  CHECK_FALSE(labels_to_reach(curve, 49.9).has_value());
  CHECK_FALSE(labels_to_reach(curve, 90.1).has_value());
  CHECK_FALSE(labels_to_reach({}, 50).has_value());
}

TEST_CASE("where a curve falls on the way, labels to reach are its first crossing") {
  const std::vector<LearningPoint> curve = {{10, 50}, {100, 60}, {1000, 55}, {10000, 65}};
  CHECK(labels_to_reach(curve, 57).value() < 100);
  CHECK(labels_to_reach(curve, 62.5).value() == doctest::Approx(1000 * std::pow(10, 0.75)));
}

TEST_CASE("the grid of what labels are worth says labels, times, and where the baseline's curve ends") {
  const auto grid =
      label_worth_grid({row("supervised", 10, 50), row("a", 10, 60), row("b", 10, 45), row("supervised", 1000, 70),
                        row("a", 1000, 95), row("b", 1000, 70), row("supervised", data::all_labels, 90)},
                       4000);
  REQUIRE(grid.size() == 3);
  CHECK(grid[0] == std::vector<std::string>{"method", "10", "1,000"});
  CHECK(grid[1] == std::vector<std::string>{"a", "100 (10.0 x)", "> 4,000"});
  CHECK(grid[2] == std::vector<std::string>{"b", "< 10", "1,000 (1.0 x)"});
}

TEST_CASE("a curve of one point is none") {
  CHECK_THROWS_WITH_AS(
      label_worth_grid({row("supervised", 10, 50), row("a", 10, 60)}, 4000),
      "label worth: supervised was measured with 1 numbers of labels, expected two or more to draw a curve through",
      Error);
}
