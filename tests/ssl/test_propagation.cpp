#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "selfsame/ssl/propagation.hpp"

using namespace selfsame;
using doctest::Approx;

namespace {

const ssl::PropagationOptions exact{1e-12, 2000};
const double tolerance = sizeof(Scalar) == 8 ? 1e-9 : 1e-5;

// 0 - 1 - 2 - 3, all weights 1; the ends are labelled.
const ssl::NeighbourGraph path = ssl::graph_of(4, {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}});
const ssl::KnownNodes ends{{0, 3}, {0, 1}};

void check_equal(const Array& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CHECK(std::abs(double{found.data()[i]} - expected[i]) < tolerance);
  }
}

// The solution of a x = b by elimination with pivots; a is (n, n).
std::vector<double> dense_solution(std::vector<double> a, std::vector<double> b) {
  const std::size_t n = b.size();
  for (std::size_t col = 0; col < n; ++col) {
    std::size_t pivot = col;
    for (std::size_t row = col; row < n; ++row) {
      if (std::abs(a[row * n + col]) > std::abs(a[pivot * n + col])) pivot = row;
    }
    for (std::size_t j = 0; j < n; ++j) std::swap(a[pivot * n + j], a[col * n + j]);
    std::swap(b[pivot], b[col]);
    for (std::size_t row = 0; row < n; ++row) {
      if (row == col) continue;
      const double factor = a[row * n + col] / a[col * n + col];
      for (std::size_t j = 0; j < n; ++j) a[row * n + j] -= factor * a[col * n + j];
      b[row] -= factor * b[col];
    }
  }
  for (std::size_t row = 0; row < n; ++row) b[row] /= a[row * n + row];
  return b;
}

// A connected graph of 12 nodes with uneven weights, three classes, four labels.
ssl::NeighbourGraph uneven_graph() {
  Generator random(7);
  std::vector<ssl::Edge> edges;
  for (Index i = 1; i < 12; ++i) edges.push_back({i, random.integer(i), random.uniform(0.1, 2)});
  for (Index i = 0; i < 12; ++i) edges.push_back({i, (i + 5) % 12, random.uniform(0.1, 2)});
  return ssl::graph_of(12, edges);
}
const ssl::KnownNodes four{{2, 5, 7, 11}, {0, 1, 2, 0}};

// A path of ten nodes, to be labelled at its ends, and a cluster of ten that hangs on its node 3.
ssl::NeighbourGraph hanging_cluster(double weight) {
  std::vector<ssl::Edge> edges{{3, 10, weight}};
  for (Index i = 0; i < 9; ++i) edges.push_back({i, i + 1, 1});
  for (Index i = 10; i < 20; ++i) {
    for (Index j = i + 1; j < 20; ++j) edges.push_back({i, j, 1});
  }
  return ssl::graph_of(20, edges);
}
const ssl::KnownNodes far_ends{{0, 9}, {0, 1}};

std::vector<double> dense_weights(const ssl::NeighbourGraph& graph) {
  const auto n = static_cast<std::size_t>(graph.nodes());
  std::vector<double> w(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (Index e = graph.first[i]; e < graph.first[i + 1]; ++e) {
      const auto edge = static_cast<std::size_t>(e);
      w[i * n + static_cast<std::size_t>(graph.neighbours[edge])] = graph.weights[edge];
    }
  }
  return w;
}

}  // namespace

TEST_CASE("harmonic on a path by hand: each inner node is the mean of its neighbours") {
  check_equal(ssl::harmonic(path, ends, 2, exact), {1, 0, 2.0 / 3, 1.0 / 3, 1.0 / 3, 2.0 / 3, 0, 1});
}

TEST_CASE("harmonic keeps the labels that it is given, contradictory neighbours or not") {
  const ssl::KnownNodes known{{0, 1, 3}, {0, 1, 0}};
  check_equal(ssl::harmonic(path, known, 2, exact), {1, 0, 0, 1, 0.5, 0.5, 1, 0});
}

TEST_CASE("poisson on a path by hand: the source flows down the path in steps of half a label") {
  // Class 0 has the source 1 - 1/2 at node 0 and -1/2 at node 3: u falls by 1/2 an edge, and
  // 1 u0 + 2 u1 + 2 u2 + 1 u3 = 0.
  check_equal(ssl::poisson(path, ends, 2, exact), {0.75, -0.75, 0.25, -0.25, -0.25, 0.25, -0.75, 0.75});
}

