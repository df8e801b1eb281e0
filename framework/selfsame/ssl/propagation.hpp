/// \file
/// Labels that spread along the edges of a graph: transductive learning.
#pragma once

#include "selfsame/ssl/neighbour_graph.hpp"

namespace selfsame::ssl {

/// Nodes whose class is known.
struct KnownNodes {
  Indices nodes;   ///< each at most once
  Indices labels;  ///< their classes, 0..classes-1
};

/// How the linear systems are solved.
struct PropagationOptions {
  double tolerance = 1e-6;  ///< the largest error of a number of the solution, beside the sum of its row
  Index iterations = 5000;  ///< the most that conjugate gradients may take
};

/// \name What a graph says about its nodes
///
/// Each takes a graph of n nodes with weights W and degrees D and returns (n, classes); the largest of a row is the
/// node's class. All three solve a system with the matrix D - alpha W by conjugate gradients, and all are honest about
/// a node that no path joins to a labelled one: its row is the same for every class. The error is not guessed from the
/// residual, which is small also where nothing has yet come over a weak edge: it is bounded, before rows are scaled.
/// \throws ShapeError if nodes and labels do not fit each other, the graph or the classes, or there are none
/// \throws UsageError if alpha is not between 0 and 1
/// \throws Error      if the error cannot be brought below the tolerance
/// \{

/// Harmonic functions (Zhu, Ghahramani, Lafferty 2003), also called Laplace learning: a labelled node keeps its label,
/// every other node is the weighted mean of its neighbours. With a few labels in a large graph it becomes nearly
/// constant except close to them. Rows are probabilities.
Array harmonic(const NeighbourGraph& graph, const KnownNodes& known, Index classes,
               const PropagationOptions& options = {});

/// Label spreading (Zhou et al. 2004): F = (I - alpha S)^-1 Y with S = D^-1/2 W D^-1/2; every node takes a share alpha
/// from its neighbours and the rest from its own label. Y is divided by the number of labels of the class.
/// Rows are scaled to sum 1.
Array label_spreading(const NeighbourGraph& graph, const KnownNodes& known, Index classes, double alpha = 0.99,
                      const PropagationOptions& options = {});

/// Poisson learning (Calder et al. 2020): labels are sources and sinks, (D - W) u = sum over labelled j of
/// (y_j - mean y) e_j, with sum_i d_i u_i = 0. Made for very few labels. Rows are u itself: they sum to 0, their unit
/// means nothing, and the tolerance is beside the largest row; `row_shares` makes probabilities of them. Each connected
/// component is solved with the mean of its own labels; where these are of one class, every node of it gets 1 there and
/// 0 elsewhere.
Array poisson(const NeighbourGraph& graph, const KnownNodes& known, Index classes,
              const PropagationOptions& options = {});
/// \}

/// Rows without their negative values, scaled to sum 1; a row that has no positive value gets 1 / classes everywhere.
/// The largest stays the largest. (n, classes) -> (n, classes). \throws ShapeError unless two-dimensional
Array row_shares(const Array& scores);

/// Class-mass normalisation (Zhu et al. 2003): multiplies each class by what its share should be over what it is, then
/// scales rows to sum 1 again.
/// \param probabilities  (n, classes)
/// \param prior          (classes) shares that are expected
/// \throws ShapeError if sizes do not fit
Array class_mass_normalized(const Array& probabilities, const Array& prior);

/// 1 - H(p) / ln(classes) of each row, (n): 1 where a row is sure of one class, 0 where all are alike (Iscen et al.
/// 2019). With one class, 1.
Array confidence(const Array& probabilities);

}  // namespace selfsame::ssl
