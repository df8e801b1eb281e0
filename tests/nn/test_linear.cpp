#include <doctest/doctest.h>

#include "ops/check_gradients.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"

using namespace selfsame;

TEST_CASE("Linear is x W + b, with or without b") {
  nn::Linear layer(3, 2);
  layer.bias.mutable_data() = tensor({2}, {10, 20}).data();
  const Tensor x = leaf({4, 3});
  CHECK(close(layer(x).data(), (matmul(x, layer.weight) + layer.bias).data(), rounding));
  nn::Linear plain(3, 2, false);
  CHECK(!plain.bias.defined());
  CHECK(plain.parameters().size() == 1);
  CHECK(close(plain(x).data(), matmul(x, plain.weight).data(), rounding));
}
