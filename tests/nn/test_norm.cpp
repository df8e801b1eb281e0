#include <doctest/doctest.h>

#include <cmath>

#include "ops/check_gradients.hpp"
#include "selfsame/nn/norm.hpp"

using namespace selfsame;

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
