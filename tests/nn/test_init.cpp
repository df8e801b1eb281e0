#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "selfsame/nn/init.hpp"

using namespace selfsame;

namespace {

double stddev_of(const Array& x) {
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

TEST_CASE("initial weights have the standard deviation their paper asks for") {
  manual_seed(5);
  CHECK(stddev_of(nn::init::kaiming_normal({3, 3, 32, 64})) == doctest::Approx(std::sqrt(2.0 / 288)).epsilon(0.03));
  const Array uniform = nn::init::kaiming_uniform({100, 200});
  CHECK(stddev_of(uniform) == doctest::Approx(0.1 / std::sqrt(3.0)).epsilon(0.03));
  CHECK(*std::max_element(uniform.begin(), uniform.end()) <= Scalar(0.1));
  const Array truncated = nn::init::truncated_normal({100, 100}, Scalar(0.02));
  CHECK(*std::max_element(truncated.begin(), truncated.end()) <= Scalar(0.04));
  CHECK(*std::min_element(truncated.begin(), truncated.end()) >= Scalar(-0.04));
  CHECK(stddev_of(truncated) == doctest::Approx(0.02 * 0.8796).epsilon(0.03));
}
