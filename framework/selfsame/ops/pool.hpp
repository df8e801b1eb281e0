/// \file
/// Pooling of images.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// The largest value of each window, channel by channel.
///
/// \param x        (N, H, W, C)
/// \param kernel   rows and columns of a window, 1..16
/// \param stride   pixels from one window to the next
/// \param padding  frame around the image that never wins; at most kernel / 2
/// \return         (N, (H + 2 padding - kernel) / stride + 1, (W + 2 padding - kernel) / stride + 1, C)
/// \throws ShapeError  if x is not (N, H, W, C) or smaller than the window
///
/// Backward passes the gradient to the winner, the first one of equal values; one byte per output remembers it.
Tensor max_pool2d(const Tensor& x, Index kernel, Index stride, Index padding = 0);

/// The mean of each window, channel by channel; parameters and shapes as `max_pool2d`. The frame counts as zeros.
///
/// Backward gives each value of a window 1 / kernel^2 of the gradient.
Tensor avg_pool2d(const Tensor& x, Index kernel, Index stride, Index padding = 0);

/// The mean of each image, channel by channel: (N, H, W, C) -> (N, C).
/// \throws ShapeError  if x is not (N, H, W, C) or has no pixel
Tensor global_avg_pool(const Tensor& x);

}  // namespace selfsame
