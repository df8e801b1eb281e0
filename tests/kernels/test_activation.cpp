#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "selfsame/kernels/activation.hpp"

using namespace selfsame;

TEST_CASE("fast gelu agrees with its definition from far left to far right, also where no whole vector is left") {
  for (const Index n : {1, 7, 20001}) {
    std::vector<Scalar> x(static_cast<std::size_t>(n)), y(x.size()), slope(x.size()), plain_y(x.size()),
        plain_slope(x.size());
    for (Index i = 0; i < n; ++i)
      x[static_cast<std::size_t>(i)] = static_cast<Scalar>(-12 + 24.0 * double(i) / double(n));
    kernels::gelu(n, x.data(), y.data(), slope.data());
    kernels::gelu_plain(n, x.data(), plain_y.data(), plain_slope.data());
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      worst = std::max({worst, std::abs(double{y[i]} - double{plain_y[i]}) / std::max(1.0, std::abs(double{x[i]})),
                        std::abs(double{slope[i]} - double{plain_slope[i]})});
    }
    CHECK(worst < (sizeof(Scalar) == 4 ? 1e-6 : 1e-14));
    std::vector<Scalar> alone(x.size());
    kernels::gelu(n, x.data(), alone.data(), nullptr);
    CHECK(alone == y);
  }
}
