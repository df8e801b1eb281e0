#include "selfsame/ssl/propagation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "selfsame/core/parallel.hpp"
#include "selfsame/ssl/graph_system.hpp"

namespace selfsame::ssl {
namespace {

using detail::Matrix;  // (nodes, classes)

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

// The graph with what all three methods need to know about it.
struct Problem {
  const NeighbourGraph& graph;
  Index classes;
  std::vector<double> degree;  // (n)
  Indices component;           // (n)
  Indices label;               // (n), -1 where unknown
  Matrix shares;               // (components, classes): how many labels of each class a component has

  double* component_shares(Index node) { return shares.data() + component[at(node)] * classes; }
  double labels_in_component(Index node) {
    double sum = 0;
    for (Index c = 0; c < classes; ++c) sum += component_shares(node)[c];
    return sum;
  }
};

Problem problem_of(const char* method, const NeighbourGraph& graph, const KnownNodes& known, Index classes) {
  const Index n = graph.nodes();
  require(known.nodes.size() == known.labels.size() && !known.nodes.empty(), method, ": ", known.nodes.size(),
          " labelled nodes and ", known.labels.size(), " labels; as many of each are expected, at least one");
  Problem problem{graph, classes, degrees(graph), components(graph), Indices(at(n), -1), {}};
  const Index parts = 1 + *std::max_element(problem.component.begin(), problem.component.end());
  problem.shares.assign(at(parts * classes), 0);
  for (std::size_t i = 0; i < known.nodes.size(); ++i) {
    const Index node = known.nodes[i];
    const Index label = known.labels[i];
    require(0 <= node && node < n, method, ": labelled node ", node, " is not one of ", n);
    require(0 <= label && label < classes, method, ": label ", label, " is not one of ", classes, " classes");
    require(problem.label[at(node)] < 0, method, ": node ", node, " is labelled twice");
    problem.label[at(node)] = label;
    problem.component_shares(node)[label] += 1;
  }
  return problem;
}

// How large the numbers of each node's row are, (n): their sum.
std::vector<double> row_sums(Index classes, const Matrix& x) {
  std::vector<double> sums(x.size() / at(classes), 0);
  parallel_for(static_cast<Index>(sums.size()), 4096, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      for (Index c = 0; c < classes; ++c) sums[at(i)] += std::abs(x[at(i * classes + c)]);
    }
  });
  return sums;
}

// The same where u means something beside others of its component only: the largest there.
std::vector<double> largest_in_component(const Problem& problem, const Matrix& x) {
  const std::vector<double> own = row_sums(problem.classes, x);
  std::vector<double> largest(problem.shares.size() / at(problem.classes), 0), of_nodes;
  for (std::size_t i = 0; i < own.size(); ++i) {
    double& most = largest[at(problem.component[i])];
    most = std::max(most, own[i]);
  }
  for (const Index part : problem.component) of_nodes.push_back(largest[at(part)]);
  return of_nodes;
}

// Solves (D - alpha W) X = B on the free nodes that a path joins to a label; X is 0 on all others.
Matrix solve(const char* method, Problem& problem, double alpha, std::vector<bool> is_free, const Matrix& right,
             const PropagationOptions& options) {
  for (Index i = 0; i < problem.graph.nodes(); ++i) {
    if (problem.labels_in_component(i) == 0) is_free[at(i)] = false;
  }
  const auto scale = [&](const Matrix& x) { return row_sums(problem.classes, x); };
  return detail::solve(method, {problem.graph, problem.degree, alpha, std::move(is_free)}, problem.classes, right,
                       scale, options);
}

Array array_of(const Matrix& values, Index classes) {
  Array array = empty({static_cast<Index>(values.size()) / classes, classes});
  std::transform(values.begin(), values.end(), array.begin(), [](double v) { return static_cast<Scalar>(v); });
  return array;
}

}  // namespace

