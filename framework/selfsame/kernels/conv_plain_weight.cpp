// The gradient of a convolution with respect to its weights: one weight acts at every output pixel, and all add up.
#include <algorithm>

#include "selfsame/kernels/conv.hpp"

namespace selfsame::kernels {

void conv2d_backward_weight_plain(const ConvShape& s, const Scalar* x, const Scalar* dy, Scalar* dw) {
  //! BEGIN SOLUTION a2.t6
  //! x (n, h, w, in), dy (n, out_h, out_w, out), dw (kh, kw, in, out), which may hold anything when this is called.
  //! s.x_at(n, row, col), s.w_at(a, b) and s.y_at(n, r, c) are the positions of the first channel.
  std::fill_n(dw, s.kh * s.kw * s.in * s.out, Scalar(0));
  for (Index a = 0; a < s.kh; ++a) {
    for (Index b = 0; b < s.kw; ++b) {
      Scalar* tap_gradient = dw + s.w_at(a, b);
      for (Index n = 0; n < s.n; ++n) {
        for (Index r = 0; r < s.out_h(); ++r) {
          for (Index c = 0; c < s.out_w(); ++c) {
            const Index row = r * s.stride + a - s.padding, col = c * s.stride + b - s.padding;
            if (row < 0 || row >= s.h || col < 0 || col >= s.w) continue;
            const Scalar* pixel = x + s.x_at(n, row, col);
            const Scalar* g = dy + s.y_at(n, r, c);
            for (Index i = 0; i < s.in; ++i) {
              for (Index o = 0; o < s.out; ++o) tap_gradient[i * s.out + o] += pixel[i] * g[o];
            }
          }
        }
      }
    }
  }
  //! END SOLUTION
}

}  // namespace selfsame::kernels
