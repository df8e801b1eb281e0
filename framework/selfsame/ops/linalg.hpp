/// \file
/// Matrix products.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// Matrix product.
///
/// \param a  (m, k), or (..., m, k) for a batch
/// \param b  (k, n), shared by the whole batch, or (..., k, n) with the same leading sizes as `a`
/// \return   (m, n) or (..., m, n)
/// \throws ShapeError naming both shapes if the inner or the leading sizes differ
///
/// Backward: dA = dC B^T, dB = A^T dC.
Tensor matmul(const Tensor& a, const Tensor& b);

/// x W + b for rows x: the product of `matmul` with the bias added in place.
///
/// \param x       (..., in)
/// \param weight  (in, out)
/// \param bias    (out), or undefined for none
/// \return        (..., out)
/// \throws ShapeError naming both shapes
Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias);

/// Rows scaled to unit Euclidean length: y_i = x_i / max(|x_i|, eps).
///
/// \param x    (..., D)
/// \param eps  smallest length that is divided by; shorter rows are divided by eps and so stay short
/// \throws ShapeError  if x has no dimension
///
/// Backward: dx_i = (dy_i - y_i <y_i, dy_i>) / |x_i|. Used by NT-Xent (Chen et al. 2020, section 2.1).
Tensor l2_normalize(const Tensor& x, Scalar eps = Scalar(1e-12));

}  // namespace selfsame
