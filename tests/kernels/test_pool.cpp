#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/values.hpp"
#include "selfsame/kernels/pool.hpp"

using namespace selfsame;
using kernels::PoolShape;

namespace {

using Choices = std::vector<std::uint8_t>;

// Rounded to a few levels, so that equal values are common.
Values few_levels(Index n, std::uint64_t seed) {
  Values values = random_values(n, seed, 0, 3);
  for (Scalar& v : values) v = std::round(v);
  return values;
}

const double tolerance = sizeof(Scalar) == 4 ? 1e-5 : 1e-13;

const std::vector<PoolShape> shapes = {
    {2, 28, 28, 32, 2, 2}, {2, 7, 7, 33, 2, 2},    {3, 13, 9, 3, 3, 2, 1}, {1, 5, 5, 1, 3, 1, 1},
    {2, 8, 6, 16, 2, 3},   {1, 1, 1, 70, 2, 1, 1}, {2, 7, 13, 130, 3, 3},  {1, 20, 20, 2, 16, 4, 8},
};

}  // namespace

TEST_CASE("max_pool2d keeps the first of equal values and remembers its place") {
  const Values x{1, 5, 5, 2};
  Values y(1);
  Choices choice(1);
  kernels::max_pool2d({1, 2, 2, 1, 2, 2}, x.data(), y.data(), choice.data());
  CHECK(y[0] == 5);
  CHECK(choice[0] == 1);
}

TEST_CASE("max_pool2d never lets its frame win over negative values") {
  const Values x{-3};
  Values y(4);
  Choices choice(4);
  kernels::max_pool2d({1, 1, 1, 1, 2, 1, 1}, x.data(), y.data(), choice.data());
  CHECK(y == Values(4, -3));
}

TEST_CASE("max_pool2d: NaN is the largest, wherever in the window it stands") {
  const PoolShape s{1, 2, 2, 33, 2, 2};  // vectors of channels and one more
  for (const auto pool : {kernels::max_pool2d, kernels::max_pool2d_plain}) {
    for (std::size_t place = 0; place < 4; ++place) {
      CAPTURE(place);
      Values x(4 * 33, 1), y(33);
      Choices choice(33);
      std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(33 * place), 33, static_cast<Scalar>(std::nan("")));
      pool(s, x.data(), y.data(), choice.data());
      CHECK(std::all_of(y.begin(), y.end(), [](Scalar v) { return std::isnan(v); }));
      CHECK(choice == Choices(33, static_cast<std::uint8_t>(place)));
    }
  }
}

TEST_CASE("fast pooling agrees with the plain one on odd shapes, overlaps and frames") {
  for (const PoolShape& s : shapes) {
    CAPTURE(s.h);
    CAPTURE(s.channels);
    CAPTURE(s.kernel);
    const Values x = few_levels(s.n * s.in_size(), 1), dy = few_levels(s.n * s.out_size(), 2);
    const auto nan = static_cast<Scalar>(std::nan(""));
    Values y(dy.size(), nan), y_plain(dy.size()), dx(x.size(), nan), dx_plain(x.size());
    Choices choice(dy.size()), choice_plain(dy.size());

    kernels::max_pool2d(s, x.data(), y.data(), choice.data());
    kernels::max_pool2d_plain(s, x.data(), y_plain.data(), choice_plain.data());
    CHECK(y == y_plain);
    CHECK(choice == choice_plain);
    kernels::max_pool2d_backward(s, dy.data(), choice.data(), dx.data());
    kernels::max_pool2d_backward_plain(s, dy.data(), choice.data(), dx_plain.data());
    CHECK(dx == dx_plain);

    kernels::avg_pool2d(s, x.data(), y.data());
    kernels::avg_pool2d_plain(s, x.data(), y_plain.data());
    CHECK(difference(y, y_plain) < tolerance);
    kernels::avg_pool2d_backward(s, dy.data(), dx.data());
    kernels::avg_pool2d_backward_plain(s, dy.data(), dx_plain.data());
    CHECK(difference(dx, dx_plain) < tolerance);
  }
}

TEST_CASE("global_avg_pool is the average pool whose window is the image") {
  const PoolShape s{3, 7, 7, 21, 7, 7};
  const Values x = few_levels(s.n * s.in_size(), 1), dy = few_levels(s.n * s.channels, 2);
  Values y(dy.size()), y_plain(dy.size()), dx(x.size()), dx_plain(x.size());
  kernels::global_avg_pool(s.n, 49, s.channels, x.data(), y.data());
  kernels::avg_pool2d_plain(s, x.data(), y_plain.data());
  CHECK(difference(y, y_plain) < tolerance);
  kernels::global_avg_pool_backward(s.n, 49, s.channels, dy.data(), dx.data());
  kernels::avg_pool2d_backward_plain(s, dy.data(), dx_plain.data());
  CHECK(difference(dx, dx_plain) < tolerance);
}
