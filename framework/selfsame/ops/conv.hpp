/// \file
/// Convolution of images.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// Options of `conv2d`, the same for rows and columns.
struct Conv2dOptions {
  Index stride = 1;   ///< pixels from one output to the next, in the input
  Index padding = 0;  ///< rows and columns of zeros around the input
};

/// Convolution (as in every deep-learning library, without flipping the kernel), channels last:
/// y[n,r,c,o] = bias[o] + sum_{a,b,i} x[n, r stride + a - padding, c stride + b - padding, i] weight[a,b,i,o].
///
/// \param x        (N, H, W, I)
/// \param weight   (kh, kw, I, O)
/// \param bias     (O), or undefined for none
/// \return         (N, (H + 2 padding - kh) / stride + 1, (W + 2 padding - kw) / stride + 1, O)
/// \throws ShapeError  if the channels differ, or the padded image is smaller than the kernel
///
/// Backward: dx is the convolution of dy with the flipped, transposed weight; dweight[a,b,i,o] sums x times dy over the
/// pixels that met at (a, b); dbias sums dy over the pixels. dx is computed only if x requires a gradient.
Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias, Conv2dOptions options = {});

}  // namespace selfsame
