/// \file
/// The gradients of a linear layer.
#pragma once

#include "selfsame/core/types.hpp"

namespace selfsame::kernels {

/// Gradients of y = x W + b, y (rows, out), x (rows, in), W (in, out):
/// dx = dy W^T, dW = x^T dy, db = the sum of dy's rows.
///
/// Many rows are taken a block at a time: a block of dy is read from memory once and serves all three from the cache.
/// \param dx, dw, db  where they go; null for one that is not wanted
///
/// The results are the same bits for any number of threads.
void linear_backward(Index rows, Index in, Index out, const Scalar* x, const Scalar* w, const Scalar* dy, Scalar* dx,
                     Scalar* dw, Scalar* db);

/// The same by plain loops (linear_plain.cpp): to read, and to test the fast kernel against.
void linear_backward_plain(Index rows, Index in, Index out, const Scalar* x, const Scalar* w, const Scalar* dy,
                           Scalar* dx, Scalar* dw, Scalar* db);

}  // namespace selfsame::kernels
