/// \file
/// Euclidean length of an array.
#pragma once

#include "selfsame/core/xt.hpp"

namespace selfsame::optim {

/// Sum of squares, accumulated in double. The same bits for any number of threads.
double squared_norm(const Array& array);

}  // namespace selfsame::optim
