/// \file
/// Normalisation: batch norm over the rows of (rows, channels) with the activation in the same pass, and layer norm
/// along each row. The plain definitions and the fast kernels that must agree with them.
///
/// Results are the same bits for any number of threads: sums are taken over fixed chunks of rows and added up in order,
/// in double.
#pragma once

#include <cstdint>

#include "selfsame/core/types.hpp"

namespace selfsame::kernels {

/// What batch norm computes in one pass: y = f((x - mean) * inv_std * weight + bias) channel by channel, where
/// f(z) = z for z > 0 and slope * z otherwise: slope 1 is no activation, 0 is ReLU, between them leaky ReLU.
struct BatchNormParts {
  Index rows,             ///< N * H * W
      channels;           ///< numbers of a row
  const Scalar* mean;     ///< (channels)
  const Scalar* inv_std;  ///< (channels) 1 / sqrt(variance + epsilon)
  const Scalar* weight;   ///< (channels)
  const Scalar* bias;     ///< (channels)
  Scalar slope = 1;       ///< of f below 0
  /// Whether mean and inv_std are those of all ranks' rows (core/ranks.hpp): backward then sums over the ranks as well.
  bool over_ranks = false;
};

/// Mean and (biased) variance of each channel of x (rows, channels); accurate also where |mean| >> standard deviation.
void batch_norm_statistics(Index rows, Index channels, const Scalar* x, Scalar* mean, Scalar* variance);

/// y (rows, channels) as BatchNormParts says.
void batch_norm(const BatchNormParts& s, const Scalar* x, Scalar* y);

/// Gradients of `batch_norm`; `dx` may be `dy`, or null where it is not wanted.
/// \param batch_statistics  mean and inv_std were computed from x itself (training), so x acts through them as well
void batch_norm_backward(const BatchNormParts& s, bool batch_statistics, const Scalar* x, const Scalar* dy, Scalar* dx,
                         Scalar* dweight, Scalar* dbias);

/// The 2x2 max-pool of what `batch_norm` makes of images x (n, h, w, channels), s.rows = n h w, in one pass: y and
/// `choice` are (n, h / 2, w / 2, channels), `choice` numbers the largest of the four values row by row, the first of
/// equal ones. An odd last row or column is normalised along but belongs to no window.
void batch_norm_max_pool(const BatchNormParts& s, Index h, Index w, const Scalar* x, Scalar* y, std::uint8_t* choice);

/// Gradients of `batch_norm_max_pool`; `dx` may be null where it is not wanted.
void batch_norm_max_pool_backward(const BatchNormParts& s, bool batch_statistics, Index h, Index w, const Scalar* x,
                                  const Scalar* dy, const std::uint8_t* choice, Scalar* dx, Scalar* dweight,
                                  Scalar* dbias);

/// y = (x - mean) / sqrt(variance + eps) * weight + bias with mean and variance of each row of x (rows, channels).
/// `mean` and `inv_std` receive one value a row, for backward.
void layer_norm(Index rows, Index channels, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar eps,
                Scalar* y, Scalar* mean, Scalar* inv_std);

/// Gradients of `layer_norm`; `dx` may be `dy`, or null where it is not wanted.
void layer_norm_backward(Index rows, Index channels, const Scalar* x, const Scalar* weight, const Scalar* mean,
                         const Scalar* inv_std, const Scalar* dy, Scalar* dx, Scalar* dweight, Scalar* dbias);

/// \name The definition, in plain loops
/// \{

/// What the function without `_plain` in its name computes.
void batch_norm_statistics_plain(Index rows, Index channels, const Scalar* x, Scalar* mean, Scalar* variance);
void batch_norm_plain(const BatchNormParts& s, const Scalar* x, Scalar* y);
void batch_norm_backward_plain(const BatchNormParts& s, bool batch_statistics, const Scalar* x, const Scalar* dy,
                               Scalar* dx, Scalar* dweight, Scalar* dbias);
void layer_norm_plain(Index rows, Index channels, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar eps,
                      Scalar* y, Scalar* mean, Scalar* inv_std);
void layer_norm_backward_plain(Index rows, Index channels, const Scalar* x, const Scalar* weight, const Scalar* mean,
                               const Scalar* inv_std, const Scalar* dy, Scalar* dx, Scalar* dweight, Scalar* dbias);
/// \}

}  // namespace selfsame::kernels
