/// \file
/// The numbers and sizes that every other file speaks in.
#pragma once

#include <cstddef>
#include <string>
#include <vector>
#include <xtensor/xstorage.hpp>

namespace selfsame {

/// The number type of every tensor. The library is compiled twice from the same sources: with `float` for work and,
/// where SELFSAME_DOUBLE is defined, with `double` for gradient checks. A program links one of the two.
#ifdef SELFSAME_DOUBLE
using Scalar = double;
#else
using Scalar = float;
#endif

/// Sizes and positions are signed, so that `i - padding` may be negative without surprises.
using Index = std::ptrdiff_t;

/// Sizes along each dimension, outermost first; up to four are stored without touching the heap.
using Shape = xt::svector<Index, 4>;

/// Class indices, row numbers and the results of argmax.
using Indices = std::vector<Index>;

/// Number of elements of an array of this shape: the product of its sizes, 1 for a scalar.
Index numel(const Shape& shape);

/// "(64, 28, 28, 1)", the way NumPy prints a shape.
std::string to_string(const Shape& shape);

}  // namespace selfsame
