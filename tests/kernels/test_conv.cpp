#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/values.hpp"
#include "selfsame/kernels/conv.hpp"
#include "threads.hpp"

using namespace selfsame;
using kernels::ConvShape;

namespace {

// The arrays of one convolution; results start as NaN so that a value left out is seen.
struct Case {
  explicit Case(const ConvShape& shape)
      : s(shape),
        x(random_values(s.n * s.h * s.w * s.in, 1)),
        w(random_values(s.kh * s.kw * s.in * s.out, 2)),
        bias(random_values(s.out, 3)),
        dy(random_values(s.n * s.out_h() * s.out_w() * s.out, 4)) {}

  struct Results {
    Values y, dx, dw;
  };
  Results unset() const {
    const auto nan = static_cast<Scalar>(std::nan(""));
    return {Values(dy.size(), nan), Values(x.size(), nan), Values(w.size(), nan)};
  }
  Results plain() const {
    Results r = unset();
    kernels::conv2d_plain(s, x.data(), w.data(), bias.data(), r.y.data());
    kernels::conv2d_backward_data_plain(s, dy.data(), w.data(), r.dx.data());
    kernels::conv2d_backward_weight_plain(s, x.data(), dy.data(), r.dw.data());
    return r;
  }
  Results direct() const {
    Results r = unset();
    kernels::conv2d_direct(s, x.data(), w.data(), bias.data(), r.y.data());
    kernels::conv2d_backward_data_direct(s, dy.data(), w.data(), r.dx.data());
    kernels::conv2d_backward_weight_direct(s, x.data(), dy.data(), r.dw.data());
    return r;
  }
  Results winograd() const {
    Results r = unset();
    kernels::conv2d_winograd(s, x.data(), w.data(), bias.data(), r.y.data());
    kernels::conv2d_backward_data_winograd(s, dy.data(), w.data(), r.dx.data());
    kernels::conv2d_backward_weight_winograd(s, x.data(), dy.data(), r.dw.data());
    return r;
  }

  ConvShape s;
  Values x, w, bias, dy;
};

void check_agreement(const ConvShape& s) {
  CAPTURE(s.n);
  CAPTURE(s.h);
  CAPTURE(s.w);
  CAPTURE(s.in);
  CAPTURE(s.kh);
  CAPTURE(s.kw);
  CAPTURE(s.out);
  CAPTURE(s.stride);
  CAPTURE(s.padding);
  const double tolerance = sizeof(Scalar) == 4 ? 2e-5 : 1e-13;
  const Case c(s);
  const Case::Results plain = c.plain();
  const auto check = [&](const Case::Results& fast) {
    CHECK(difference(fast.y, plain.y) < tolerance);
    CHECK(difference(fast.dx, plain.dx) < tolerance);
    CHECK(difference(fast.dw, plain.dw) < 5 * tolerance);  // sums over every pixel
  };
  check(c.direct());
  if (kernels::winograd_fits(s)) check(c.winograd());
}

}  // namespace

TEST_CASE("the plain convolution of a known image gives the numbers worked out by hand") {
  const ConvShape s{1, 2, 2, 1, 2, 2, 1, 1, 1};
  const Values x{1, 2, 3, 4}, w{10, 20, 30, 40}, bias{5};
  Values y(9);
  kernels::conv2d_plain(s, x.data(), w.data(), bias.data(), y.data());
  CHECK(y == Values{45, 115, 65, 145, 305, 145, 65, 115, 45});  // top left: 40 * 1 + 5
}

TEST_CASE("direct and Winograd convolution agree with the plain one on odd sizes, channels and strides") {
  for (const Index h : {1, 7, 13, 28}) {
    for (const Index in : {1, 3, 16, 33}) {
      for (const Index out : {1, 3, 16, 33}) {
        for (const Index stride : {1, 2}) {
          for (const Index padding : {0, 1, 2}) {
            for (const Index kernel : {1, 3, 5}) {
              const ConvShape s{2, h, std::max<Index>(h - 2, 1), in, kernel, kernel, out, stride, padding};
              if (h < 28 || in * out < 200) {
                if (s.w + 2 * padding >= kernel) check_agreement(s);
              }
            }
          }
        }
      }
    }
  }
}

TEST_CASE("direct and Winograd convolution agree with the plain one on oblong kernels, stride 3 and wide padding") {
  check_agreement({3, 9, 11, 5, 2, 3, 7, 1, 1});
  check_agreement({3, 9, 11, 5, 3, 1, 7, 2, 0});
  check_agreement({1, 10, 8, 4, 1, 4, 40, 3, 2});
  check_agreement({2, 8, 8, 4, 2, 2, 9, 3, 0});  // pixels between the windows get no gradient
  check_agreement({2, 3, 3, 2, 1, 1, 2, 1, 2});  // padding wider than the kernel
  check_agreement({1, 6, 6, 3, 3, 3, 4, 5, 1});  // stride wider than the kernel
}

TEST_CASE("direct and Winograd convolution agree with the plain one on the networks' own layers") {
  check_agreement({5, 28, 28, 1, 3, 3, 32, 1, 1});
  check_agreement({5, 14, 14, 32, 3, 3, 64, 1, 1});
  check_agreement({5, 7, 7, 64, 3, 3, 128, 1, 1});
  check_agreement({2, 16, 16, 32, 3, 3, 64, 2, 1});
  check_agreement({2, 16, 16, 32, 1, 1, 64, 2, 0});
}

TEST_CASE("convolution takes the one of the two ways that suits the shape") {
  const Case wide({2, 8, 8, 16, 3, 3, 16, 1, 1}), few_channels({2, 8, 8, 3, 3, 3, 16, 1, 1});
  Values y(wide.dy.size());
  kernels::conv2d(wide.s, wide.x.data(), wide.w.data(), wide.bias.data(), y.data());
  CHECK(y == wide.winograd().y);
  kernels::conv2d(few_channels.s, few_channels.x.data(), few_channels.w.data(), few_channels.bias.data(), y.data());
  CHECK(y == few_channels.direct().y);
}

TEST_CASE("convolution of no images writes nothing and gives a zero weight gradient") {
  const Case c({0, 5, 5, 3, 3, 3, 4, 1, 1});
  for (const Case::Results& r : {c.direct(), c.winograd()}) {
    CHECK(r.y.empty());
    CHECK(r.dw == Values(c.w.size(), 0));
  }
}

TEST_CASE("convolution gives the same bits for any number of threads") {
  const Case c({37, 9, 9, 5, 3, 3, 20, 1, 1});
  for (const auto way : {&Case::direct, &Case::winograd}) {
    const auto run = [&] { return (c.*way)(); };
    const Case::Results one = with_threads(1, run);
    for (const int threads : {2, 3, 5}) {
      const Case::Results many = with_threads(threads, run);
      CHECK(many.y == one.y);
      CHECK(many.dx == one.dx);
      CHECK(many.dw == one.dw);
    }
  }
}
