#include <doctest/doctest.h>

#include "selfsame/nn/flatten.hpp"

using namespace selfsame;

TEST_CASE("Flatten keeps the first dimension, also where there is nothing") {
  CHECK(nn::Flatten()(zeros({2, 3, 4})).shape() == Shape{2, 12});
  CHECK(nn::Flatten()(zeros({0, 3, 4})).dim() == 2);
}
