#include <doctest/doctest.h>

#include "selfsame/nn/conv.hpp"

using namespace selfsame;

TEST_CASE("convolution layers give the shapes of the formula") {
  const Tensor images = randn({2, 9, 7, 3});
  CHECK(nn::Conv2d(3, 5, 3)(images).shape() == Shape{2, 7, 5, 5});
  CHECK(nn::Conv2d(3, 5, 3, {2, 1, false})(images).shape() == Shape{2, 5, 4, 5});
  CHECK(!nn::Conv2d(3, 5, 3, {1, 0, false}).bias.defined());
}
