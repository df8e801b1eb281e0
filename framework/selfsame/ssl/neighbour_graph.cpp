#include "selfsame/ssl/neighbour_graph.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/kernels/nearest.hpp"
#include "selfsame/ops/linalg.hpp"

namespace selfsame::ssl {
namespace {

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

Neighbours nearest_rows(const char* name, const Array& queries, const Array& features, const NeighbourOptions& options,
                        kernels::OwnRow own) {
  require(queries.dimension() == 2 && features.dimension() == 2 && features.shape()[0] >= 1 &&
              queries.shape()[1] == features.shape()[1],
          name, ": queries ", queries.shape(), " and features ", features.shape(),
          "; (m, D) and (n, D) with n >= 1 are expected");
  require<UsageError>(options.neighbours >= 1 && options.power >= 0, name, ": neighbours ", options.neighbours,
                      " must be at least 1, power ", options.power, " at least 0");
  for (const Array* array : {&queries, &features}) {
    require<Error>(std::all_of(array->begin(), array->end(), [](Scalar x) { return std::isfinite(x); }), name,
                   ": a feature is not a finite number");
  }
  const NoGrad no_grad;
  const Array nodes = l2_normalize(Tensor(features)).data();  // products of unit rows are cosines
  const Array asked = own == kernels::OwnRow::skipped ? nodes : l2_normalize(Tensor(queries)).data();
  const Index m = asked.shape()[0];
  const Index n = nodes.shape()[0];
  const Index k = std::min(options.neighbours, own == kernels::OwnRow::skipped ? n - 1 : n);
  Neighbours found{Indices(at(m * k)), empty({m, k})};
  if (k == 0) return found;  // a single node has no other
  kernels::nearest(m, n, nodes.shape()[1], asked.data(), nodes.data(), k, found.rows.data(), found.weights.data(), own);
  for (Scalar& s : found.weights) s = std::pow(std::max(s, Scalar(0)), static_cast<Scalar>(options.power));
  return found;
}

}  // namespace

NeighbourGraph graph_of(Index nodes, const std::vector<Edge>& edges) {
  for (const Edge& e : edges) {
    require(0 <= e.from && e.from < nodes && 0 <= e.to && e.to < nodes && e.from != e.to, "graph_of: edge ", e.from,
            " - ", e.to, " does not join two of the nodes 0 to ", nodes - 1);
    require<UsageError>(e.weight > 0 && std::isfinite(e.weight), "graph_of: edge ", e.from, " - ", e.to, " has weight ",
                        e.weight, ", expected a positive number");
  }
  // Count, then place: both directions of every edge go into the rows of their nodes.
  Indices begin(at(nodes + 1), 0);
  for (const Edge& e : edges) ++begin[at(e.from + 1)], ++begin[at(e.to + 1)];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<std::pair<Index, double>> ends(2 * edges.size());
  Indices next(begin.begin(), begin.end() - 1);
  for (const Edge& e : edges) {
    ends[at(next[at(e.from)]++)] = {e.to, e.weight};
    ends[at(next[at(e.to)]++)] = {e.from, e.weight};
  }
  // What was given several times becomes one edge.
  NeighbourGraph graph{{0}, {}, {}};
  for (Index i = 0; i < nodes; ++i) {
    std::sort(ends.begin() + begin[at(i)], ends.begin() + begin[at(i + 1)]);
    for (Index e = begin[at(i)]; e < begin[at(i + 1)]; ++e) {
      const auto& [to, weight] = ends[at(e)];
      if (static_cast<Index>(graph.neighbours.size()) > graph.first.back() && graph.neighbours.back() == to) {
        graph.weights.back() += weight;
      } else {
        graph.neighbours.push_back(to);
        graph.weights.push_back(weight);
      }
    }
    graph.first.push_back(static_cast<Index>(graph.neighbours.size()));
  }
  return graph;
}

Neighbours neighbours_of(const Array& queries, const Array& features, const NeighbourOptions& options) {
  return nearest_rows("neighbours_of", queries, features, options, kernels::OwnRow::kept);
}

Array mean_over(const Neighbours& neighbours, const Array& values) {
  require(values.dimension() == 2, "mean_over: values ", values.shape(), "; (n, C) is expected");
  const Index m = neighbours.weights.shape()[0];
  const Index k = neighbours.weights.shape()[1];
  const Index columns = values.shape()[1];
  Array means = filled({m, columns}, 0);
  for (Index i = 0; i < m; ++i) {
    const Scalar* weight = neighbours.weights.data() + i * k;
    const Scalar total = std::accumulate(weight, weight + k, Scalar(0));
    for (Index j = 0; j < k; ++j) {
      const Index node = neighbours.rows[at(i * k + j)];
      require(0 <= node && node < values.shape()[0], "mean_over: neighbour ", node, " is not a row of values ",
              values.shape());
      const Scalar share = total > 0 ? weight[j] / total : 1 / static_cast<Scalar>(k);
      for (Index c = 0; c < columns; ++c) means(i, c) += share * values(node, c);
    }
  }
  return means;
}

// [neighbour graph]
NeighbourGraph neighbour_graph(const Array& features, const NeighbourOptions& options) {
  const Neighbours found = nearest_rows("neighbour_graph", features, features, options, kernels::OwnRow::skipped);
  const Index n = features.shape()[0];
  const Index k = found.weights.shape()[1];
  std::vector<Edge> edges;
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < k; ++j) {
      const double weight = double{found.weights(i, j)} / 2;
      if (weight > 0) edges.push_back({i, found.rows[at(i * k + j)], weight});
    }
  }
  return graph_of(n, edges);  // i -> j and j -> i add up
}
// [neighbour graph]

std::vector<double> degrees(const NeighbourGraph& graph) {
  std::vector<double> sums;
  for (Index i = 0; i < graph.nodes(); ++i) {
    sums.push_back(std::accumulate(graph.weights.begin() + graph.first[at(i)],
                                   graph.weights.begin() + graph.first[at(i + 1)], 0.0));
  }
  return sums;
}

Indices components(const NeighbourGraph& graph) {
  Indices component(at(graph.nodes()), -1);
  Indices waiting;  // nodes that are numbered, their neighbours not yet
  Index count = 0;
  for (Index start = 0; start < graph.nodes(); ++start) {
    if (component[at(start)] >= 0) continue;
    component[at(start)] = count;
    waiting.push_back(start);
    while (!waiting.empty()) {
      const Index node = waiting.back();
      waiting.pop_back();
      for (Index e = graph.first[at(node)]; e < graph.first[at(node + 1)]; ++e) {
        Index& other = component[at(graph.neighbours[at(e)])];
        if (other >= 0) continue;
        other = count;
        waiting.push_back(graph.neighbours[at(e)]);
      }
    }
    ++count;
  }
  return component;
}

}  // namespace selfsame::ssl
