/// \file
/// What the tests of kernels share: numbers in a row, and how far two of them are apart.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "selfsame/core/random.hpp"

using Values = std::vector<selfsame::Scalar>;

/// n numbers, normal with this mean and standard deviation.
inline Values random_values(selfsame::Index n, std::uint64_t seed, double mean = 0, double stddev = 1) {
  selfsame::Generator generator(seed);
  Values values(static_cast<std::size_t>(n));
  for (auto& v : values) v = static_cast<selfsame::Scalar>(mean + stddev * generator.normal());
  return values;
}

/// The largest difference, relative to 1 or to the largest expected value; infinite if a value found is not finite.
inline double difference(const Values& found, const Values& expected) {
  if (found.size() != expected.size()) return std::numeric_limits<double>::infinity();
  double worst = 0, size = 1;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!std::isfinite(found[i])) return std::numeric_limits<double>::infinity();
    worst = std::max(worst, std::abs(double{found[i]} - double{expected[i]}));
    size = std::max(size, std::abs(double{expected[i]}));
  }
  return worst / size;
}
