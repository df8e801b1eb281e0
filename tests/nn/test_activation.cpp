#include <doctest/doctest.h>

#include "ops/check_gradients.hpp"
#include "selfsame/nn/activation.hpp"
#include "selfsame/ops/elementwise.hpp"

using namespace selfsame;

TEST_CASE("activation layers do what their operations do") {
  const Tensor x = leaf({2, 3, 4});
  CHECK(nn::Relu()(x).data() == relu(x).data());
  CHECK(nn::LeakyRelu(Scalar(0.2))(x).data() == leaky_relu(x, Scalar(0.2)).data());
  CHECK(nn::Gelu()(x).data() == gelu(x).data());
}