// [harmonic]
Array harmonic(const NeighbourGraph& graph, const KnownNodes& known, Index classes, const PropagationOptions& options) {
  Problem problem = problem_of("harmonic", graph, known, classes);
  const Index n = graph.nodes();
  std::vector<bool> is_free(at(n));
  Matrix right(at(n * classes), 0);  // W_UL Y_L: what flows in from labelled neighbours
  for (Index i = 0; i < n; ++i) {
    is_free[at(i)] = problem.label[at(i)] < 0;
    if (!is_free[at(i)]) continue;
    for (Index e = graph.first[at(i)]; e < graph.first[at(i + 1)]; ++e) {
      const Index label = problem.label[at(graph.neighbours[at(e)])];
      if (label >= 0) right[at(i * classes + label)] += graph.weights[at(e)];
    }
  }
  Matrix u = solve("harmonic", problem, 1, is_free, right, options);  // (D_UU - W_UU) u_U = W_UL Y_L
  for (std::size_t i = 0; i < known.nodes.size(); ++i) u[at(known.nodes[i] * classes + known.labels[i])] = 1;
  return row_shares(array_of(u, classes));
}
// [harmonic]

// [label spreading]
Array label_spreading(const NeighbourGraph& graph, const KnownNodes& known, Index classes, double alpha,
                      const PropagationOptions& options) {
  require<UsageError>(alpha > 0 && alpha < 1, "label_spreading: alpha ", alpha, " must lie between 0 and 1");
  Problem problem = problem_of("label_spreading", graph, known, classes);
  const Index n = graph.nodes();
  //! BEGIN SOLUTION a4.t4
  //! With F = D^1/2 G the system (I - alpha S) F = Y becomes (D - alpha W) G = D^1/2 Y, which solve() solves:
  //!   Matrix g = solve("label_spreading", problem, alpha, is_free, right, options);
  //! right: D^1/2 Y, n * classes numbers, a row a node; row i of Y is 0 unless problem.label[at(i)] >= 0, then 1 /
  //! (labels of this class) at that class. is_free: n flags, whether a node has neighbours, problem.degree[at(i)] > 0.
  //! A labelled node without neighbours keeps its label: solve() leaves its row 0, so write a 1 into it. D^1/2 scales
  //! whole rows of F, and rows are scaled to sum 1 in the end, so G serves as well as F. Divide each row by its sum in
  //! double (row_sums, above, has them), then return row_shares(array_of(g, classes)), which is in Scalar.
  std::vector<double> labels_of_class(at(classes), 0);
  for (const Index label : known.labels) labels_of_class[at(label)] += 1;
  std::vector<bool> is_free(at(n));
  Matrix right(at(n * classes), 0);
  // With F = D^1/2 G, (I - alpha S) F = Y becomes (D - alpha W) G = D^1/2 Y.
  for (Index i = 0; i < n; ++i) {
    is_free[at(i)] = problem.degree[at(i)] > 0;
    const Index label = problem.label[at(i)];
    if (label >= 0) right[at(i * classes + label)] = std::sqrt(problem.degree[at(i)]) / labels_of_class[at(label)];
  }
  Matrix g = solve("label_spreading", problem, alpha, is_free, right, options);
  for (std::size_t i = 0; i < known.nodes.size(); ++i) {  // a labelled node without neighbours keeps its label
    if (!is_free[at(known.nodes[i])]) g[at(known.nodes[i] * classes + known.labels[i])] = 1;
  }
  // Far from all labels G can be too small for a float: rows are scaled before they become one.
  for (Index i = 0; i < n; ++i) {
    const auto row = g.begin() + i * classes;
    const double sum = std::accumulate(row, row + classes, 0.0);
    if (sum > 0) std::transform(row, row + classes, row, [sum](double v) { return v / sum; });
  }
  return row_shares(array_of(g, classes));  // D^1/2 scales whole rows, which this takes out again
  //! END SOLUTION
}
// [label spreading]

