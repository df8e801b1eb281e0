/// \file
/// Normalisation layers' operations.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// An activation that another operation applies in the same pass over memory: f(z) = z for z > 0, else
/// negative_slope * z. Write `Activation::relu()`.
struct Activation {
  Scalar negative_slope = 1;                                      ///< 1: none, 0: ReLU, between: leaky ReLU
  static Activation none() { return {1}; }                        ///< f(z) = z
  static Activation relu() { return {0}; }                        ///< f(z) = max(z, 0)
  static Activation leaky_relu(Scalar slope) { return {slope}; }  ///< f(z) = z or slope * z
};

/// Options of `batch_norm`.
struct BatchNormOptions {
  bool training = true;           ///< normalise with the batch's statistics and update the running ones
  Scalar momentum = Scalar(0.1);  ///< share of the batch in the running statistics
  Scalar eps = Scalar(1e-5);      ///< added to the variance
  Activation activation = {};     ///< applied to the result
};

/// Batch normalisation of each channel over all other dimensions (Ioffe & Szegedy 2015), with the activation f fused:
/// y = f((x - mean) / sqrt(variance + eps) * weight + bias).
///
/// \param x             (..., C)
/// \param weight, bias  (C)
/// \param running_mean, running_var  (C) statistics for use outside training. In training they move by `momentum`
///                      towards the batch's mean and unbiased variance, in place.
/// \throws ShapeError   if sizes do not fit or, in training, there is only one value per channel
///
/// Backward with g = f'(z) dy and h = (x - mean) / sqrt(variance + eps): dbias = sum g, dweight = sum g h,
/// dx = weight / sqrt(variance + eps) (g - mean(g) - h mean(g h)) in training, without the two means outside it.
Tensor batch_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, Tensor& running_mean, Tensor& running_var,
                  const BatchNormOptions& options = {});

/// Whether the training batch of `batch_norm` is that of all ranks (core/ranks.hpp), as it is at first, or what this
/// rank has of it: then every rank normalises by itself, which spares the messages of backward, and only the running
/// statistics are averaged. Holds for this thread.
void synchronise_batch_norm(bool on);

/// max_pool2d(batch_norm(x, ...), 2, 2) in one pass: of images (N, H, W, C), the 2x2 windows' largest values
/// (N, H / 2, W / 2, C). The same numbers with less memory read and written, as the activation before the pool is never
/// stored.
/// \throws ShapeError  where batch_norm does, and if x is not images of at least 2 x 2 pixels
Tensor batch_norm_max_pool2d(const Tensor& x, const Tensor& weight, const Tensor& bias, Tensor& running_mean,
                             Tensor& running_var, const BatchNormOptions& options = {});

/// Layer normalisation of each row (Ba et al. 2016): y = (x - mean) / sqrt(variance + eps) * weight + bias, with the
/// mean and (biased) variance of the last dimension.
///
/// \param x             (..., C)
/// \param weight, bias  (C)
/// \throws ShapeError   if sizes do not fit
///
/// Backward with h = (x - mean) / sqrt(variance + eps) and g = weight dy: dx = (g - mean(g) - h mean(g h)) /
/// sqrt(variance + eps), dweight = sum dy h and dbias = sum dy over the rows.
Tensor layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, Scalar eps = Scalar(1e-5));

}  // namespace selfsame
