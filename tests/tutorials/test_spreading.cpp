#include <doctest/doctest.h>

#include <cmath>

#include "report/searched_text.hpp"
#include "selfsame/core/error.hpp"
#include "t10_transductive/spreading.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// 0 - 1 - 2 - 3, all weights 1, as on the chapter's page; the ends are labelled.
const ssl::NeighbourGraph path = ssl::graph_of(4, {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}});
const ssl::KnownNodes ends{{0, 3}, {0, 1}};

}  // namespace

TEST_CASE("labels spread one edge a step") {
  const auto said = spread_by_steps(path, ends, 2, 0.5, {0, 1, 2, 3});
  REQUIRE(said.size() == 4);
  for (Index i = 0; i < 4; ++i) CHECK(said[0].shares(i, 0) == Scalar(0.5));
  CHECK(said[1].step == 1);
  CHECK(said[1].shares(0, 0) == 1);
  CHECK(said[1].shares(1, 0) == Scalar(0.5));
  CHECK(said[2].shares(1, 0) == 1);
  CHECK(said[2].shares(2, 1) == 1);
  // The second has 1/2 * S_01 * 1/2 of class 0 and, by way of the third, 1/2 * S_12 * 1/2 * S_23 * 1/2 of class 1;
  // S_01 = S_23 = 1 / sqrt(2) and S_12 = 1 / 2.
  const double near = 0.25 / std::sqrt(2), far = 0.125 * 0.5 / std::sqrt(2);
  CHECK(double{said[3].shares(1, 0)} == doctest::Approx(near / (near + far)));
}

TEST_CASE("with many steps spreading comes to the solution of its equation") {
  const Array solved = ssl::label_spreading(path, ends, 2, 0.9);
  const Array spread = spread_by_steps(path, ends, 2, 0.9, {300}).front().shares;
  for (Index i = 0; i < 8; ++i)
    CHECK(double{spread.data()[i]} == doctest::Approx(double{solved.data()[i]}).epsilon(1e-4));
}

TEST_CASE("a class with two labels gets half for each") {
  const ssl::KnownNodes three{{0, 1, 3}, {0, 0, 1}};
  const Array solved = ssl::label_spreading(path, three, 2, 0.9);
  const Array spread = spread_by_steps(path, three, 2, 0.9, {300}).front().shares;
  for (Index i = 0; i < 8; ++i)
    CHECK(double{spread.data()[i]} == doctest::Approx(double{solved.data()[i]}).epsilon(1e-4));
}

TEST_CASE("spreading refuses steps that do not ascend, and labels of what is no node or no class") {
  CHECK_THROWS_WITH_AS(spread_by_steps(path, ends, 2, 0.9, {2, 1}),
                       "spread_by_steps: steps must ascend, from 0 or more", ShapeError);
  CHECK_THROWS_AS(spread_by_steps(path, ends, 2, 0.9, {}), ShapeError);
  CHECK_THROWS_AS(spread_by_steps(path, ends, 2, 0.9, {-1, 1}), ShapeError);
  CHECK_THROWS_WITH_AS(spread_by_steps(path, {{0, 4}, {0, 1}}, 2, 0.9, {1}),
                       "spread_by_steps: label 1 of node 4; less than 2 and 4 are expected", ShapeError);
  CHECK_THROWS_AS(spread_by_steps(path, {{0, 3}, {0, 2}}, 2, 0.9, {1}), ShapeError);
  CHECK_THROWS_AS(spread_by_steps(path, {{0, 3}, {0}}, 2, 0.9, {1}), ShapeError);
}

TEST_CASE("of the two moons many points are wrong in between and none in the end") {
  const std::string svg = spreading_figure().svg;
  const auto wrong_after = [&svg](const std::string& steps) {
    const std::string begin = "\"after " + steps + ": ";
    REQUIRE(contains(svg, begin));
    return std::stoi(svg.substr(svg.find(begin) + begin.size()));
  };
  CHECK(contains(svg, "\"after 0 steps: 0 of 240 wrong, 240 without an answer\""));
  CHECK(contains(svg, "\"after 1 step: 0 of 240 wrong, 238 without an answer\""));
  CHECK(wrong_after("15 steps") > 60);
  CHECK(wrong_after("70 steps") < wrong_after("15 steps"));
  CHECK(contains(svg, "\"after 300 steps: 0 of 240 wrong\""));
}
