/// \file
/// The only file that includes xtensor: everything else sees `Array`.
#pragma once

#include <xtensor/xarray.hpp>

#include "selfsame/core/memory.hpp"
#include "selfsame/core/types.hpp"

namespace selfsame {

/// Row-major n-dimensional array of `Scalar`s: an xtensor container with the library's caching allocator below it
/// and signed sizes above it. Elements of a new array are not initialised.
using Array = xt::xarray_container<xt::uvector<Scalar, CachingAllocator<Scalar>>, xt::layout_type::row_major, Shape>;

/// A new array of the given shape; its elements are not initialised.
inline Array empty(const Shape& shape) { return Array::from_shape(shape); }

/// A new array of the given shape with every element set to `value`.
inline Array filled(const Shape& shape, Scalar value) {
  Array array = empty(shape);
  array.fill(value);
  return array;
}

/// Number of elements.
inline Index count(const Array& array) { return static_cast<Index>(array.size()); }

}  // namespace selfsame
