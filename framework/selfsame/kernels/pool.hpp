/// \file
/// Pooling of images (N, H, W, C): the plain definitions and the fast kernels that must agree with them.
///
/// Every function overwrites its result and gives the same bits for any number of threads.
#pragma once

#include <cstdint>

#include "selfsame/core/types.hpp"

namespace selfsame::kernels {

/// The sizes of a pooling: square windows of `kernel`, `stride` apart, over an image framed by `padding`.
struct PoolShape {
  Index n,          ///< images
      h,            ///< rows of the input
      w,            ///< columns of the input
      channels;     ///< of input and output
  Index kernel,     ///< side of a window
      stride,       ///< pixels between neighbouring windows, down and across
      padding = 0;  ///< pixels on each side
  Index out_h() const { return (h + 2 * padding - kernel) / stride + 1; }  ///< rows of the output
  Index out_w() const { return (w + 2 * padding - kernel) / stride + 1; }  ///< columns of the output
  Index in_size() const { return h * w * channels; }                       ///< values of one input image
  Index out_size() const { return out_h() * out_w() * channels; }          ///< values of one output image
};

/// \name The definition
/// \{

/// The frame never wins a maximum and counts as zeros in an average. Of equal values the first one, row by row, wins;
/// `choice` receives its position in the window, row * kernel + column (kernel <= 16), and backward passes the whole
/// gradient there.
void max_pool2d_plain(const PoolShape& s, const Scalar* x, Scalar* y, std::uint8_t* choice);
void max_pool2d_backward_plain(const PoolShape& s, const Scalar* dy, const std::uint8_t* choice, Scalar* dx);
void avg_pool2d_plain(const PoolShape& s, const Scalar* x, Scalar* y);
void avg_pool2d_backward_plain(const PoolShape& s, const Scalar* dy, Scalar* dx);
/// \}

/// \name The same, fast
/// \{

/// What the function with `_plain` in its name computes.
void max_pool2d(const PoolShape& s, const Scalar* x, Scalar* y, std::uint8_t* choice);
void max_pool2d_backward(const PoolShape& s, const Scalar* dy, const std::uint8_t* choice, Scalar* dx);
void avg_pool2d(const PoolShape& s, const Scalar* x, Scalar* y);
void avg_pool2d_backward(const PoolShape& s, const Scalar* dy, Scalar* dx);
/// \}

/// y (n, channels): the mean of each image (pixels, channels).
void global_avg_pool(Index n, Index pixels, Index channels, const Scalar* x, Scalar* y);

/// Its backward: each pixel of dx (n, pixels, channels) receives dy (n, channels) divided by the number of pixels.
void global_avg_pool_backward(Index n, Index pixels, Index channels, const Scalar* dy, Scalar* dx);

}  // namespace selfsame::kernels
