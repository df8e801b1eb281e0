/// \file
/// Linear systems on a graph, solved until their error is known. Internal to ssl/propagation.cpp.
#pragma once

#include <functional>
#include <vector>

#include "selfsame/ssl/propagation.hpp"

namespace selfsame::ssl::detail {

/// (nodes, columns) in double, row-major: one row a node, so that a sparse product reads whole rows.
using Matrix = std::vector<double>;

/// (D - alpha W) X = B on the free nodes, whose degrees are positive; X is 0 on all others.
struct GraphSystem {
  const NeighbourGraph& graph;        ///< n nodes
  const std::vector<double>& degree;  ///< (n)
  double alpha;                       ///< at most 1; where it is 1, a path leads from each free node to one that is not
  std::vector<bool> is_free;          ///< (n)
};

/// How large the numbers of each node's row are, (n), made from X: what an error is small or large beside. 0 where
/// nothing has arrived yet.
using ScaleOf = std::function<std::vector<double>(const Matrix& x)>;

/// X (n, columns), each number of which is wrong by at most `options.tolerance` times its row's scale.
/// \param method  who asks, for the error
/// \param right   B (n, columns)
/// \throws Error  if that many iterations do not suffice, or double precision does not
Matrix solve(const char* method, const GraphSystem& system, Index columns, const Matrix& right, const ScaleOf& scale_of,
             const PropagationOptions& options);

}  // namespace selfsame::ssl::detail