TEST_CASE("label spreading of two nodes by hand") {
  // S = [[0, 1], [1, 0]]: F = (I - alpha S)^-1 Y has the rows (1, alpha) and (alpha, 1) up to a factor.
  const ssl::NeighbourGraph pair = ssl::graph_of(2, {{0, 1, 3}});
  check_equal(ssl::label_spreading(pair, {{0, 1}, {0, 1}}, 2, 0.5, exact), {2.0 / 3, 1.0 / 3, 1.0 / 3, 2.0 / 3});
}

TEST_CASE("harmonic agrees with a dense solve") {
  const ssl::NeighbourGraph graph = uneven_graph();
  const std::vector<double> w = dense_weights(graph), d = ssl::degrees(graph);
  const Array found = ssl::harmonic(graph, four, 3, exact);
  for (Index c = 0; c < 3; ++c) {
    std::vector<double> a(144, 0), b(12, 0);
    for (std::size_t i = 0; i < 12; ++i) {
      for (std::size_t j = 0; j < 12; ++j) a[i * 12 + j] = (i == j ? d[i] : 0) - w[i * 12 + j];
    }
    for (std::size_t l = 0; l < four.nodes.size(); ++l) {  // a labelled row says: u is its label
      const auto i = static_cast<std::size_t>(four.nodes[l]);
      for (std::size_t j = 0; j < 12; ++j) a[i * 12 + j] = i == j ? 1 : 0;
      b[i] = four.labels[l] == c ? 1 : 0;
    }
    const std::vector<double> expected = dense_solution(a, b);
    for (Index i = 0; i < 12; ++i) {
      CHECK(std::abs(double{found(i, c)} - expected[static_cast<std::size_t>(i)]) < tolerance);
    }
  }
}

TEST_CASE("label spreading agrees with a dense solve of (I - alpha S) F = Y") {
  const ssl::NeighbourGraph graph = uneven_graph();
  const std::vector<double> w = dense_weights(graph), d = ssl::degrees(graph);
  const double alpha = 0.9;
  std::vector<double> a(144), all;
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t j = 0; j < 12; ++j)
      a[i * 12 + j] = (i == j ? 1 : 0) - alpha * w[i * 12 + j] / std::sqrt(d[i] * d[j]);
  }
  std::vector<std::vector<double>> f;
  for (Index c = 0; c < 3; ++c) {
    std::vector<double> y(12, 0);
    for (std::size_t l = 0; l < 4; ++l) {  // class 0 has two labels: each counts half
      if (four.labels[l] == c) y[static_cast<std::size_t>(four.nodes[l])] = c == 0 ? 0.5 : 1;
    }
    f.push_back(dense_solution(a, y));
  }
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t c = 0; c < 3; ++c) all.push_back(f[c][i] / (f[0][i] + f[1][i] + f[2][i]));
  }
  check_equal(ssl::label_spreading(graph, four, 3, alpha, exact), all);
}

TEST_CASE("poisson solves its equation: the Laplacian of u is y minus the mean label, and sum d u is 0") {
  const ssl::NeighbourGraph graph = uneven_graph();
  const std::vector<double> w = dense_weights(graph), d = ssl::degrees(graph);
  const Array u = ssl::poisson(graph, four, 3, exact);
  const double mean[3] = {0.5, 0.25, 0.25};
  for (Index c = 0; c < 3; ++c) {
    double weighted = 0;
    for (Index i = 0; i < 12; ++i) {
      double flow = 0, source = 0;
      for (Index j = 0; j < 12; ++j) flow += w[static_cast<std::size_t>(i * 12 + j)] * double{u(i, c) - u(j, c)};
      for (std::size_t l = 0; l < 4; ++l) {
        if (four.nodes[l] == i) source = (four.labels[l] == c ? 1 : 0) - mean[c];
      }
      CHECK(std::abs(flow - source) < 20 * tolerance);
      weighted += d[static_cast<std::size_t>(i)] * double{u(i, c)};
    }
    CHECK(std::abs(weighted) < 100 * tolerance);
  }
}

