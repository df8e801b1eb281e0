/// \file
/// The only file that includes xtensor: everything else sees `Shape` and `Array`. What differs between its versions is
/// settled here. Beside it, core/simd.hpp alone includes xsimd and kernels/gemm.cpp alone xtensor-blas.
///
/// Maths on whole arrays (`xt::exp(x)`, `g * y`) is for `.cpp` files, where it is compiled once. Assign every
/// expression to an `Array` at once: one kept in `auto` is evaluated again at each use and may read freed memory.
#pragma once

#if __cplusplus < 201703L
#error "selfsame needs C++17 or newer, found an older standard; compile with -std=c++17"
#endif
#ifndef XTENSOR_USE_XSIMD
#error "selfsame needs XTENSOR_USE_XSIMD, found it undefined; link selfsame::selfsame or ask pkg-config for --cflags"
#endif

#include <string>
#include <xtensor/xarray.hpp>
#include <xtensor/xmath.hpp>

#include "selfsame/core/memory.hpp"
#include "selfsame/core/simd.hpp"
#include "selfsame/core/types.hpp"

// Which arrays xtensor makes for intermediate results. Until 0.24 it knows under C++17 only that a shape in an svector
// may have any number of dimensions: under C++20 it takes the 4 of svector<Index, 4> for the rank, and the shape of
// `xt::eval(a + a)` is (-1, -1, 3, 4) where a is (3, 4). This says it under every standard.
namespace xt::detail {
template <class Size, std::size_t on_the_stack>
struct xtype_for_shape<svector<Size, on_the_stack>> {
  template <class T, layout_type layout>
  using type = xarray<T, layout>;
};
}  // namespace xt::detail

namespace selfsame {

/// Sizes along each dimension, outermost first; up to four are stored without touching the heap.
using Shape = xt::svector<Index, 4>;

/// Number of elements of an array of this shape: the product of its sizes, 1 for a scalar.
Index numel(const Shape& shape);

/// "(64, 28, 28, 1)", the way NumPy prints a shape.
std::string to_string(const Shape& shape);

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
