// What a convolution is. The fast kernels are tested against these loops.
#include <algorithm>

#include "selfsame/kernels/conv.hpp"

namespace selfsame::kernels {
namespace {

// Calls visit(x_pixel, w_tap, y_pixel) for every meeting of an input pixel, a kernel position and an output pixel,
// given as positions of their first channel.
template <class Visit>
void for_each_tap(const ConvShape& s, Visit&& visit) {
  for (Index n = 0; n < s.n; ++n) {
    for (Index r = 0; r < s.out_h(); ++r) {
      for (Index c = 0; c < s.out_w(); ++c) {
        for (Index a = 0; a < s.kh; ++a) {
          for (Index b = 0; b < s.kw; ++b) {
            const Index row = r * s.stride + a - s.padding, col = c * s.stride + b - s.padding;
            if (row < 0 || row >= s.h || col < 0 || col >= s.w) continue;
            visit(((n * s.h + row) * s.w + col) * s.in, (a * s.kw + b) * s.in * s.out,
                  ((n * s.out_h() + r) * s.out_w() + c) * s.out);
          }
        }
      }
    }
  }
}

}  // namespace

void conv2d_plain(const ConvShape& s, const Scalar* x, const Scalar* w, const Scalar* bias, Scalar* y) {
  const Index pixels = s.n * s.out_h() * s.out_w();
  for (Index p = 0; p < pixels; ++p) {
    for (Index o = 0; o < s.out; ++o) y[p * s.out + o] = bias ? bias[o] : 0;
  }
  for_each_tap(s, [&](Index xp, Index tap, Index yp) {
    for (Index i = 0; i < s.in; ++i) {
      for (Index o = 0; o < s.out; ++o) y[yp + o] += x[xp + i] * w[tap + i * s.out + o];
    }
  });
}

void conv2d_backward_data_plain(const ConvShape& s, const Scalar* dy, const Scalar* w, Scalar* dx) {
  std::fill_n(dx, s.n * s.h * s.w * s.in, Scalar(0));
  for_each_tap(s, [&](Index xp, Index tap, Index yp) {
    for (Index i = 0; i < s.in; ++i) {
      for (Index o = 0; o < s.out; ++o) dx[xp + i] += dy[yp + o] * w[tap + i * s.out + o];
    }
  });
}

void conv2d_backward_weight_plain(const ConvShape& s, const Scalar* x, const Scalar* dy, Scalar* dw) {
  std::fill_n(dw, s.kh * s.kw * s.in * s.out, Scalar(0));
  for_each_tap(s, [&](Index xp, Index tap, Index yp) {
    for (Index i = 0; i < s.in; ++i) {
      for (Index o = 0; o < s.out; ++o) dw[tap + i * s.out + o] += x[xp + i] * dy[yp + o];
    }
  });
}

}  // namespace selfsame::kernels