TEST_CASE("a node that no label reaches gets the same for every class, and nothing is ever NaN") {
  // 0 - 1 - 2 - 3 as before, then a pair without labels, a lonely node, and two lonely nodes with a label.
  const ssl::NeighbourGraph graph = ssl::graph_of(9, {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {4, 5, 1}});
  const ssl::KnownNodes known{{0, 3, 7, 8}, {0, 1, 1, 0}};
  for (const Array& p : {ssl::harmonic(graph, known, 2), ssl::label_spreading(graph, known, 2),
                         ssl::row_shares(ssl::poisson(graph, known, 2))}) {
    for (const Index nobody : {4, 5, 6}) CHECK((p(nobody, 0) == Scalar(0.5) && p(nobody, 1) == Scalar(0.5)));
    CHECK((p(7, 0) == 0 && p(7, 1) == 1));
    for (Index i = 0; i < 9; ++i) CHECK(std::abs(double{p(i, 0) + p(i, 1)} - 1) < 1e-5);
    CHECK(p(1, 0) > p(1, 1));
    CHECK(p(2, 0) < p(2, 1));
  }
}

TEST_CASE("poisson gives a component that knows one class alone that class") {
  const ssl::NeighbourGraph graph = ssl::graph_of(5, {{0, 1, 1}, {2, 3, 1}, {3, 4, 1}});
  const Array u = ssl::poisson(graph, {{0, 2, 4}, {2, 0, 1}}, 3, exact);
  check_equal(u, {0, 0, 1, 0, 0, 1, 0.5, -0.5, 0, 0, 0, 0, -0.5, 0.5, 0});
}

TEST_CASE("class-mass normalisation gives a class that is too rare more, by hand") {
  const Array p = tensor({2, 2}, {0.8, 0.2, 0.4, 0.6}).data();  // masses 1.2 and 0.8
  const double a = 0.8 / 1.2, b = 0.2 / 0.8, c = 0.4 / 1.2, d = 0.6 / 0.8;
  check_equal(ssl::class_mass_normalized(p, tensor({2}, {0.5, 0.5}).data()),
              {a / (a + b), b / (a + b), c / (c + d), d / (c + d)});
  CHECK_THROWS_WITH_AS(
      ssl::class_mass_normalized(p, filled({3}, 1)),
      "class_mass_normalized: probabilities (2, 2) and prior (3,); (n, classes) and (classes) are expected",
      ShapeError);
}

TEST_CASE("confidence is 1 for one class, 0 for all alike") {
  const Array p = tensor({3, 4}, {0, 1, 0, 0, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0, 0}).data();
  check_equal(ssl::confidence(p), {1, 0, 0.5});
}

TEST_CASE("propagation names what does not fit") {
  CHECK_THROWS_WITH_AS(ssl::harmonic(path, {{0}, {0, 1}}, 2),
                       "harmonic: 1 labelled nodes and 2 labels; as many of each are expected, at least one",
                       ShapeError);
  CHECK_THROWS_WITH_AS(ssl::poisson(path, {{4}, {0}}, 2), "poisson: labelled node 4 is not one of 4", ShapeError);
  CHECK_THROWS_WITH_AS(ssl::poisson(path, {{0}, {2}}, 2), "poisson: label 2 is not one of 2 classes", ShapeError);
  CHECK_THROWS_WITH_AS(ssl::harmonic(path, {{1, 1}, {0, 1}}, 2), "harmonic: node 1 is labelled twice", ShapeError);
  CHECK_THROWS_WITH_AS(ssl::label_spreading(path, ends, 2, 1), "label_spreading: alpha 1 must lie between 0 and 1",
                       UsageError);
}

TEST_CASE("propagation says so where it has not converged") {
  CHECK_THROWS_WITH_AS(
      ssl::label_spreading(uneven_graph(), four, 3, 0.99, {1e-12, 1}),
      "label_spreading: after 1 iterations of conjugate gradients the error may still be inf, a tolerance of 1e-12 is "
      "asked for; part of the graph hangs on by very weak edges: leave these out, or allow more iterations or a larger "
      "tolerance",
      Error);
  // Double precision ends at 1e-16 of a weight, a cluster that hangs on by less cannot be told from one that does not.
  for (const auto method : {ssl::harmonic, ssl::poisson}) {
    CHECK_THROWS_AS(method(hanging_cluster(1e-14), far_ends, 2, {1e-6, 2000}), Error);
  }
}

