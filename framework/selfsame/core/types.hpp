/// \file
/// The numbers that every other file speaks in.
#pragma once

#include <cstddef>
#include <vector>

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

/// Class indices, row numbers and the results of argmax.
using Indices = std::vector<Index>;

}  // namespace selfsame