// [poisson]
Array poisson(const NeighbourGraph& graph, const KnownNodes& known, Index classes, const PropagationOptions& options) {
  Problem problem = problem_of("poisson", graph, known, classes);
  const Index n = graph.nodes();
  // D - W does not see a constant on a component, so one of its labelled nodes is held at 0. Where all labels are of
  // one class there is nothing to solve.
  Indices held(problem.shares.size() / at(classes), -1);
  for (const Index node : known.nodes) {
    Index& best = held[at(problem.component[at(node)])];
    if (best < 0 || problem.degree[at(node)] > problem.degree[at(best)]) best = node;
  }
  std::vector<bool> is_free(at(n));
  Matrix right(at(n * classes), 0);
  for (Index i = 0; i < n; ++i) {
    const double* shares = problem.component_shares(i);
    const double labels = problem.labels_in_component(i);
    is_free[at(i)] = held[at(problem.component[at(i)])] != i && *std::max_element(shares, shares + classes) < labels;
    if (problem.label[at(i)] < 0) continue;
    for (Index c = 0; c < classes; ++c) {  // y_i - mean y: sources and sinks that cancel within the component
      right[at(i * classes + c)] = (problem.label[at(i)] == c ? 1.0 : 0.0) - shares[c] / labels;
    }
  }
  Matrix u = detail::solve(
      "poisson", {graph, problem.degree, 1, is_free}, classes, right,
      [&](const Matrix& x) { return largest_in_component(problem, x); }, options);

  // Of all solutions, which differ by a constant on each component, the one with sum_i d_i u_i = 0 is taken.
  Matrix sums(problem.shares.size(), 0);
  std::vector<double> mass(problem.shares.size() / at(classes), 0);
  for (Index i = 0; i < n; ++i) {
    const Index part = problem.component[at(i)];
    mass[at(part)] += problem.degree[at(i)];
    for (Index c = 0; c < classes; ++c) sums[at(part * classes + c)] += problem.degree[at(i)] * u[at(i * classes + c)];
  }
  for (Index i = 0; i < n; ++i) {
    const Index part = problem.component[at(i)];
    const double labels = problem.labels_in_component(i);
    for (Index c = 0; c < classes; ++c) {
      double& value = u[at(i * classes + c)];
      if (labels > 0 && problem.component_shares(i)[c] == labels) {
        value = 1;  // the only class that this component knows
      } else if (mass[at(part)] > 0) {
        value -= sums[at(part * classes + c)] / mass[at(part)];
      }
    }
  }
  return array_of(u, classes);
}
// [poisson]

Array row_shares(const Array& scores) {
  require(scores.dimension() == 2, "row_shares: scores ", scores.shape(), "; (n, classes) is expected");
  const Index classes = scores.shape()[1];
  Array p = empty(scores.shape());
  for (Index i = 0; i < scores.shape()[0]; ++i) {
    Scalar sum = 0;
    for (Index c = 0; c < classes; ++c) sum += std::max(scores(i, c), Scalar(0));
    for (Index c = 0; c < classes; ++c) {
      p(i, c) = sum > 0 ? std::max(scores(i, c), Scalar(0)) / sum : 1 / static_cast<Scalar>(classes);
    }
  }
  return p;
}

Array class_mass_normalized(const Array& probabilities, const Array& prior) {
  require(probabilities.dimension() == 2 && prior.dimension() == 1 && probabilities.shape()[1] == prior.shape()[0],
          "class_mass_normalized: probabilities ", probabilities.shape(), " and prior ", prior.shape(),
          "; (n, classes) and (classes) are expected");
  const Index n = probabilities.shape()[0];
  const Index classes = prior.shape()[0];
  std::vector<double> mass(at(classes), 0);
  for (Index i = 0; i < n; ++i) {
    for (Index c = 0; c < classes; ++c) mass[at(c)] += double{probabilities(i, c)};
  }
  Array scaled = probabilities;
  for (Index i = 0; i < n; ++i) {
    for (Index c = 0; c < classes; ++c) {
      const double factor = mass[at(c)] > 0 ? static_cast<double>(n) * double{prior(c)} / mass[at(c)] : 0;
      scaled(i, c) *= static_cast<Scalar>(factor);
    }
  }
  return row_shares(scaled);
}

Array confidence(const Array& probabilities) {
  require(probabilities.dimension() == 2, "confidence: probabilities ", probabilities.shape(),
          "; (n, classes) is expected");
  const Index n = probabilities.shape()[0];
  const Index classes = probabilities.shape()[1];
  Array sure = filled({n}, 1);
  for (Index i = 0; i < n && classes > 1; ++i) {
    double entropy = 0;
    for (Index c = 0; c < classes; ++c) {
      const double p = double{probabilities(i, c)};
      if (p > 0) entropy -= p * std::log(p);
    }
    sure(i) = static_cast<Scalar>(std::max(0.0, 1 - entropy / std::log(static_cast<double>(classes))));
  }
  return sure;
}

}  // namespace selfsame::ssl
