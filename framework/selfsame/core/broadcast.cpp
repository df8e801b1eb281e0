#include "selfsame/core/broadcast.hpp"

#include <algorithm>
#include <vector>

#include "selfsame/core/error.hpp"

namespace selfsame {

Shape broadcast_shape(const char* op, const Shape& a, const Shape& b) {
  const Shape& longer = a.size() >= b.size() ? a : b;
  const Shape& shorter = a.size() >= b.size() ? b : a;
  Shape out = longer;
  const std::size_t offset = longer.size() - shorter.size();
  for (std::size_t i = 0; i < shorter.size(); ++i) {
    Index& size = out[offset + i];
    if (size == 1) size = shorter[i];
    require(shorter[i] == size || shorter[i] == 1, op, ": shapes ", a, " and ", b,
            " do not broadcast: sizes must be equal or 1 when aligned at the right");
  }
  return out;
}

Shape broadcast_strides(const Shape& shape, const Shape& out) {
  Shape strides(out.size(), 0);
  const std::size_t offset = out.size() - shape.size();
  Index step = 1;
  for (std::size_t i = shape.size(); i-- > 0;) {
    strides[offset + i] = shape[i] == 1 ? 0 : step;
    step *= shape[i];
  }
  return strides;
}

Array sum_to_shape(const Array& array, const Shape& shape) {
  //! BEGIN SOLUTION a1.t1
  //! array: any shape. shape broadcasts to it: aligned at the right, each size is the array's, or 1, or missing.
  //! Returns an array of the given shape: each element is the sum of all that it was copied to by broadcasting.
  const Shape& from = array.shape();
  if (count(array) == 0) return filled(shape, 0);
  std::vector<double> sum(static_cast<std::size_t>(numel(shape)), 0.0);  // a float stops growing at 16,777,216 ones
  const Shape strides = broadcast_strides(shape, from);
  const std::size_t rank = from.size();
  const Scalar* x = array.data();
  if (rank == 0) return array;
  // One row of the last dimension at a time; `position` counts through the outer dimensions like an odometer.
  const Index width = from[rank - 1];
  const bool rows_collapse = strides[rank - 1] == 0;
  Shape position(rank, 0);
  Index at = 0;
  for (Index row = 0, rows = numel(from) / width; row < rows; ++row, x += width) {
    double* y = sum.data() + at;
    if (rows_collapse) {
      double row_sum = 0;
      for (Index i = 0; i < width; ++i) row_sum += double{x[i]};
      *y += row_sum;
    } else {
      for (Index i = 0; i < width; ++i) y[i] += double{x[i]};
    }
    for (std::size_t d = rank - 1; d-- > 0;) {
      at += strides[d];
      if (++position[d] < from[d]) break;
      at -= strides[d] * from[d];
      position[d] = 0;
    }
  }
  Array rounded = empty(shape);
  std::transform(sum.begin(), sum.end(), rounded.begin(), [](double v) { return static_cast<Scalar>(v); });
  return rounded;
  //! END SOLUTION
}

}  // namespace selfsame
