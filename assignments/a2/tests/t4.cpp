// a2.t4: convolution as plain loops.
#include "convolution.hpp"

using course::Array;
using course::check_close;
using course::ConvShape;
using course::Index;
using course::to_string;
using selfsame::filled;
using selfsame::Scalar;
using selfsame::tensor;

namespace {

// The student's loops, over sevens.
Array conv(const ConvShape& s, const Array& x, const Array& w, const Scalar* bias = nullptr) {
  Array y = filled({s.n, s.out_h(), s.out_w(), s.out}, 7);
  selfsame::kernels::conv2d_plain(s, x.data(), w.data(), bias, y.data());
  return y;
}

Array plus(Array y, Scalar value) {
  for (Scalar& v : y) v += value;
  return y;
}

const Array page_x = tensor({1, 2, 2, 1}, {1, 2, 3, 4}).data(), page_w = tensor({2, 2, 1, 1}, {1, 2, 0, 1}).data();

void check_against_definition(const ConvShape& s) {
  const Array x = course::images_of(s), w = course::kernel_of(s), expected = course::convolution(s, x, w);
  check_close("y of " + to_string(s), conv(s, x, w), expected,
              {{course::convolution(s, x, course::half_turn(w)),
                "the kernel is turned by half; in a network y[r, c] uses x[r + a, c + b] with w[a, b]"},
               {plus(expected, 7), "you added to what was in y; it must be overwritten"}});
}

}  // namespace

TEST_CASE("one window: the page's numbers") {
  const ConvShape s{1, 2, 2, 1, 2, 2, 1, 1, 0};
  check_close("a 2 x 2 image and a 2 x 2 kernel", conv(s, page_x, page_w), filled({1, 1, 1, 1}, 9),
              {{filled({1, 1, 1, 1}, 11), "the kernel is turned by half; in a network x[0, 0] meets w[0, 0]"},
               {filled({1, 1, 1, 1}, 8), "the kernel is transposed: w[a, b] has its row first"},
               {filled({1, 1, 1, 1}, 16), "you added to what was in y; it must be overwritten"},
               {filled({1, 1, 1, 1}, 4), "only the last pixel arrived; all of the window are added"}});
}

TEST_CASE("a frame of zeros: the page's numbers") {
  const ConvShape s{1, 2, 2, 1, 2, 2, 1, 1, 1};
  const auto image = [](std::initializer_list<double> values) { return tensor({1, 3, 3, 1}, values).data(); };
  check_close(
      "the same with padding 1", conv(s, page_x, page_w), image({1, 2, 0, 5, 9, 2, 6, 11, 4}),
      {{image({9, 2, 0, 11, 4, 0, 0, 0, 0}), "padding is not subtracted: output (0, 0) looks at row 0 + a - padding"},
       {image({0, 0, 0, 0, 1, 2, 0, 5, 9}), "padding is subtracted twice"},
       {image({1, 0, 2, 4, 9, 5, 3, 10, 4}), "the kernel is turned by half"},
       {image({4, 11, 6, 2, 9, 5, 0, 2, 1}), "the image is turned by half"},
       {image({0, 0, 0, 0, 9, 2, 0, 11, 4}),
        "the first row and column of the image count as outside: row >= 0 is inside"},
       {image({1, 0, 0, 2, 0, 0, 0, 0, 0}),
        "the last row and column of the image count as outside: row < h is inside"}});
}

TEST_CASE("the bias, where there is one") {
  const ConvShape s{1, 2, 2, 1, 2, 2, 1, 1, 0};
  const Scalar bias = 10;
  check_close("the page's window with bias 10", conv(s, page_x, page_w, &bias), filled({1, 1, 1, 1}, 19),
              {{filled({1, 1, 1, 1}, 9), "the bias is missing"},
               {filled({1, 1, 1, 1}, 49), "the bias was added at every kernel position; it is added once"}});
}

TEST_CASE("images and channels, in and out, against another way") { check_against_definition(course::uneven()); }

TEST_CASE("stride 2 skips every other window") {
  check_against_definition(course::strided());
  const ConvShape s{1, 1, 4, 1, 1, 1, 1, 2, 0};
  check_close("kernel [[1]] with stride 2 on a row 0 1 2 3",
              conv(s, tensor({1, 1, 4, 1}, {0, 1, 2, 3}).data(), filled({1, 1, 1, 1}, 1)),
              tensor({1, 1, 2, 1}, {0, 2}).data(),
              {{tensor({1, 1, 2, 1}, {0, 1}).data(), "stride has no effect: output c looks at column c * stride"}});
}
