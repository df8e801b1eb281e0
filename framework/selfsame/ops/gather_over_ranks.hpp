/// \file
/// A batch put together from what several ranks have of it, with a gradient that finds its way back.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// The rows of all ranks (core/ranks.hpp), one rank's after another: what a loss needs that compares all images of a
/// batch with each other. In one process, x itself.
///
/// Backward: a row's gradient is the sum of what each rank's loss asks of it, so that the ranks' parts add up to the
/// gradient of the whole loss.
/// \param x  (n, ...), as many rows as this rank has; the other dimensions are the same on all ranks
/// \return   (N, ...), N the sum of n over the ranks
Tensor gather_over_ranks(const Tensor& x);

/// Which rows of `gather_over_ranks(x)` are this rank's: the first of them. Collective as well.
Index first_row_of_rank(Index rows);

}  // namespace selfsame
