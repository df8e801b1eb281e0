/// \file
/// Convolution of images (N, H, W, I) with weights (kh, kw, I, O), channels last: the plain definitions and the fast
/// kernels that must agree with them.
///
/// Every function overwrites its result. Results of the fast kernels are the same bits for any number of threads.
#pragma once

#include "selfsame/core/types.hpp"

namespace selfsame::kernels {

/// The sizes of a convolution. Padding is zeros on all four sides.
struct ConvShape {
  Index n,           ///< images
      h,             ///< rows of the input
      w,             ///< columns of the input
      in;            ///< channels of the input
  Index kh,          ///< rows of the kernel
      kw,            ///< columns of the kernel
      out;           ///< channels of the output
  Index stride = 1,  ///< pixels between neighbouring windows, down and across
      padding = 0;   ///< zeros on each side
  Index out_h() const { return (h + 2 * padding - kh) / stride + 1; }  ///< rows of the output
  Index out_w() const { return (w + 2 * padding - kw) / stride + 1; }  ///< columns of the output
  /// Where in memory x[n, row, col, 0] is, the first channel of a pixel; the others follow.
  Index x_at(Index image, Index row, Index col) const { return ((image * h + row) * w + col) * in; }
  /// Where w[a, b, 0, 0] is; w[a, b, i, o] is i * out + o behind it.
  Index w_at(Index a, Index b) const { return (a * kw + b) * in * out; }
  /// Where y[n, r, c, 0] is.
  Index y_at(Index image, Index r, Index c) const { return ((image * out_h() + r) * out_w() + c) * out; }
  /// Multiplications and additions of one pass, forward or either backward.
  double flops() const {
    return 2.0 * static_cast<double>(n * out_h() * out_w() * out) * static_cast<double>(kh * kw * in);
  }
};

/// \name The definition
/// \{

/// y[n,r,c,o] = bias[o] + sum over a, b, i of x[n, r s + a - p, c s + b - p, i] w[a,b,i,o], x being 0 outside the
/// image; dx and dw are its derivatives, contracted with dy. `bias` may be null. One file each: conv_plain.cpp,
/// conv_plain_data.cpp, conv_plain_weight.cpp.
void conv2d_plain(const ConvShape& s, const Scalar* x, const Scalar* w, const Scalar* bias, Scalar* y);
void conv2d_backward_data_plain(const ConvShape& s, const Scalar* dy, const Scalar* w, Scalar* dx);
void conv2d_backward_weight_plain(const ConvShape& s, const Scalar* x, const Scalar* dy, Scalar* dw);
/// \}

/// \name The same, fast
/// \{

/// What the function with `_plain` in its name computes, by whichever of the two ways below is faster (conv.cpp).
void conv2d(const ConvShape& s, const Scalar* x, const Scalar* w, const Scalar* bias, Scalar* y);
void conv2d_backward_data(const ConvShape& s, const Scalar* dy, const Scalar* w, Scalar* dx);
void conv2d_backward_weight(const ConvShape& s, const Scalar* x, const Scalar* dy, Scalar* dw);
/// \}

/// \name The two ways
/// \{

/// A block of output pixels times vectors of output channels is held in registers (conv_micro.hpp); images are divided
/// among the threads.
void conv2d_direct(const ConvShape& s, const Scalar* x, const Scalar* w, const Scalar* bias, Scalar* y);
void conv2d_backward_data_direct(const ConvShape& s, const Scalar* dy, const Scalar* w, Scalar* dx);
void conv2d_backward_weight_direct(const ConvShape& s, const Scalar* x, const Scalar* dy, Scalar* dw);

/// Whether the functions below can compute this: 3x3, stride 1, padding 0 to 2.
bool winograd_fits(const ConvShape& s);

/// Tiles of 4x4 outputs with a quarter of the multiplications (conv_winograd.hpp).
void conv2d_winograd(const ConvShape& s, const Scalar* x, const Scalar* w, const Scalar* bias, Scalar* y);
void conv2d_backward_data_winograd(const ConvShape& s, const Scalar* dy, const Scalar* w, Scalar* dx);
void conv2d_backward_weight_winograd(const ConvShape& s, const Scalar* x, const Scalar* dy, Scalar* dw);
/// \}

}  // namespace selfsame::kernels
