#include <doctest/doctest.h>

#include <cmath>

#include "ops/check_gradients.hpp"
#include "selfsame/ops/norm.hpp"

using namespace selfsame;

namespace {

const double tolerance = sizeof(Scalar) == 4 ? 1e-5 : 1e-12;

}  // namespace

TEST_CASE("batch_norm: gradients agree with finite differences for every activation, in and outside training") {
  for (const bool training : {true, false}) {
    for (const Activation activation : {Activation::none(), Activation::relu(), Activation::leaky_relu(Scalar(0.1))}) {
      const auto f = [=](const std::vector<Tensor>& in) {
        Tensor mean = tensor({3}, {0.1, -0.2, 0.3}), var = tensor({3}, {0.5, 1, 2});
        BatchNormOptions options;
        options.training = training;
        options.activation = activation;
        return batch_norm(in[0], in[1], in[2], mean, var, options);
      };
      check_gradients(f, {leaf({2, 3, 2, 3}, 1), leaf({3}, 2), leaf({3}, 3)});
    }
  }
}

TEST_CASE("batch_norm_max_pool2d: gradients agree with finite differences on odd images, in and outside training") {
  for (const bool training : {true, false}) {
    const auto f = [=](const std::vector<Tensor>& in) {
      Tensor mean = tensor({3}, {0.1, -0.2, 0.3}), var = tensor({3}, {0.5, 1, 2});
      BatchNormOptions options;
      options.training = training;
      options.activation = Activation::leaky_relu(Scalar(0.1));
      return batch_norm_max_pool2d(in[0], in[1], in[2], mean, var, options);
    };
    check_gradients(f, {leaf({2, 5, 4, 3}, 1), leaf({3}, 2), leaf({3}, 3)});
  }
}

TEST_CASE("layer_norm: gradients agree with finite differences") {
  const auto f = [](const std::vector<Tensor>& in) { return layer_norm(in[0], in[1], in[2]); };
  check_gradients(f, {leaf({3, 2, 11}, 1), leaf({11}, 2), leaf({11}, 3)});
}

TEST_CASE("batch_norm_max_pool2d updates the running statistics as batch_norm does") {
  const Tensor x = leaf({3, 4, 4, 2}, 1);
  Tensor mean = zeros({2}), var = ones({2}), pooled_mean = zeros({2}), pooled_var = ones({2});
  batch_norm(x, ones({2}), zeros({2}), mean, var);
  batch_norm_max_pool2d(x, ones({2}), zeros({2}), pooled_mean, pooled_var);
  CHECK(pooled_mean.data() == mean.data());
  CHECK(pooled_var.data() == var.data());
}

TEST_CASE("batch_norm_max_pool2d names an image that is too small for a window") {
  Tensor mean = zeros({2}), var = ones({2});
  CHECK_THROWS_WITH_AS(batch_norm_max_pool2d(zeros({3, 1, 4, 2}), ones({2}), zeros({2}), mean, var),
                       "batch_norm_max_pool2d: input (3, 1, 4, 2) must be images (N, H, W, C) of at least 2 x 2 pixels",
                       ShapeError);
}

TEST_CASE("batch_norm gives every channel mean 0 and variance 1 in training") {
  Tensor mean = zeros({2}), var = ones({2});
  const Tensor y = batch_norm(leaf({50, 2}, 1), ones({2}), zeros({2}), mean, var);
  for (Index c = 0; c < 2; ++c) {
    double sum = 0, squares = 0;
    for (Index r = 0; r < 50; ++r) {
      sum += double(y.data()(r, c));
      squares += double(y.data()(r, c)) * double(y.data()(r, c));
    }
    CHECK(std::abs(sum / 50) < tolerance);
    CHECK(squares / 50 == doctest::Approx(1).epsilon(1e-4));  // eps takes a little
  }
}

TEST_CASE("batch_norm moves the running statistics by the momentum, the variance by its unbiased estimate") {
  Tensor mean = zeros({1}), var = ones({1});
  batch_norm(tensor({4, 1}, {1, 2, 3, 6}), ones({1}), zeros({1}), mean, var);
  CHECK(double(mean.item()) == doctest::Approx(0.1 * 3));
  CHECK(double(var.item()) == doctest::Approx(0.9 + 0.1 * 14.0 / 3));  // squares 14, divided by n - 1
}

TEST_CASE("batch_norm outside training uses the running statistics and leaves them alone") {
  Tensor mean = full({1}, 2), var = full({1}, 4);
  BatchNormOptions options;
  options.training = false;
  options.eps = 0;
  const Tensor y = batch_norm(tensor({2, 1}, {4, 0}), full({1}, 3), full({1}, 1), mean, var, options);
  CHECK(y.data() == tensor({2, 1}, {4, -2}).data());
  CHECK(mean.item() == 2);
  CHECK(var.item() == 4);
}

TEST_CASE("batch_norm gives the activation of what it gives without one") {
  const auto run = [](Activation activation) {
    Tensor mean = zeros({3}), var = ones({3});
    BatchNormOptions options;
    options.activation = activation;
    return batch_norm(leaf({4, 5, 3}, 1), ones({3}), zeros({3}), mean, var, options);
  };
  const Tensor z = run(Activation::none()), relu = run(Activation::relu());
  const Tensor leaky = run(Activation::leaky_relu(Scalar(0.2)));
  for (Index i = 0; i < z.numel(); ++i) {
    const Scalar v = z.data().data()[i];
    CHECK(relu.data().data()[i] == std::max<Scalar>(v, 0));
    CHECK(leaky.data().data()[i] == (v > 0 ? v : v * Scalar(0.2)));
  }
}

TEST_CASE("layer_norm gives every row mean 0 and variance 1, also far from zero") {
  const Tensor y = layer_norm(tensor({2, 4}, {1000, 1001, 1002, 1003, -4, -4, 4, 4}), ones({4}), zeros({4}));
  CHECK(double(y.data()(0, 3)) == doctest::Approx(1.5 / std::sqrt(1.25)).epsilon(1e-4));
  CHECK(double(y.data()(1, 3)) == doctest::Approx(1).epsilon(1e-4));
}

TEST_CASE("norms name the parameter that does not fit") {
  Tensor mean = zeros({3}), var = ones({3});
  const Tensor x = zeros({4, 3});
  CHECK_THROWS_WITH_AS(batch_norm(x, ones({2}), zeros({3}), mean, var),
                       "batch_norm: weight (2,) does not fit input (4, 3) with 3 channels", ShapeError);
  CHECK_THROWS_AS(batch_norm(zeros({1, 3}), ones({3}), zeros({3}), mean, var), ShapeError);
  CHECK_THROWS_AS(layer_norm(x, ones({3}), zeros({4})), ShapeError);
  CHECK_THROWS_AS(layer_norm(zeros({0, 3}), ones({3}), zeros({3})), ShapeError);
}
