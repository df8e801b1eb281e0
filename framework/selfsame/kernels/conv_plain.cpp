// What a convolution is. The fast kernels are tested against these loops.
#include "selfsame/kernels/conv.hpp"

namespace selfsame::kernels {

// [plain]
void conv2d_plain(const ConvShape& s, const Scalar* x, const Scalar* w, const Scalar* bias, Scalar* y) {
  //! BEGIN SOLUTION a2.t4
  //! x (n, h, w, in), w (kh, kw, in, out), bias (out) or null, y (n, out_h, out_w, out), each row after row in memory:
  //! s.x_at(n, row, col), s.w_at(a, b) and s.y_at(n, r, c) are the positions of the first channel. Sizes, stride and
  //! padding are members of s. A pixel outside of the image is 0: leave it out of the sum.
  for (Index n = 0; n < s.n; ++n) {
    for (Index r = 0; r < s.out_h(); ++r) {
      for (Index c = 0; c < s.out_w(); ++c) {
        Scalar* sums = y + s.y_at(n, r, c);
        for (Index o = 0; o < s.out; ++o) sums[o] = bias ? bias[o] : 0;
        for (Index a = 0; a < s.kh; ++a) {
          for (Index b = 0; b < s.kw; ++b) {
            const Index row = r * s.stride + a - s.padding, col = c * s.stride + b - s.padding;
            if (row < 0 || row >= s.h || col < 0 || col >= s.w) continue;
            const Scalar* pixel = x + s.x_at(n, row, col);
            const Scalar* tap = w + s.w_at(a, b);
            for (Index i = 0; i < s.in; ++i) {
              for (Index o = 0; o < s.out; ++o) sums[o] += pixel[i] * tap[i * s.out + o];
            }
          }
        }
      }
    }
  }
  //! END SOLUTION
}
// [plain]

}  // namespace selfsame::kernels
