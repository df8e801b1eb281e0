/// \file
/// Sums over rows, channel by channel, and what batch norm makes of them. Internal to kernels/norm*.cpp.
#pragma once

#include <algorithm>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/channels.hpp"
#include "selfsame/kernels/norm.hpp"

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

/// Two sums over the rows for each channel. add(begin, end, first, second) adds these rows; a row may stand for several,
/// `rows_each`.
template <class Add>
void sum_over_rows(Index rows, Index channels, Add&& add, double* first, double* second, Index rows_each = 1) {
  const auto width = static_cast<std::size_t>(channels);
  const Index chunks = std::clamp<Index>(rows * rows_each / rows_per_task(channels), 1, 64);
  std::vector<double> partial(static_cast<std::size_t>(2 * chunks) * width, 0.0);
  parallel_chunks(rows, chunks, [&](Index chunk, Index begin, Index end) {
    double* total = partial.data() + 2 * chunk * channels;
    std::vector<Scalar> sums(2 * width);
    for_row_blocks(begin, end, channels * rows_each, [&](Index row, Index stop) {
      std::fill(sums.begin(), sums.end(), Scalar(0));
      add(row, stop, sums.data(), sums.data() + width);
      for (std::size_t i = 0; i < 2 * width; ++i) total[i] += static_cast<double>(sums[i]);
    });
  });
  std::fill_n(first, channels, 0.0);
  std::fill_n(second, channels, 0.0);
  for (Index chunk = 0; chunk < chunks; ++chunk) {
    for (Index c = 0; c < channels; ++c) {
      first[c] += partial[static_cast<std::size_t>(2 * chunk * channels + c)];
      second[c] += partial[static_cast<std::size_t>((2 * chunk + 1) * channels + c)];
    }
  }
}

/// z = (x - mean) * scale + bias
inline std::vector<Scalar> scale_of(const BatchNormParts& s) {
  std::vector<Scalar> scale(static_cast<std::size_t>(s.channels));
  for (Index c = 0; c < s.channels; ++c) scale[static_cast<std::size_t>(c)] = s.inv_std[c] * s.weight[c];
  return scale;
}

/// dx = scale * (gradient through the activation - offset - slant * (x - mean)), channel by channel.
struct InputGradient {
  /// From `sum`, the gradients through the activation summed over the rows, and `products`, the same times (x - mean);
  /// also sets the parameters' gradients. Without `batch_statistics` offset and slant are zero.
  InputGradient(const BatchNormParts& s, bool batch_statistics, const std::vector<double>& sum,
                const std::vector<double>& products, Scalar* dweight, Scalar* dbias)
      : offset(sum.size(), Scalar(0)), slant(sum.size(), Scalar(0)) {
    for (std::size_t c = 0; c < sum.size(); ++c) {
      const double inv_std = static_cast<double>(s.inv_std[c]), n = static_cast<double>(s.rows);
      dbias[c] = static_cast<Scalar>(sum[c]);
      dweight[c] = static_cast<Scalar>(products[c] * inv_std);
      if (!batch_statistics) continue;
      offset[c] = static_cast<Scalar>(sum[c] / n);
      slant[c] = static_cast<Scalar>(products[c] / n * inv_std * inv_std);
    }
  }
  std::vector<Scalar> offset, slant;
};

}  // namespace selfsame::kernels::detail
