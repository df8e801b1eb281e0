/// \file
/// Operations that sum up one or more dimensions. Negative dimensions count from the end; with `keepdim` a reduced
/// dimension stays as size 1, so that the result broadcasts back.
#pragma once

#include <vector>

#include "selfsame/core/tensor.hpp"

namespace selfsame {

using Dims = std::vector<int>;  ///< dimensions to reduce; empty means all

/// Sum over `dims`. \throws ShapeError if a dimension does not exist
Tensor sum(const Tensor& x, const Dims& dims = {}, bool keepdim = false);

/// Mean over `dims`; NaN over nothing. \throws ShapeError if a dimension does not exist
Tensor mean(const Tensor& x, const Dims& dims = {}, bool keepdim = false);

/// Variance over `dims`: mean squared distance from the mean, divided by n - 1 as in PyTorch if `unbiased`, else by n.
/// \throws ShapeError if a dimension does not exist, or `unbiased` has fewer than two elements to work with
Tensor var(const Tensor& x, const Dims& dims = {}, bool unbiased = true, bool keepdim = false);

/// Largest element along one dimension; NaN if there is one. The gradient goes to the first of equal elements.
/// \throws ShapeError if the dimension does not exist or is empty
Tensor max(const Tensor& x, int dim, bool keepdim = false);

/// log(sum(exp(x))) along one dimension, shifted by the maximum so that it cannot overflow.
/// \throws ShapeError if the dimension does not exist or is empty
Tensor logsumexp(const Tensor& x, int dim, bool keepdim = false);

/// Position of the largest element along one dimension, the first of equal ones, or of the first NaN; the other
/// dimensions in row-major order, so (N, C) with dim 1 gives N class indices. Not differentiable.
/// \throws ShapeError if the dimension does not exist or is empty
Indices argmax(const Tensor& x, int dim = -1);

}  // namespace selfsame
