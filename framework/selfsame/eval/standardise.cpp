#include "selfsame/eval/standardise.hpp"

#include <cmath>

namespace selfsame::eval {

FeatureScale feature_scale(const Array& features) {
  require(features.dimension() == 2 && features.shape()[0] > 0, "feature_scale: features ", features.shape(),
          "; (N, D) with N at least 1 is expected");
  const Index n = features.shape()[0];
  const Index width = features.shape()[1];
  FeatureScale scale{empty({width}), empty({width})};
  for (Index d = 0; d < width; ++d) {
    double sum = 0;
    double squares = 0;
    for (Index i = 0; i < n; ++i) sum += double{features(i, d)};
    const double mean = sum / static_cast<double>(n);
    for (Index i = 0; i < n; ++i) squares += (double{features(i, d)} - mean) * (double{features(i, d)} - mean);
    scale.mean(d) = static_cast<Scalar>(mean);
    scale.stddev(d) = static_cast<Scalar>(std::sqrt(squares / static_cast<double>(n)) + 1e-6);
  }
  return scale;
}

Array standardised(const Array& features, const FeatureScale& scale) {
  const Index width = count(scale.mean);
  require(features.dimension() == 2 && features.shape()[1] == width, "standardised: features ", features.shape(),
          "; (images, ", width, ") is expected");
  Array x = empty(features.shape());
  for (Index i = 0; i < x.shape()[0]; ++i) {
    for (Index d = 0; d < width; ++d) x(i, d) = (features(i, d) - scale.mean(d)) / scale.stddev(d);
  }
  return x;
}

}  // namespace selfsame::eval
