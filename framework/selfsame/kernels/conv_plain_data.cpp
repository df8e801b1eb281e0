// The gradient of a convolution with respect to its input: where an input pixel went, from there its gradient comes.
#include <algorithm>

#include "selfsame/kernels/conv.hpp"

namespace selfsame::kernels {

void conv2d_backward_data_plain(const ConvShape& s, const Scalar* dy, const Scalar* w, Scalar* dx) {
  //! BEGIN SOLUTION a2.t5
  //! dy (n, out_h, out_w, out), w (kh, kw, in, out), dx (n, h, w, in), which may hold anything when this is called.
  //! s.x_at(n, row, col), s.w_at(a, b) and s.y_at(n, r, c) are the positions of the first channel.
  std::fill_n(dx, s.n * s.h * s.w * s.in, Scalar(0));
  for (Index n = 0; n < s.n; ++n) {
    for (Index r = 0; r < s.out_h(); ++r) {
      for (Index c = 0; c < s.out_w(); ++c) {
        const Scalar* g = dy + s.y_at(n, r, c);
        for (Index a = 0; a < s.kh; ++a) {
          for (Index b = 0; b < s.kw; ++b) {
            const Index row = r * s.stride + a - s.padding, col = c * s.stride + b - s.padding;
            if (row < 0 || row >= s.h || col < 0 || col >= s.w) continue;
            Scalar* pixel_gradient = dx + s.x_at(n, row, col);
            const Scalar* tap = w + s.w_at(a, b);
            for (Index i = 0; i < s.in; ++i) {
              for (Index o = 0; o < s.out; ++o) pixel_gradient[i] += g[o] * tap[i * s.out + o];
            }
          }
        }
      }
    }
  }
  //! END SOLUTION
}

}  // namespace selfsame::kernels
