/// \file
/// Operations that move elements without changing them. Every result is a new contiguous array; there are no views.
#pragma once

#include <vector>

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// The same elements in row-major order under another shape; one size may be -1 and is then worked out.
/// \throws ShapeError if the number of elements does not fit
Tensor reshape(const Tensor& x, const Shape& shape);

/// Dimensions in another order: result dimension i is x's dimension order[i]. \throws ShapeError if `order` is not a
/// permutation of x's dimensions
Tensor permute(const Tensor& x, const std::vector<int>& order);

/// Elements start, start + 1, ..., stop - 1 along one dimension. \throws ShapeError unless 0 <= start <= stop <= size
Tensor slice(const Tensor& x, int dim, Index start, Index stop);

/// Tensors one after another along an existing dimension; the other sizes must be equal.
/// \throws ShapeError naming the first pair that does not fit, or if there are none
Tensor cat(const std::vector<Tensor>& tensors, int dim = 0);

/// Tensors of one shape along a new dimension. \throws ShapeError if shapes differ or there are none
Tensor stack(const std::vector<Tensor>& tensors, int dim = 0);

/// Entries `index[0], index[1], ...` along one dimension; an entry may be taken more than once.
/// \throws ShapeError if an index is outside the dimension
Tensor index_select(const Tensor& x, int dim, const Indices& index);

/// One element of each line along the last dimension: x (..., C) and one index for each line give shape (...).
/// With (N, C) and N class indices: the score of each sample's class.
/// \throws ShapeError if the number of indices is not the number of lines, or one is outside the dimension
Tensor gather(const Tensor& x, const Indices& index);

}  // namespace selfsame
