// Which way a convolution is computed: decided here and nowhere else.
#include "selfsame/kernels/conv.hpp"

namespace selfsame::kernels {
namespace {

// [which way]
// Transforming a tile costs the same for any number of channels on the other side: it pays from 16 to 16 channels on
// (128 images of 28 x 28, one thread: 3.3 ms directly, 1.9 by Winograd), not from 8 to 16 (1.7 and 2.8). Tiles that
// stick out of the image are computed whole: at 5 x 5 pixels 144 of 225 multiplications are left, at 7 x 7 144 of 441.
// The batch has no say, or an image would get other last bits in another batch.
bool winograd_pays(const ConvShape& s) {
  if (!winograd_fits(s) || s.in < 16 || s.out < 16) return false;
  const Index tiles = ((s.out_h() + 3) / 4) * ((s.out_w() + 3) / 4);
  return 2 * 36 * tiles <= 9 * s.out_h() * s.out_w();
}
// [which way]

}  // namespace

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* w, const Scalar* bias, Scalar* y) {
  return winograd_pays(s) ? conv2d_winograd(s, x, w, bias, y) : conv2d_direct(s, x, w, bias, y);
}

void conv2d_backward_data(const ConvShape& s, const Scalar* dy, const Scalar* w, Scalar* dx) {
  return winograd_pays(s) ? conv2d_backward_data_winograd(s, dy, w, dx) : conv2d_backward_data_direct(s, dy, w, dx);
}

void conv2d_backward_weight(const ConvShape& s, const Scalar* x, const Scalar* dy, Scalar* dw) {
  return winograd_pays(s) ? conv2d_backward_weight_winograd(s, x, dy, dw) : conv2d_backward_weight_direct(s, x, dy, dw);
}

}  // namespace selfsame::kernels
