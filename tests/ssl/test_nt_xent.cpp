#include <doctest/doctest.h>

#include <cmath>

#include "ops/check_gradients.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ssl/nt_xent.hpp"

using namespace selfsame;
using doctest::Approx;

namespace {
const double tolerance = sizeof(Scalar) == 8 ? 1e-10 : 1e-4;
}

TEST_CASE("nt_xent agrees with its formula in plain loops") {
  Generator random(1);
  for (const Index n : {1, 2, 7, 13}) {
    const Tensor a = randn({n, 5}, random);
    const Tensor b = randn({n, 5}, random);
    for (const double temperature : {0.1, 0.5, 2.0}) {
      CHECK(double{ssl::nt_xent(a, b, static_cast<Scalar>(temperature)).item()} ==
            Approx(ssl::nt_xent_plain(a, b, temperature)).epsilon(tolerance));
    }
  }
}

TEST_CASE("nt_xent of views that are all alike is ln(2N - 1)") {
  const Tensor same = ones({6, 3});
  CHECK(double{ssl::nt_xent(same, same, Scalar(0.5)).item()} == Approx(std::log(11.0)).epsilon(tolerance));
}

TEST_CASE("nt_xent of two images in opposite directions, worked by hand") {
  // z = (1,0), (-1,0) in both views: each view has its partner at similarity 1 and two others at -1.
  const Tensor z = tensor({2, 2}, {1, 0, -1, 0});
  CHECK(double{ssl::nt_xent(z, z, 1).item()} == Approx(std::log(1 + 2 * std::exp(-2.0))).epsilon(tolerance));
}

TEST_CASE("nt_xent is symmetric in its views and blind to their lengths") {
  Generator random(2);
  const Tensor a = randn({4, 3}, random);
  const Tensor b = randn({4, 3}, random);
  const double loss = double{ssl::nt_xent(a, b, Scalar(0.3)).item()};
  CHECK(double{ssl::nt_xent(b, a, Scalar(0.3)).item()} == Approx(loss).epsilon(tolerance));
  Array longer = b.data();
  longer *= Scalar(7);
  CHECK(double{ssl::nt_xent(a, Tensor(longer), Scalar(0.3)).item()} == Approx(loss).epsilon(tolerance));
}

TEST_CASE("nt_xent: gradients agree with finite differences, self-pairs included") {
  const auto loss = [](const std::vector<Tensor>& in) { return ssl::nt_xent(in[0], in[1], Scalar(0.2)); };
  check_gradients(loss, {leaf({5, 3}, 1), leaf({5, 3}, 2)});
}

TEST_CASE("nt_xent names both shapes when they differ, and refuses a temperature of 0") {
  CHECK_THROWS_WITH_AS(ssl::nt_xent(zeros({4, 3}), zeros({5, 3}), 1),
                       "nt_xent: views (4, 3) and (5, 3) must have one shape (N, D)", ShapeError);
  CHECK_THROWS_WITH_AS(ssl::nt_xent(ones({4, 3}), ones({4, 3}), 0), "nt_xent: temperature 0 must be above 0",
                       UsageError);
}
