/// \file
/// Euclidean length of arrays, which PyTorch calls `vector_norm`; `norm` alone is a layer that normalises.
#pragma once

#include "selfsame/core/xt.hpp"

namespace selfsame::optim {

/// Sum of squares, accumulated in double. The same bits for any number of threads.
double sum_of_squares(const Array& array);

/// Square root of the sum of squares.
double vector_norm(const Array& array);

}  // namespace selfsame::optim
