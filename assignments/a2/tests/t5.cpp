// a2.t5: the gradient of a convolution with respect to its input.
#include "convolution.hpp"

using course::Array;
using course::check_close;
using course::ConvShape;
using course::to_string;
using selfsame::filled;
using selfsame::tensor;

namespace {

// The student's loops, over sevens.
Array backward(const ConvShape& s, const Array& dy, const Array& w) {
  Array dx = filled({s.n, s.h, s.w, s.in}, 7);
  selfsame::kernels::conv2d_backward_data_plain(s, dy.data(), w.data(), dx.data());
  return dx;
}

void check_differences(const ConvShape& s) {
  const Array x = course::images_of(s), w = course::kernel_of(s), dy = course::gradient_of(s);
  const auto of_x = [&](const Array& v) { return course::convolution(s, v, w); };
  const auto turned = [&](const Array& v) { return course::convolution(s, v, course::half_turn(w)); };
  check_close(
      "dx of " + to_string(s), backward(s, dy, w), course::differences(of_x, x, dy),
      {{course::differences(turned, x, dy), "the kernel is turned by half: w[a, b] leads back by the way it came"}},
      1e-4);
}

const Array page_w = tensor({2, 2, 1, 1}, {1, 2, 0, 1}).data();

}  // namespace

TEST_CASE("one window: the page's numbers") {
  const ConvShape s{1, 2, 2, 1, 2, 2, 1, 1, 0};
  const auto image = [](std::initializer_list<double> values) { return tensor({1, 2, 2, 1}, values).data(); };
  check_close("dx for dy = 3", backward(s, filled({1, 1, 1, 1}, 3), page_w), image({3, 6, 0, 3}),
              {{image({3, 0, 6, 3}), "the kernel is turned by half or transposed: x[a, b] met w[a, b]"},
               {image({10, 13, 7, 10}), "you added to what was in dx; set it to 0 first"},
               {image({1, 2, 0, 1}), "dy is missing: the gradient is dy * w"}});
}

TEST_CASE("a pixel under two windows: the page's numbers") {
  const ConvShape s{1, 1, 3, 1, 1, 2, 1, 1, 0};
  const auto row = [](std::initializer_list<double> values) { return tensor({1, 1, 3, 1}, values).data(); };
  check_close("dx of a row of three under kernel [[1, 2]] for dy = [[1, 10]]",
              backward(s, tensor({1, 1, 2, 1}, {1, 10}).data(), tensor({1, 2, 1, 1}, {1, 2}).data()), row({1, 12, 20}),
              {{row({1, 10, 20}), "the last window has overwritten the others; a pixel gets the sum of its windows"},
               {row({2, 21, 10}), "the kernel is turned by half: w[b] leads from x[c + b] to y[c]"},
               {row({8, 19, 27}), "you added to what was in dx; set it to 0 first"}});
}

TEST_CASE("a frame: what belongs to no pixel is dropped") {
  const ConvShape s{1, 2, 2, 1, 2, 2, 1, 1, 1};
  const auto image = [](std::initializer_list<double> values) { return tensor({1, 2, 2, 1}, values).data(); };
  Array dy = filled({1, 3, 3, 1}, 0);
  dy(0, 0, 0, 0) = 1;
  check_close("dx with padding 1 where only y[0, 0] has a gradient", backward(s, dy, page_w), image({1, 0, 0, 0}),
              {{image({1, 2, 0, 1}), "padding is not subtracted: output (0, 0) looked at row 0 + a - padding"},
               {image({0, 0, 0, 0}), "the first row and column of the image count as outside: row >= 0 is inside"}});
}

TEST_CASE("sizes that are all different, against finite differences") { check_differences(course::uneven()); }

TEST_CASE("stride 2, against finite differences") { check_differences(course::strided()); }
