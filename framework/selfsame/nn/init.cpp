#include "selfsame/nn/init.hpp"

#include <algorithm>
#include <cmath>

namespace selfsame::nn::init {
namespace {

template <class Draw>
Array drawn(const Shape& shape, Draw draw) {
  Array values = empty(shape);
  std::generate(values.begin(), values.end(), [&] { return static_cast<Scalar>(draw()); });
  return values;
}

double fan_in(const Shape& shape) { return static_cast<double>(numel(shape)) / static_cast<double>(shape.back()); }

}  // namespace

Array kaiming_normal(const Shape& shape, Generator& generator) {
  const double stddev = std::sqrt(2.0 / fan_in(shape));
  return drawn(shape, [&] { return stddev * generator.normal(); });
}

Array kaiming_uniform(const Shape& shape, Generator& generator) {
  const double bound = std::sqrt(1.0 / fan_in(shape));
  return drawn(shape, [&] { return generator.uniform(-bound, bound); });
}

Array truncated_normal(const Shape& shape, Scalar stddev, Generator& generator) {
  return drawn(shape, [&] {
    double z = generator.normal();
    while (std::abs(z) > 2) z = generator.normal();
    return z * static_cast<double>(stddev);
  });
}

}  // namespace selfsame::nn::init
