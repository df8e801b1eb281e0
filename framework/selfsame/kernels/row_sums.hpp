/// \file
/// Sums over the rows of (rows, channels), channel by channel. Internal to kernels/*.cpp.
///
/// They are the same bits for any number of threads: taken over fixed chunks of rows and added up in order, in double.
#pragma once

#include <algorithm>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/core/types.hpp"

namespace selfsame::kernels::detail {

/// Rows worth a thread of their own.
inline Index rows_per_task(Index channels) { return 1 + (1 << 14) / channels; }

/// Rows that pass together, so that they stay in the L1 cache; also the most whose sums are kept in Scalars before they
/// join the double sums.
inline Index rows_together(Index channels) { return std::clamp<Index>((1 << 12) / channels, 8, 128); }

/// Calls f(first, last) for blocks of rows that pass together.
template <class F>
void for_row_blocks(Index begin, Index end, Index channels, F&& f) {
  const Index together = rows_together(channels);
  for (Index row = begin; row < end; row += together) f(row, std::min(end, row + together));
}

/// `kinds` sums over the rows for each channel: (kinds, channels). add(begin, end, sums) adds these rows to an array of
/// that shape; a row may stand for several, `rows_each`.
template <class Add>
std::vector<double> sum_over_rows(Index rows, Index channels, Index kinds, Add&& add, Index rows_each = 1) {
  const auto width = static_cast<std::size_t>(kinds * channels);
  const Index chunks = std::clamp<Index>(rows * rows_each / rows_per_task(channels), 1, 64);
  std::vector<double> partial(static_cast<std::size_t>(chunks) * width, 0.0);
  parallel_chunks(rows, chunks, [&](Index chunk, Index begin, Index end) {
    double* total = partial.data() + static_cast<std::size_t>(chunk) * width;
    std::vector<Scalar> sums(width);
    for_row_blocks(begin, end, channels * rows_each, [&](Index row, Index stop) {
      std::fill(sums.begin(), sums.end(), Scalar(0));
      add(row, stop, sums.data());
      for (std::size_t i = 0; i < width; ++i) total[i] += static_cast<double>(sums[i]);
    });
  });
  std::vector<double> sums(width, 0.0);
  for (std::size_t i = 0; i < partial.size(); ++i) sums[i % width] += partial[i];
  return sums;
}

}  // namespace selfsame::kernels::detail
