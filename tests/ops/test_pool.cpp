#include <doctest/doctest.h>

#include "ops/check_gradients.hpp"
#include "selfsame/ops/pool.hpp"

using namespace selfsame;

TEST_CASE("pooling: gradients agree with finite differences, also where windows overlap or miss the border") {
  const Tensor x = leaf({2, 5, 7, 3});
  const auto check = [&](Tensor (*pool)(const Tensor&, Index, Index, Index), Index kernel, Index stride,
                         Index padding) {
    const auto f = [=](const std::vector<Tensor>& in) { return pool(in[0], kernel, stride, padding); };
    check_gradients(f, {x});
  };
  for (const auto pool : {max_pool2d, avg_pool2d}) {
    check(pool, 2, 2, 0);
    check(pool, 3, 2, 1);
    check(pool, 2, 3, 0);
  }
  check_gradients([](const std::vector<Tensor>& in) { return global_avg_pool(in[0]); }, {x});
}

TEST_CASE("pooling a 2 x 2 image gives its largest value or its mean") {
  const Tensor x = tensor({1, 2, 2, 2}, {1, 5, 2, 6, 3, 7, 4, 8});
  CHECK(max_pool2d(x, 2, 2).data() == tensor({1, 1, 1, 2}, {4, 8}).data());
  CHECK(avg_pool2d(x, 2, 2).data() == tensor({1, 1, 1, 2}, {2.5, 6.5}).data());
  CHECK(global_avg_pool(x).data() == tensor({1, 2}, {2.5, 6.5}).data());
}

TEST_CASE("pooling drops rows and columns that fill no window") {
  CHECK(max_pool2d(zeros({1, 7, 5, 2}), 2, 2).shape() == Shape{1, 3, 2, 2});
}

TEST_CASE("pooling refuses what is not an image, is too small or has a frame wider than half the window") {
  const Tensor x = zeros({1, 4, 4, 2});
  CHECK_NOTHROW(max_pool2d(x, 4, 1, 2));
  CHECK_THROWS_WITH_AS(max_pool2d(zeros({4, 4, 2}), 2, 2), "max_pool2d: input (4, 4, 2) must be images (N, H, W, C)",
                       ShapeError);
  CHECK_THROWS_AS(avg_pool2d(x, 5, 1), ShapeError);
  CHECK_THROWS_AS(max_pool2d(x, 2, 0), UsageError);
  CHECK_THROWS_AS(max_pool2d(x, 17, 1), UsageError);
  CHECK_THROWS_AS(max_pool2d(x, 2, 2, 2), UsageError);
  CHECK_THROWS_AS(global_avg_pool(zeros({1, 0, 4, 2})), ShapeError);
}
