#include <doctest/doctest.h>

#include "ops/check_gradients.hpp"
#include "selfsame/nn/activation.hpp"
#include "selfsame/nn/flatten.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/nn/sequential.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/norm.hpp"

using namespace selfsame;

TEST_CASE("Sequential hands each module what the one before returns") {
  const Tensor x = leaf({2, 3, 4});
  nn::Sequential both;
  both.then<nn::Flatten>().then<nn::Relu>();
  CHECK(both(x).shape() == Shape{2, 12});
  CHECK(nn::Sequential()(x).data() == x.data());
}

TEST_CASE("a network's gradients agree with finite differences through its parameters") {
  manual_seed(3);
  nn::Sequential net;
  net.then<nn::Linear>(3, 5).then<nn::Gelu>().then<nn::LayerNorm>(5).then<nn::Linear>(5, 2);
  const nn::NamedTensors parameters = net.named_parameters();
  std::vector<Tensor> inputs{leaf({4, 3})};
  for (const auto& [name, p] : parameters) inputs.push_back(Tensor(p.data(), true));
  check_gradients(
      [&](const std::vector<Tensor>& in) {
        const Tensor hidden = layer_norm(gelu(linear(in[0], in[1], in[2])), in[3], in[4]);
        return linear(hidden, in[5], in[6]);
      },
      inputs);
  CHECK(close(
      net(inputs[0]).data(),
      linear(layer_norm(gelu(linear(inputs[0], inputs[1], inputs[2])), inputs[3], inputs[4]), inputs[5], inputs[6])
          .data(),
      rounding));
}
