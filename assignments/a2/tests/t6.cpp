// a2.t6: the gradient of a convolution with respect to its weights.
#include "convolution.hpp"

using course::Array;
using course::check_close;
using course::ConvShape;
using course::to_string;
using selfsame::filled;
using selfsame::tensor;

namespace {

// The student's loops, over sevens.
Array backward(const ConvShape& s, const Array& x, const Array& dy) {
  Array dw = filled({s.kh, s.kw, s.in, s.out}, 7);
  selfsame::kernels::conv2d_backward_weight_plain(s, x.data(), dy.data(), dw.data());
  return dw;
}

void check_differences(const ConvShape& s) {
  const Array x = course::images_of(s), w = course::kernel_of(s), dy = course::gradient_of(s);
  const auto of_w = [&](const Array& v) { return course::convolution(s, x, v); };
  const Array expected = course::differences(of_w, w, dy);
  check_close("dw of " + to_string(s), backward(s, x, dy), expected,
              {{course::half_turn(expected), "dw is turned by half: w[a, b] met x[r + a, c + b]"}}, 1e-4);
}

Array kernel(std::initializer_list<double> values) { return tensor({1, 2, 1, 1}, values).data(); }

}  // namespace

TEST_CASE("one window: the page's numbers") {
  const ConvShape s{1, 2, 2, 1, 2, 2, 1, 1, 0};
  const auto square = [](std::initializer_list<double> values) { return tensor({2, 2, 1, 1}, values).data(); };
  check_close("dw of image [[1, 2], [3, 4]] for dy = 3",
              backward(s, tensor({1, 2, 2, 1}, {1, 2, 3, 4}).data(), filled({1, 1, 1, 1}, 3)), square({3, 6, 9, 12}),
              {{square({12, 9, 6, 3}), "dw is turned by half: x[a, b] met w[a, b]"},
               {square({3, 9, 6, 12}), "dw is transposed: w[a, b] has its row first"},
               {square({10, 13, 16, 19}), "you added to what was in dw; set it to 0 first"},
               {square({1, 2, 3, 4}), "dy is missing: the gradient is dy * x"}});
}

TEST_CASE("a weight acts in every window: the page's numbers") {
  const ConvShape s{1, 1, 3, 1, 1, 2, 1, 1, 0};
  check_close("dw of a row 1 2 3 for dy = [[1, 10]]",
              backward(s, tensor({1, 1, 3, 1}, {1, 2, 3}).data(), tensor({1, 1, 2, 1}, {1, 10}).data()),
              kernel({21, 32}),
              {{kernel({20, 30}), "the last window has overwritten the others; a weight gets the sum of all windows"},
               {kernel({10.5, 16}), "you took the mean over the windows; they are added"},
               {kernel({32, 21}), "dw is turned by half: w[b] met x[c + b]"},
               {kernel({28, 39}), "you added to what was in dw; set it to 0 first"}});
}

TEST_CASE("all images of a batch are added") {
  const ConvShape s{2, 1, 2, 1, 1, 2, 1, 1, 0};
  check_close("dw of two images 1 2 and 3 4 for dy = 1 of both",
              backward(s, tensor({2, 1, 2, 1}, {1, 2, 3, 4}).data(), filled({2, 1, 1, 1}, 1)), kernel({4, 6}),
              {{kernel({3, 4}), "only the last image arrived; the batch is summed"},
               {kernel({2, 3}), "you took the mean over the images; the loss has done that already"}});
}

TEST_CASE("sizes that are all different, against finite differences") { check_differences(course::uneven()); }

TEST_CASE("stride 2, against finite differences") { check_differences(course::strided()); }
