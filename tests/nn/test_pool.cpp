#include <doctest/doctest.h>

#include "selfsame/nn/pool.hpp"

using namespace selfsame;

TEST_CASE("pooling layers give the shapes of the formula") {
  const Tensor images = randn({2, 9, 7, 3});
  CHECK(nn::MaxPool2d(2)(images).shape() == Shape{2, 4, 3, 3});
  CHECK(nn::MaxPool2d(3, 2, 1)(images).shape() == Shape{2, 5, 4, 3});
  CHECK(nn::AvgPool2d(2)(images).shape() == Shape{2, 4, 3, 3});
  CHECK(nn::GlobalAvgPool()(images).shape() == Shape{2, 3});
}
