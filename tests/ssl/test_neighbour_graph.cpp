#include <doctest/doctest.h>

#include <cmath>

#include "selfsame/ssl/neighbour_graph.hpp"

using namespace selfsame;
using doctest::Approx;

namespace {

double weight_between(const ssl::NeighbourGraph& graph, Index a, Index b) {
  for (Index e = graph.first[static_cast<std::size_t>(a)]; e < graph.first[static_cast<std::size_t>(a) + 1]; ++e) {
    if (graph.neighbours[static_cast<std::size_t>(e)] == b) return graph.weights[static_cast<std::size_t>(e)];
  }
  return 0;
}

}  // namespace

TEST_CASE("a neighbour graph of three points by hand: mutual neighbours weigh cos^3, one-sided ones half") {
  // Angles 0, 30 and 75 degrees, one neighbour each: 0 and 1 choose each other, 2 chooses 1. Lengths do not matter.
  const double degree = std::acos(-1.0) / 180;
  const Array points =
      tensor({3, 2}, {5, 0, std::cos(30 * degree), std::sin(30 * degree), std::cos(75 * degree), std::sin(75 * degree)})
          .data();
  const ssl::NeighbourGraph graph = ssl::neighbour_graph(points, {1, 3});
  CHECK(graph.nodes() == 3);
  CHECK(graph.edges() == 2);
  CHECK(weight_between(graph, 0, 1) == Approx(std::pow(std::cos(30 * degree), 3)));
  CHECK(weight_between(graph, 1, 2) == Approx(std::pow(std::cos(45 * degree), 3) / 2));
  CHECK(weight_between(graph, 0, 2) == 0);
}

TEST_CASE("a neighbour graph is symmetric, has no self edges and ascending rows") {
  Generator random(3);
  const ssl::NeighbourGraph graph = ssl::neighbour_graph(randn({90, 7}, random).data(), {6, 3});
  for (Index i = 0; i < graph.nodes(); ++i) {
    CHECK(weight_between(graph, i, i) == 0);
    for (Index e = graph.first[static_cast<std::size_t>(i)]; e < graph.first[static_cast<std::size_t>(i) + 1]; ++e) {
      const Index j = graph.neighbours[static_cast<std::size_t>(e)];
      CHECK(weight_between(graph, j, i) == graph.weights[static_cast<std::size_t>(e)]);
      if (e > graph.first[static_cast<std::size_t>(i)]) CHECK(graph.neighbours[static_cast<std::size_t>(e) - 1] < j);
    }
  }
}

TEST_CASE("features in opposite directions are not joined, and twins are joined to each other, not to themselves") {
  const ssl::NeighbourGraph apart = ssl::neighbour_graph(tensor({2, 1}, {1, -1}).data());
  CHECK(apart.edges() == 0);
  const ssl::NeighbourGraph twins = ssl::neighbour_graph(tensor({2, 2}, {1, 2, 1, 2}).data());
  CHECK(twins.edges() == 1);
  CHECK(weight_between(twins, 0, 1) == Approx(1));
  CHECK(ssl::neighbour_graph(tensor({1, 2}, {1, 2}).data()).edges() == 0);
}

TEST_CASE("edges given twice add up, degrees are the sums of weights") {
  const ssl::NeighbourGraph graph = ssl::graph_of(4, {{0, 1, 1}, {1, 0, 2}, {2, 1, 0.5}});
  CHECK(graph.edges() == 2);
  CHECK(ssl::degrees(graph) == std::vector<double>{3, 3.5, 0.5, 0});
}

TEST_CASE("components are numbered by their lowest node") {
  const ssl::NeighbourGraph graph = ssl::graph_of(6, {{4, 1, 1}, {0, 3, 1}, {3, 5, 1}});
  CHECK(ssl::components(graph) == Indices{0, 1, 2, 0, 1, 0});
}

TEST_CASE("new points take the weighted mean of their neighbours, by hand") {
  const Array nodes = tensor({3, 2}, {1, 0, 0, 1, -1, 0}).data();
  const Array values = tensor({3, 2}, {1, 0, 0, 1, 5, 5}).data();
  // The query at 60 degrees: cosines 1/2 and sqrt(3)/2, weights to the power 2: 1/4 and 3/4.
  const ssl::Neighbours found = ssl::neighbours_of(tensor({1, 2}, {1, std::sqrt(3.0)}).data(), nodes, {3, 2});
  CHECK(found.rows == Indices{1, 0, 2});
  const Array mean = ssl::mean_over(found, values);
  CHECK(double{mean(0, 0)} == Approx(0.25));
  CHECK(double{mean(0, 1)} == Approx(0.75));
}

TEST_CASE("a point with no neighbour on its side takes their plain mean") {
  const Array values = tensor({2, 1}, {2, 4}).data();
  const ssl::Neighbours found = ssl::neighbours_of(tensor({1, 1}, {-1}).data(), filled({2, 1}, 1), {});
  CHECK(double{ssl::mean_over(found, values)(0, 0)} == Approx(3));
  CHECK_THROWS_WITH_AS(ssl::mean_over(found, filled({1, 1}, 0)), "mean_over: neighbour 1 is not a row of values (1, 1)",
                       ShapeError);
}

TEST_CASE("a neighbour graph says what is wrong with its input") {
  CHECK_THROWS_WITH_AS(ssl::neighbour_graph(filled({3}, 1)),
                       "neighbour_graph: queries (3,) and features (3,); (m, D) and (n, D) with n >= 1 are expected",
                       ShapeError);
  CHECK_THROWS_WITH_AS(ssl::neighbour_graph(filled({3, 2}, 1), {0, 3}),
                       "neighbour_graph: neighbours 0 must be at least 1, power 3 at least 0", UsageError);
  CHECK_THROWS_WITH_AS(ssl::neighbour_graph(filled({3, 2}, Scalar(NAN))),
                       "neighbour_graph: a feature is not a finite number", Error);
  CHECK_THROWS_WITH_AS(ssl::graph_of(2, {{0, 2, 1}}), "graph_of: edge 0 - 2 does not join two of the nodes 0 to 1",
                       ShapeError);
  CHECK_THROWS_WITH_AS(ssl::graph_of(2, {{0, 1, 0}}), "graph_of: edge 0 - 1 has weight 0, expected a positive number",
                       UsageError);
}
