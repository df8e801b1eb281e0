#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "selfsame/core/error.hpp"
#include "selfsame/optim/lbfgs.hpp"

using namespace selfsame;
using doctest::Approx;

namespace {

// (1 - x)^2 + 100 (y - x^2)^2 (Rosenbrock 1960): a bent valley whose lowest point is (1, 1).
double rosenbrock(const std::vector<double>& at, std::vector<double>& gradient) {
  const double x = at[0], y = at[1];
  gradient = {-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)};
  return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
}

}  // namespace

TEST_CASE("lbfgs finds the end of Rosenbrock's valley") {
  const optim::Minimum found = optim::lbfgs(rosenbrock, {-1.2, 1}, {1e-9});
  CHECK(found.at[0] == Approx(1).epsilon(1e-8));
  CHECK(found.at[1] == Approx(1).epsilon(1e-8));
  CHECK(found.gradient <= 1e-9);
  CHECK(found.steps < 60);  // steepest descent takes thousands
}

TEST_CASE("lbfgs solves a quadratic of very different curvatures, and stays where there is nothing to gain") {
  const auto bowl = [](const std::vector<double>& at, std::vector<double>& gradient) {
    double value = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const double curvature = std::pow(10.0, static_cast<double>(i));
      gradient[i] = curvature * (at[i] - 3);
      value += curvature / 2 * (at[i] - 3) * (at[i] - 3);
    }
    return value;
  };
  const optim::Minimum found = optim::lbfgs(bowl, {0, 1, -2, 5, 0});
  for (const double x : found.at) CHECK(x == Approx(3).epsilon(1e-5));
  CHECK(optim::lbfgs(bowl, {3, 3, 3, 3, 3}).steps == 0);
}

TEST_CASE("lbfgs gives up after its steps where a function has no minimum, and refuses one that is not finite") {
  const auto slope = [](const std::vector<double>& at, std::vector<double>& gradient) {
    gradient = {-std::exp(-at[0])};
    return std::exp(-at[0]);
  };
  CHECK(optim::lbfgs(slope, {0}, {0, 7}).steps == 7);
  const auto broken = [](const std::vector<double>&, std::vector<double>& gradient) {
    gradient = {1};
    return std::numeric_limits<double>::quiet_NaN();
  };
  CHECK_THROWS_WITH_AS(optim::lbfgs(broken, {0}),
                       "lbfgs: value nan and largest gradient 1 at the start; finite numbers are expected: look for "
                       "NaN or infinity in what the function reads",
                       Error);
}
