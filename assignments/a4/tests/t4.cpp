// a4.t4: label spreading, the labels of a few nodes propagated over a graph.
#include <cmath>

#include "check.hpp"
#include "selfsame/ssl/propagation.hpp"

using course::check_close;
using selfsame::Array;
using selfsame::Index;
using selfsame::Scalar;
using selfsame::tensor;
using selfsame::ssl::KnownNodes;
using selfsame::ssl::label_spreading;
using selfsame::ssl::NeighbourGraph;

namespace {

// What may be done otherwise in (I - alpha S) F = Y.
struct Choices {
  bool divide_by_count = true;  // of the labels of a class
  bool scale_right = true;      // D^1/2 Y, not Y, in the system for G
};

// F by elimination in a dense matrix, rows scaled to sum 1.
Array spread_by_elimination(const NeighbourGraph& graph, const KnownNodes& known, Index classes, double alpha,
                            const Choices& choices = {}) {
  const auto n = static_cast<std::size_t>(graph.nodes()), c = static_cast<std::size_t>(classes);
  const std::vector<double> d = degrees(graph);
  std::vector<std::vector<double>> a(n, std::vector<double>(n, 0)), y(n, std::vector<double>(c, 0));
  for (std::size_t i = 0; i < n; ++i) {
    a[i][i] = 1;
    for (auto e = static_cast<std::size_t>(graph.first[i]); e < static_cast<std::size_t>(graph.first[i + 1]); ++e) {
      const auto j = static_cast<std::size_t>(graph.neighbours[e]);
      a[i][j] -= alpha * graph.weights[e] / std::sqrt(d[i] * d[j]);
    }
  }
  std::vector<double> of_class(c, 0);
  for (const Index label : known.labels) of_class[static_cast<std::size_t>(label)] += 1;
  for (std::size_t i = 0; i < known.nodes.size(); ++i) {
    const auto label = static_cast<std::size_t>(known.labels[i]);
    const auto node = static_cast<std::size_t>(known.nodes[i]);
    y[node][label] = choices.divide_by_count ? 1 / of_class[label] : 1;
    if (!choices.scale_right) y[node][label] /= std::sqrt(d[node]);
  }
  for (std::size_t k = 0; k < n; ++k) {  // Gauss and Jordan; the matrix is diagonally dominant, no pivots needed
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k) continue;
      const double factor = a[i][k] / a[k][k];
      for (std::size_t j = 0; j < n; ++j) a[i][j] -= factor * a[k][j];
      for (std::size_t j = 0; j < c; ++j) y[i][j] -= factor * y[k][j];
    }
  }
  Array f = selfsame::empty({graph.nodes(), classes});
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < c; ++j) sum += y[i][j] / a[i][i];
    for (std::size_t j = 0; j < c; ++j) f(i, j) = static_cast<Scalar>(y[i][j] / a[i][i] / sum);
  }
  return f;
}

// A connected graph with uneven weights.
NeighbourGraph uneven_graph(Index nodes) {
  selfsame::Generator random = course::generator();
  std::vector<selfsame::ssl::Edge> edges;
  for (Index i = 1; i < nodes; ++i) edges.push_back({i, random.integer(i), random.uniform(0.1, 2)});
  for (Index i = 0; i < nodes; ++i) edges.push_back({i, (i + 5) % nodes, random.uniform(0.1, 2)});
  return selfsame::ssl::graph_of(nodes, edges);
}

}  // namespace

TEST_CASE("two nodes and one edge: the page's numbers") {
  const NeighbourGraph pair = selfsame::ssl::graph_of(2, {{0, 1, 1}});
  // One label of class 0 at node 0, one of class 1 at node 1, alpha 1/2: node 0 gets (4/3, 2/3), scaled (2/3, 1/3).
  check_close(
      "label_spreading of a pair", label_spreading(pair, {{0, 1}, {0, 1}}, 2, 0.5),
      tensor({2, 2}, {2.0 / 3, 1.0 / 3, 1.0 / 3, 2.0 / 3}).data(),
      {{tensor({2, 2}, {1 / 1.99, 0.99 / 1.99, 0.99 / 1.99, 1 / 1.99}).data(), "alpha is the caller's, not 0.99"},
       {tensor({2, 2}, {1, 0, 0, 1}).data(), "labels did not spread; solve() the system with alpha"},
       {tensor({2, 2}, {0.5, 0.5, 0.5, 0.5}).data(), "every node says the same; is `right` filled?"}});
}

TEST_CASE("uneven weights, against elimination") {
  const NeighbourGraph graph = uneven_graph(course::random_size(12, 16));
  const KnownNodes known{{2, 5, 7, 11}, {0, 1, 2, 0}};
  check_close(selfsame::concat("label_spreading of ", graph.nodes(), " nodes"), label_spreading(graph, known, 3, 0.8),
              spread_by_elimination(graph, known, 3, 0.8),
              {{spread_by_elimination(graph, known, 3, 0.8, {false, true}),
                "class 0 has two labels and gets twice the say; divide Y by the number of labels of the class"},
               {spread_by_elimination(graph, known, 3, 0.8, {true, false}),
                "`right` lacks D^1/2: the right side is sqrt(degree) / labels of the class"}},
              1e-4);
}

TEST_CASE("alpha says how far labels go") {
  const NeighbourGraph path = selfsame::ssl::graph_of(4, {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}});
  for (const double alpha : {0.1, 0.5, 0.9}) {
    check_close("label_spreading of a path, alpha " + std::to_string(alpha),
                label_spreading(path, {{0, 3}, {0, 1}}, 2, alpha),
                spread_by_elimination(path, {{0, 3}, {0, 1}}, 2, alpha),
                {{spread_by_elimination(path, {{0, 3}, {0, 1}}, 2, 0.99), "alpha is the caller's, not 0.99"}}, 1e-4);
  }
}

TEST_CASE("a labelled node without neighbours keeps its label, one without a label does not know") {
  const NeighbourGraph graph = selfsame::ssl::graph_of(4, {{0, 1, 1}});
  const Array f = label_spreading(graph, {{0, 2}, {0, 1}}, 2, 0.5);
  check_close("rows 2 and 3, which have no neighbours", tensor({2, 2}, {f(2, 0), f(2, 1), f(3, 0), f(3, 1)}).data(),
              tensor({2, 2}, {0, 1, 0.5, 0.5}).data(),
              {{tensor({2, 2}, {0.5, 0.5, 0.5, 0.5}).data(),
                "node 2 has a label and lost it; solve() leaves nodes that are not free at 0"}});
}

TEST_CASE("far from all labels rows still sum to 1") {
  std::vector<selfsame::ssl::Edge> edges;
  for (Index i = 1; i < 200; ++i) edges.push_back({i - 1, i, 1});
  const Array f = label_spreading(selfsame::ssl::graph_of(200, edges), {{0, 1}, {0, 1}}, 2, 0.5);
  double least = 1;
  for (Index i = 0; i < 200; ++i) least = std::min(least, double{f(i, 0) + f(i, 1)});
  check_close("the smallest sum of a row", least, 1);
}