TEST_CASE("what hangs on by a weak edge gets the right share, at the tolerance that is the default") {
  for (const double weight : {1e-2, 1e-5, 1e-8}) {
    CAPTURE(weight);
    const ssl::NeighbourGraph graph = hanging_cluster(weight);
    const Array u = ssl::harmonic(graph, far_ends, 2), p = ssl::poisson(graph, far_ends, 2);
    const Array f = ssl::label_spreading(graph, far_ends, 2);
    for (Index i = 10; i < 20; ++i) {  // nothing flows in the cluster: it is what node 3 is
      CAPTURE(i);
      CHECK(std::abs(double{u(i, 0)} - 6.0 / 9) < 2e-6);
      CHECK(std::abs(double{u(i, 1)} - 3.0 / 9) < 2e-6);
      CHECK(std::abs(double{p(i, 0) - p(3, 0)}) < 1e-5);
      // For label spreading it takes from node 3 alone, in the mixture that is there.
      CHECK(std::abs(double{f(i, 0) - f(3, 0)}) < 2e-6);
    }
  }
}

TEST_CASE("small graphs of every kind agree with a dense solve of the same equations, at the default tolerance") {
  Generator random(11);
  for (int trial = 0; trial < 40; ++trial) {
    CAPTURE(trial);
    const Index n = 6 + random.integer(15);
    // Weights over nine powers of ten; few edges, so that lonely nodes and components without a label come up.
    std::vector<ssl::Edge> edges;
    for (Index e = 0; e < n + random.integer(2 * n); ++e) {
      const Index i = random.integer(n), j = random.integer(n);
      if (i != j) edges.push_back({i, j, std::pow(10, random.uniform(-6, 3))});
    }
    const ssl::NeighbourGraph graph = ssl::graph_of(n, edges);
    const ssl::KnownNodes known{{0, 1, 2, 3}, {0, 1, 2, 0}};
    const Indices component = ssl::components(graph);
    const std::vector<double> w = dense_weights(graph), d = ssl::degrees(graph);
    const auto size = static_cast<std::size_t>(n);
    const auto reached = [&](std::size_t i) {
      return std::any_of(known.nodes.begin(), known.nodes.end(),
                         [&](Index l) { return component[static_cast<std::size_t>(l)] == component[i]; });
    };
    for (const double alpha : {1.0, 0.99, 0.5}) {  // 1: harmonic
      CAPTURE(alpha);
      const Array found = alpha == 1 ? ssl::harmonic(graph, known, 3) : ssl::label_spreading(graph, known, 3, alpha);
      std::vector<double> solutions(size * 3, 0), sum(size, 0);
      for (Index c = 0; c < 3; ++c) {
        std::vector<double> a(size * size, 0), b(size, 0);
        for (std::size_t i = 0; i < size; ++i) {
          const bool pinned = !reached(i) || (alpha == 1 && i < 4);
          for (std::size_t j = 0; j < size; ++j) {
            a[i * size + j] = (i == j ? 1 : 0);
            if (pinned || w[i * size + j] == 0) continue;
            a[i * size + j] -= alpha * w[i * size + j] / (alpha == 1 ? d[i] : std::sqrt(d[i] * d[j]));
          }
          if (i < 4 && known.labels[i] == c) b[i] = alpha < 1 && c == 0 ? 0.5 : 1;
        }
        const std::vector<double> solution = dense_solution(a, b);
        for (std::size_t i = 0; i < size; ++i) {
          solutions[i * 3 + static_cast<std::size_t>(c)] = solution[i];
          sum[i] += solution[i];
        }
      }
      for (std::size_t i = 0; i < size; ++i) {
        for (Index c = 0; c < 3; ++c) {
          CAPTURE(i);
          const double expected = sum[i] > 0 ? solutions[i * 3 + static_cast<std::size_t>(c)] / sum[i] : 1.0 / 3;
          CHECK(std::abs(double{found(static_cast<Index>(i), c)} - expected) < 4e-6);
        }
      }
    }
  }
}
