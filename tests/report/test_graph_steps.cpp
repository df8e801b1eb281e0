#include <doctest/doctest.h>

#include <cmath>

#include "report/searched_text.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/report/dots.hpp"
#include "selfsame/report/graph_steps.hpp"

using namespace selfsame;
using namespace selfsame::report;

namespace {

Array rows_of_two(const std::vector<Scalar>& values) {
  Array array = empty({static_cast<Index>(values.size()) / 2, 2});
  std::copy(values.begin(), values.end(), array.begin());
  return array;
}

// 0 - 1 - 2 - 3 in a row, the first two of class 0; the ends are labelled.
PlaneGraph row_of_four() {
  return {
      rows_of_two({0, 0, 1, 0, 2, 0, 3, 0}), ssl::graph_of(4, {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}}), {0, 0, 1, 1}, {0, 3}};
}

// At first the ends alone have an answer, then the second is wrong, and in the end the third.
std::vector<StepShares> three_steps() {
  constexpr Scalar half = 0.5;
  return {{0, rows_of_two({1, 0, half, half, half, half, 0, 1})},
          {1, rows_of_two({1, 0, 0, 1, half, half, 0, 1})},
          {30, rows_of_two({1, 0, 1, 0, 1, 0, 0, 1})}};
}

Figure figure_of(Index shown) { return graph_steps("steps", "Labels <walk>", row_of_four(), three_steps(), shown, ""); }

}  // namespace

TEST_CASE("a figure of steps says for each how many points are wrong, and how many have no answer") {
  const std::string svg = figure_of(0).svg;
  CHECK(contains(svg, "\"after 0 steps: 0 of 4 wrong, 2 without an answer\""));
  CHECK(contains(svg, "\"after 1 step: 1 of 4 wrong, 1 without an answer\""));
  CHECK(contains(svg, "\"after 30 steps: 1 of 4 wrong\""));
  CHECK(figure_of(1).alt ==
        "Labels <walk>. 4 points in the plane, joined to their neighbours, 2 of them labelled; after 1 step: 1 of 4 "
        "wrong, 1 without an answer; after 30 steps: 1 of 4 wrong.");
}

TEST_CASE("without its script the figure shows the step that it is told to") {
  CHECK(contains(figure_of(0).svg, ">after 0 steps: 0 of 4 wrong, 2 without an answer</text>"));
  const std::string svg = figure_of(1).svg;
  CHECK(contains(svg, ">after 1 step: 1 of 4 wrong, 1 without an answer</text>"));
  CHECK(occurrences(svg, "<circle") == 4);
  CHECK(occurrences(svg, "r=\"6\" fill=\"#3b82f6\" fill-opacity=\"0.99\"") == 1);
  CHECK(occurrences(svg, "r=\"6\" fill=\"#e8871e\" fill-opacity=\"0.99\"") == 2);
  CHECK(occurrences(svg, "fill-opacity=\"0\"") == 1);
  CHECK(contains(svg, "d=\"M256 268m-2.5-2.5l5 5m0-5l-5 5\""));  // the second of four, and no other
  CHECK(occurrences(svg, "a9 9 0 1 0 18 0a9") == 2);
  CHECK(contains(svg, "d=\"M8 268L256 268M256 268L504 268M504 268L752 268\""));  // each edge once
  CHECK(contains(svg, ">Labels &lt;walk&gt;</text>"));
}

TEST_CASE("a script is told of the classes, of all steps and of the one that is shown") {
  const std::string svg = figure_of(2).svg;
  CHECK(contains(svg, "([\"#3b82f6\",\"#e8871e\"], [0,0,1,1], [[99,0,0,199],\n[99,199,0,199],\n[99,99,99,199]], ["));
  CHECK(contains(svg, "], 2);\n]]></script>"));
  CHECK(occurrences(svg, "<![CDATA[") == 1);
}

TEST_CASE("an unsure point is pale") {
  std::vector<StepShares> steps = three_steps();
  steps[2].shares = rows_of_two({1, 0, Scalar(0.51), Scalar(0.49), 0, 1, 0, 1});
  CHECK(contains(graph_steps("s", "S", row_of_four(), steps, 2, "").svg, "fill=\"#3b82f6\" fill-opacity=\"0.3\""));
}

TEST_CASE("y grows upwards") {
  PlaneGraph points = row_of_four();
  points.places = rows_of_two({0, 0, 0, 1, 0, 2, 0, 3});
  CHECK(contains(graph_steps("s", "S", points, three_steps(), 0, "").svg, "d=\"M380 488L380 341"));
}

TEST_CASE("steps of what does not fit together are refused") {
  const auto draw = [](const PlaneGraph& points, const std::vector<StepShares>& steps, Index shown = 0) {
    return graph_steps("s", "S", points, steps, shown, "");
  };
  const std::vector<StepShares> steps = three_steps();
  CHECK_THROWS_WITH_AS(draw(row_of_four(), {}), "graph_steps: step number 0 is to be shown, of 0", ShapeError);
  CHECK_THROWS_AS(draw(row_of_four(), steps, 3), ShapeError);
  CHECK_THROWS_AS(draw(row_of_four(), steps, -1), ShapeError);
  PlaneGraph points = row_of_four();
  points.known = {0, 4};
  CHECK_THROWS_WITH_AS(draw(points, steps), "graph_steps: known point 4 is not one of 4", ShapeError);
  points = row_of_four();
  points.labels[3] = 2;
  CHECK_THROWS_WITH_AS(draw(points, steps), "graph_steps: label 2 is not one of 2 classes", ShapeError);
  points.labels.pop_back();
  CHECK_THROWS_WITH_AS(draw(points, steps),
                       "graph_steps: places (4, 2) and 3 labels for a graph of 4 nodes; (nodes, 2) and as many labels, "
                       "at least one, are expected",
                       ShapeError);
  points = row_of_four();
  points.places(2, 1) = static_cast<Scalar>(NAN);
  CHECK_THROWS_WITH_AS(draw(points, steps), "in_box: a place is not finite", Error);
  std::vector<StepShares> uneven = steps;
  uneven[1].shares = rows_of_two({1, 0, 1, 0, 1, 0});
  CHECK_THROWS_WITH_AS(draw(row_of_four(), uneven), "graph_steps: shares (3, 2) after step 1, but the first are (4, 2)",
                       ShapeError);
  uneven[0].shares = uneven[1].shares;
  CHECK_THROWS_AS(draw(row_of_four(), uneven), ShapeError);
}

TEST_CASE("points fill a box as far as their proportions allow, also where all are one") {
  const std::vector<Dot> wide = in_box(rows_of_two({0, 0, 2, 1}), 116, 116);
  CHECK(wide[0].x == doctest::Approx(8));
  CHECK(wide[1].x == doctest::Approx(108));
  CHECK(wide[0].y == doctest::Approx(33));
  CHECK(wide[1].y == doctest::Approx(83));
  const std::vector<Dot> one = in_box(rows_of_two({5, 5}), 40, 20);
  CHECK(one[0].x == doctest::Approx(20));
  CHECK(one[0].y == doctest::Approx(10));
  CHECK_THROWS_AS(in_box(empty({3, 3}), 10, 10), ShapeError);
}
