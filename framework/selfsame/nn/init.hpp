/// \file
/// Starting values of weights.
#pragma once

#include "selfsame/core/random.hpp"
#include "selfsame/core/xt.hpp"

/// Starting values of weights.
namespace selfsame::nn::init {

/// Normal with standard deviation sqrt(2 / fan_in), for layers followed by a ReLU (He et al. 2015, eq. 10). fan_in is
/// the product of all sizes but the last: weights are (in, out) or (kh, kw, in, out).
Array kaiming_normal(const Shape& shape, Generator& generator = default_generator());

/// Uniform in +-sqrt(1 / fan_in), as PyTorch's Linear and Conv2d start.
Array kaiming_uniform(const Shape& shape, Generator& generator = default_generator());

/// Normal with the given standard deviation, redrawn beyond two standard deviations (as vision transformers start).
Array truncated_normal(const Shape& shape, Scalar stddev, Generator& generator = default_generator());

}  // namespace selfsame::nn::init
