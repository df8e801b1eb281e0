#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "ops/check_gradients.hpp"
#include "selfsame/nn/conv.hpp"
#include "selfsame/nn/init.hpp"
#include "selfsame/nn/layers.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/norm.hpp"

using namespace selfsame;

namespace {

double deviation_of(const Array& x) {
  double sum = 0;
  double squares = 0;
  for (const Scalar v : x) {
    sum += double{v};
    squares += double{v} * double{v};
  }
  const double n = static_cast<double>(x.size());
  return std::sqrt(squares / n - sum / n * (sum / n));
}

}  // namespace

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

TEST_CASE("activations, Flatten and Sequential do what their operations do") {
  const Tensor x = leaf({2, 3, 4});
  CHECK(nn::Relu()(x).data() == relu(x).data());
  CHECK(nn::LeakyRelu(Scalar(0.2))(x).data() == leaky_relu(x, Scalar(0.2)).data());
  CHECK(nn::Gelu()(x).data() == gelu(x).data());
  CHECK(nn::Flatten()(x).shape() == Shape{2, 12});
  CHECK(nn::Flatten()(zeros({0, 3, 4})).dim() == 2);
  nn::Sequential both;
  both.then<nn::Flatten>().then<nn::Relu>();
  CHECK(both(x).shape() == Shape{2, 12});
  CHECK(nn::Sequential()(x).data() == x.data());
}

TEST_CASE("Dropout acts in training only") {
  nn::Dropout dropout(Scalar(0.5));
  const Tensor x = full({1000}, 1);
  const Array y = dropout(x).data();
  CHECK(std::count(y.begin(), y.end(), Scalar(0)) > 400);
  CHECK(std::count(y.begin(), y.end(), Scalar(2)) > 400);
  dropout.eval();
  CHECK(dropout(x).data() == x.data());
  CHECK_THROWS_WITH_AS(nn::Dropout(1), "Dropout: probability 1 must be at least 0 and below 1", UsageError);
}

TEST_CASE("convolution and pooling layers give the shapes of the formula") {
  const Tensor images = randn({2, 9, 7, 3});
  CHECK(nn::Conv2d(3, 5, 3)(images).shape() == Shape{2, 7, 5, 5});
  CHECK(nn::Conv2d(3, 5, 3, {2, 1, false})(images).shape() == Shape{2, 5, 4, 5});
  CHECK(!nn::Conv2d(3, 5, 3, {1, 0, false}).bias.defined());
  CHECK(nn::MaxPool2d(2)(images).shape() == Shape{2, 4, 3, 3});
  CHECK(nn::MaxPool2d(3, 2, 1)(images).shape() == Shape{2, 5, 4, 3});
  CHECK(nn::AvgPool2d(2)(images).shape() == Shape{2, 4, 3, 3});
  CHECK(nn::GlobalAvgPool()(images).shape() == Shape{2, 3});
}

TEST_CASE("batch norm layers normalise, keep running statistics, use them in evaluation and refuse other shapes") {
  nn::BatchNorm1d norm(2);
  const Tensor x = tensor({4, 2}, {0, 10, 2, 10, 4, 30, 6, 30});
  const Tensor y = norm(x);
  const double unit = 3 / std::sqrt(5.0);  // (6 - 3) / sqrt(5)
  CHECK(close(y.data(), tensor({4, 2}, {-unit, -1, -unit / 3, -1, unit / 3, 1, unit, 1}).data(), 1e-5));
  CHECK(close(norm.running_mean.data(), tensor({2}, {0.3, 2}).data(), rounding));
  CHECK(close(norm.running_var.data(), tensor({2}, {0.9 + 0.1 * 20 / 3, 0.9 + 0.1 * 400 / 3}).data(), rounding));
  norm.eval();
  const Array mean_before = norm.running_mean.data();
  norm(x);
  CHECK(norm.running_mean.data() == mean_before);
  CHECK_THROWS_AS(norm(zeros({2, 3, 3, 2})), ShapeError);
  nn::BatchNorm2d images(2);
  CHECK_THROWS_AS(images(x), ShapeError);
  CHECK_NOTHROW(images(randn({2, 3, 3, 2})));
}

TEST_CASE("initial weights have the deviation their paper asks for") {
  manual_seed(5);
  CHECK(deviation_of(nn::init::kaiming_normal({3, 3, 32, 64})) == doctest::Approx(std::sqrt(2.0 / 288)).epsilon(0.03));
  const Array uniform = nn::init::kaiming_uniform({100, 200});
  CHECK(deviation_of(uniform) == doctest::Approx(0.1 / std::sqrt(3.0)).epsilon(0.03));
  CHECK(*std::max_element(uniform.begin(), uniform.end()) <= Scalar(0.1));
  const Array truncated = nn::init::truncated_normal({100, 100}, Scalar(0.02));
  CHECK(*std::max_element(truncated.begin(), truncated.end()) <= Scalar(0.04));
  CHECK(*std::min_element(truncated.begin(), truncated.end()) >= Scalar(-0.04));
  CHECK(deviation_of(truncated) == doctest::Approx(0.02 * 0.8796).epsilon(0.03));
}
