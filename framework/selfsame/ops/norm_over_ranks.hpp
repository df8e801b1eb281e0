/// \file
/// Batch norm's statistics over the rows of all ranks. Internal to ops/.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::detail {

/// Whether this thread's batch norms take their statistics over all ranks: there are several, and nobody switched it
/// off with `synchronise_batch_norm`.
bool batch_norm_over_ranks();

/// Merges the moments that each rank found in its rows (Chan, Golub & LeVeque 1979); one process changes nothing.
/// \param rows            of this rank, for each channel
/// \param mean, variance  (C), the variance biased: of this rank, then of all
/// \return                rows of all ranks
Index merge_moments(Index rows, Array& mean, Array& variance);

/// Keeps running statistics equal where each rank normalises by statistics of its own: they become the mean over ranks.
void level_running_statistics(Tensor& running_mean, Tensor& running_var);

}  // namespace selfsame::detail
