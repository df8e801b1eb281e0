/// \file
/// t-SNE (van der Maaten & Hinton 2008): points of many dimensions laid out in the plane so that neighbours stay
/// neighbours.
#pragma once

#include <cstdint>
#include <vector>

#include "selfsame/core/xt.hpp"

namespace selfsame::eval {

/// Options of `tsne`.
struct TsneOptions {
  double perplexity = 30;  ///< how many neighbours each point listens to, smoothly counted
  Index steps = 750;       ///< of gradient descent; in the first third attraction is 12 times as strong
  std::uint64_t seed = 0;  ///< of the directions in which the search for the start begins
};

/// Places in the plane for points of many dimensions. Who is near whom is what it shows; how far apart distant groups
/// lie, and how large a group looks, mean little.
///
/// Exact: all pairs are looked at in every step, which takes N^2 memory and some seconds for N = 2,000. The start is
/// the first two principal components, scaled to a standard deviation of 1e-4, so that equal arguments give equal
/// pictures; bits do not depend on the number of threads. Gains and momentum are those of the paper's code; the rate
/// is N / 12, as Belkina et al. (2019) found it, at least 50.
///
/// \param features  (N, D), N more than the perplexity + 1; distances are Euclidean, and unit rows make them cosines
/// \return          (N, 2), centred
/// \throws ShapeError if features are not two-dimensional
/// \throws UsageError if the perplexity is below 1 or N - 1 or more, or there are no steps
/// \throws Error      if a feature is not finite
Array tsne(const Array& features, const TsneOptions& options = {});

/// What `tsne` lays out: for each pair of points how much they belong together, symmetric, summing to 1.
///
/// Row i is a Gaussian around point i of just the width at which its entropy is the logarithm of the perplexity; the
/// mean of the two directions, over N, is what a pair gets.
/// \return  (N * N), row by row, zeros on the diagonal
/// \throws  as `tsne`
std::vector<double> tsne_probabilities(const Array& features, double perplexity);

/// How badly places (N, 2), row by row, show the probabilities: the Kullback-Leibler divergence, in nats, of these from
/// those of the places, where a pair that lies d apart weighs 1 / (1 + d^2).
/// \throws ShapeError if there are not N^2 probabilities
double tsne_divergence(const std::vector<double>& probabilities, const std::vector<double>& places);

/// Its gradient by the places, (N, 2).
/// \param attraction  takes the probabilities this many times: above 1, groups find together first
/// \throws ShapeError if there are not N^2 probabilities
std::vector<double> tsne_gradient(const std::vector<double>& probabilities, const std::vector<double>& places,
                                  double attraction = 1);

}  // namespace selfsame::eval
