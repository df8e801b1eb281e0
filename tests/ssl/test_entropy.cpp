#include <doctest/doctest.h>

#include <cmath>

#include "ops/check_gradients.hpp"
#include "selfsame/ssl/entropy.hpp"

using namespace selfsame;
using doctest::Approx;

TEST_CASE("the entropy of equal scores is ln C, whatever their height") {
  CHECK(double{ssl::prediction_entropy(full({5, 7}, 3)).item()} == Approx(std::log(7.0)));
}

TEST_CASE("the entropy of two classes with probabilities p and 1 - p is the textbook's") {
  const double p = 0.8, expected = -p * std::log(p) - (1 - p) * std::log(1 - p);
  const Tensor scores = tensor({1, 2}, {std::log(p), std::log(1 - p)});
  CHECK(double{ssl::prediction_entropy(scores).item()} == Approx(expected));
}

TEST_CASE("certain predictions have no entropy and a gradient of 0, also where a probability underflows") {
  Tensor scores = tensor({2, 3}, {2000, 0, 0, 0, -2000, 2000}, true);
  const Tensor entropy = ssl::prediction_entropy(scores);
  CHECK(entropy.item() == 0);
  entropy.backward();
  for (const Scalar g : scores.grad()) CHECK(g == 0);
}

TEST_CASE("a step against the gradient of the entropy makes the likelier class likelier") {
  Tensor scores = tensor({1, 2}, {0.1, 0}, true);
  ssl::prediction_entropy(scores).backward();
  CHECK(scores.grad()(0, 0) < 0);
  CHECK(scores.grad()(0, 1) > 0);
}

TEST_CASE("prediction_entropy: gradients agree with finite differences") {
  check_gradients([](const auto& in) { return ssl::prediction_entropy(in[0]); }, {leaf({5, 3})});
}

TEST_CASE("prediction_entropy names a shape that does not fit") {
  CHECK_THROWS_WITH_AS(ssl::prediction_entropy(zeros({3})),
                       "prediction_entropy: logits (3,) must be (inputs, classes) with at least one input", ShapeError);
}
