/// \file
/// NumPy's broadcasting rule, and its reverse for gradients.
#pragma once

#include "selfsame/core/xt.hpp"

namespace selfsame {

/// The common shape of two shapes: aligned at the right, sizes equal or 1.
/// \throws ShapeError if they do not fit; `op` names the operation in its message
Shape broadcast_shape(const char* op, const Shape& a, const Shape& b);

/// `array` summed over the dimensions along which `shape` would be broadcast to it: the gradient of a broadcast.
/// \pre `shape` broadcasts to the array's shape
Array sum_to_shape(const Array& array, const Shape& shape);

/// Element steps with which an array of shape `shape` walks through the larger `out`: 0 along broadcast dimensions.
Shape broadcast_strides(const Shape& shape, const Shape& out);

}  // namespace selfsame
