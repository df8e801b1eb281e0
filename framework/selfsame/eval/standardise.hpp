/// \file
/// Features in units of their own spread, so that none counts more because it is larger.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::eval {

/// Mean and standard deviation of each feature.
struct FeatureScale {
  Array mean;    ///< (D)
  Array stddev;  ///< (D) over all N, plus 1e-6: a feature may be constant
};

/// Measures features (N, D), N at least 1. \throws ShapeError if they are not
FeatureScale feature_scale(const Array& features);

/// (features - mean) / stddev of features (M, D), which need not be the ones that were measured: test features are put
/// on the scale of the training features. \throws ShapeError if D differs
Array standardised(const Array& features, const FeatureScale& scale);

}  // namespace selfsame::eval
