/// \file
/// NT-Xent, SimCLR's loss (Chen et al. 2020): two views of one image attract, all other pairs of the batch repel.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::ssl {

/// Normalised temperature-scaled cross-entropy over N images in two views each.
///
/// With unit rows z, similarities s_ij = <z_i, z_j> and the partner p(i) of view i,
/// \f$ L = \frac{1}{2N} \sum_i -\log \frac{\exp(s_{i p(i)} / \tau)}{\sum_{k \ne i} \exp(s_{ik} / \tau)} \f$.
///
/// Where several ranks have each a share of the batch (core/ranks.hpp), views are compared with those of all of them.
///
/// \param first, second  (N, D) projections of the two views; row i of both shows image i. They need not be unit rows
/// \param temperature    tau > 0; small values look mostly at the nearest wrong neighbours
/// \return               (); near ln(2N - 1) for random projections, which is a first check of any training run
/// \throws ShapeError    if the shapes differ or are not (N, D) with N >= 1
Tensor nt_xent(const Tensor& first, const Tensor& second, Scalar temperature);

/// The same number from the formula, by plain loops: to read, and to test `nt_xent` against. No gradient.
double nt_xent_plain(const Tensor& first, const Tensor& second, double temperature);

namespace detail {
/// Throws as both forms do. For ssl/nt_xent*.cpp alone.
void check_views(const Tensor& first, const Tensor& second, double temperature);

/// This rank's part of `nt_xent` over the images of all ranks: the mean over its 2n views, each compared with all 2N.
Tensor nt_xent_over_ranks(const Tensor& first, const Tensor& second, Scalar temperature);
}  // namespace detail

}  // namespace selfsame::ssl
