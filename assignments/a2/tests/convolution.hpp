// What the tests of the three convolution tasks share.
#pragma once

#include "check.hpp"
#include "selfsame/kernels/conv.hpp"

namespace course {

using selfsame::Array;
using selfsame::Index;
using selfsame::kernels::ConvShape;

// The convolution in another way: a frame of zeros is put around the image first, so that no pixel is ever outside.
inline Array convolution(const ConvShape& s, const Array& x, const Array& w) {
  Array framed = selfsame::filled({s.n, s.h + 2 * s.padding, s.w + 2 * s.padding, s.in}, 0);
  for (Index n = 0; n < s.n; ++n) {
    for (Index row = 0; row < s.h; ++row) {
      for (Index col = 0; col < s.w; ++col) {
        for (Index i = 0; i < s.in; ++i) framed(n, row + s.padding, col + s.padding, i) = x(n, row, col, i);
      }
    }
  }
  Array y = selfsame::filled({s.n, s.out_h(), s.out_w(), s.out}, 0);
  for (Index e = 0; e < s.kh * s.kw * s.in * s.out; ++e) {
    const Index o = e % s.out, i = e / s.out % s.in, b = e / s.out / s.in % s.kw, a = e / s.out / s.in / s.kw;
    for (Index p = 0; p < s.n * s.out_h() * s.out_w(); ++p) {
      const Index c = p % s.out_w(), r = p / s.out_w() % s.out_h(), n = p / s.out_w() / s.out_h();
      y(n, r, c, o) += framed(n, r * s.stride + a, c * s.stride + b, i) * w(a, b, i, o);
    }
  }
  return y;
}

// A kernel turned by half: first row last, first column last.
inline Array half_turn(const Array& w) {
  Array turned = w;
  const Index rows = w.shape()[0], cols = w.shape()[1], rest = w.shape()[2] * w.shape()[3];
  for (Index tap = 0; tap < rows * cols; ++tap) {
    for (Index e = 0; e < rest; ++e) turned.data()[tap * rest + e] = w.data()[(rows * cols - 1 - tap) * rest + e];
  }
  return turned;
}

// Random sizes that differ wherever one could be taken for another: rows and columns, of the image as of the kernel,
// and channels in and out. With padding 1.
inline ConvShape uneven() {
  const Index n = random_size(2, 3), h = random_size(6, 7), w = random_size(4, 5);
  const Index in = random_size(2, 3, 1), out = random_size(4, 5, 1), kh = random_size(2, 3, 2);
  return {n, h, w, in, kh, 5 - kh, out, 1, 1};
}

// The same with a kernel of 3 x 3 and stride 2.
inline ConvShape strided() {
  ConvShape s = uneven();
  s.kh = s.kw = 3;
  s.stride = 2;
  return s;
}

inline std::string to_string(const ConvShape& s) {
  return selfsame::concat("images ", selfsame::Shape{s.n, s.h, s.w, s.in}, ", kernel ",
                          selfsame::Shape{s.kh, s.kw, s.in, s.out}, ", stride ", s.stride, ", padding ", s.padding);
}

inline Array images_of(const ConvShape& s) { return random_array({s.n, s.h, s.w, s.in}, 1); }
inline Array kernel_of(const ConvShape& s) { return random_array({s.kh, s.kw, s.in, s.out}, 2); }
inline Array gradient_of(const ConvShape& s) { return random_array({s.n, s.out_h(), s.out_w(), s.out}, 3); }

}  // namespace course
