/// \file
/// The k-nearest-neighbour graph of a set of images: what transductive methods know about them.
#pragma once

#include <vector>

#include "selfsame/core/tensor.hpp"

namespace selfsame::ssl {

/// An undirected graph with weights on its edges, stored by rows: node i is joined to `neighbours[e]` with
/// `weights[e]` > 0 for e in first[i] .. first[i + 1] - 1. Each edge stands in both of its nodes' rows; no node is
/// joined to itself.
struct NeighbourGraph {
  Indices first;                ///< (n + 1)
  Indices neighbours;           ///< node at the other end, ascending within a row
  std::vector<double> weights;  ///< of the same edge

  Index nodes() const { return static_cast<Index>(first.size()) - 1; }       ///< n
  Index edges() const { return static_cast<Index>(neighbours.size()) / 2; }  ///< each counted once
};

/// How neighbours are chosen and weighed.
struct NeighbourOptions {
  Index neighbours = 10;  ///< k; fewer where there are fewer nodes
  double power = 3;       ///< a neighbour of cosine s > 0 weighs s^power, others nothing
};

/// For each of m queries its nearest nodes.
struct Neighbours {
  Indices rows;   ///< (m * k) positions of nodes, nearest first
  Array weights;  ///< (m, k), at least 0
};

/// The k nodes of largest cosine, exactly.
///
/// \param queries   (m, D)
/// \param features  (n, D) of the nodes, n >= 1
/// \throws ShapeError if sizes do not fit
/// \throws UsageError if k < 1 or power < 0
/// \throws Error      if a feature is not finite
Neighbours neighbours_of(const Array& queries, const Array& features, const NeighbourOptions& options = {});

/// The weighted mean of what is known about each query's neighbours: new points answered by a graph that they are not
/// part of (Delalleau, Bengio, Le Roux 2005). A query whose neighbours all weigh nothing gets their plain mean.
/// \param values  (n, C), a row a node
/// \return        (m, C)
/// \throws ShapeError if a neighbour is not a row of `values`
Array mean_over(const Neighbours& neighbours, const Array& values);

/// Joins every row of features to the k other rows of largest cosine.
///
/// \param features  (n, D), n >= 1
///
/// The relation "j is among the nearest of i" is not symmetric, the graph is: an edge weighs half of s^power for each
/// of its two directions, so that mutual neighbours count fully and one-sided ones half. Pairs with s <= 0 are not
/// joined. Weights as in Iscen et al. 2019, who take k = 50 and power 3 and add both directions.
/// \throws ShapeError, UsageError, Error  as `neighbours_of`
NeighbourGraph neighbour_graph(const Array& features, const NeighbourOptions& options = {});

/// An edge between two nodes.
struct Edge {
  Index from;     ///< a node
  Index to;       ///< another
  double weight;  ///< above 0
};

/// A graph from a list of edges, each given once in either direction; those between the same two nodes add up.
/// \throws ShapeError if an end is not a node or an edge joins a node to itself
/// \throws UsageError if a weight is not a positive number
NeighbourGraph graph_of(Index nodes, const std::vector<Edge>& edges);

/// Sum of the weights at each node, (n): d_i.
std::vector<double> degrees(const NeighbourGraph& graph);

/// The connected component of each node, (n): components are numbered from 0 in the order of their lowest node.
Indices components(const NeighbourGraph& graph);

}  // namespace selfsame::ssl
