/// \file
/// What reductions are made of: sums over rows, and an array seen under another shape or as (outer, size, inner) around
/// one dimension.
#pragma once

#include "selfsame/core/parallel.hpp"
#include "selfsame/core/xt.hpp"

namespace selfsame::kernels {

/// The same elements under another shape with as many. xtensor's own reshape divides by zero where there are none.
inline Array reshaped(Array array, const Shape& shape) {
  if (count(array) == 0) return empty(shape);
  array.reshape(shape);
  return array;
}

/// An array seen around one dimension: element (o, i, n) stands at (o * size + i) * inner + n.
struct Along {
  Index outer;  ///< product of the sizes before the dimension
  Index size;   ///< size of the dimension
  Index inner;  ///< product of the sizes after it
};

/// The view of `shape` around dimension `dim`.
inline Along along(const Shape& shape, Index dim) {
  Along a{1, shape[static_cast<std::size_t>(dim)], 1};
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (static_cast<Index>(d) < dim) a.outer *= shape[d];
    if (static_cast<Index>(d) > dim) a.inner *= shape[d];
  }
  return a;
}

/// Calls f(line, first, step) for every line along the dimension: `line` numbers the lines in row-major order of the
/// other dimensions, the line's elements stand at first, first + step, ..., `size` of them.
template <class F>
void for_each_line(const Along& a, F f) {
  parallel_for(a.outer * a.inner, 4096 / (a.size + 1) + 1, [&](Index begin, Index end) {
    for (Index line = begin; line < end; ++line) f(line, line / a.inner * a.size * a.inner + line % a.inner, a.inner);
  });
}

/// sum (channels) = the rows of x (rows, channels) added up: the gradient of a bias.
void sum_of_rows(Index rows, Index channels, const Scalar* x, Scalar* sum);

}  // namespace selfsame::kernels
