#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "ops/check_gradients.hpp"
#include "selfsame/optim/clip.hpp"

using namespace selfsame;

TEST_CASE("clipping scales all gradients by one factor and returns the norm before") {
  Tensor a = tensor({2}, {0, 0}, true);
  Tensor b = tensor({1}, {0}, true);
  const Tensor without = tensor({1}, {0}, true);
  a.set_grad(tensor({2}, {2, 3}).data());
  b.set_grad(tensor({1}, {6}).data());
  CHECK(optim::clip_grad_norm({a, without, b}, 3.5) == doctest::Approx(7));
  CHECK(close(a.grad(), tensor({2}, {1, 1.5}).data(), rounding));
  CHECK(close(b.grad(), tensor({1}, {3}).data(), rounding));
  CHECK(!without.has_grad());
}

TEST_CASE("gradients that are short enough are left as they are, bit by bit") {
  Tensor a = tensor({2}, {0, 0}, true);
  a.set_grad(tensor({2}, {0.3, 0.4}).data());
  const Array before = a.grad();
  CHECK(optim::clip_grad_norm({a}, 1) == doctest::Approx(0.5));
  CHECK(a.grad() == before);
  CHECK(optim::clip_grad_norm({}, 1) == 0);
}

TEST_CASE("a gradient that is not finite is an error, and so is a norm of 0") {
  Tensor a = tensor({2}, {0, 0}, true);
  a.set_grad(tensor({2}, {1, std::numeric_limits<double>::infinity()}).data());
  CHECK_THROWS_WITH_AS(
      optim::clip_grad_norm({a}, 1),
      "clip_grad_norm: the gradient's norm is inf; put an AnomalyGuard around the step to find where that began",
      Error);
  CHECK(a.grad()(0) == 1);
  CHECK_THROWS_WITH_AS(optim::clip_grad_norm({a}, 0), "clip_grad_norm: the largest norm is 0 but must be above 0",
                       Error);
}
