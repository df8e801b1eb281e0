/// \file
/// Sums over rows for each channel, and what batch norm makes of them. Internal to kernels/norm*.cpp.
#pragma once

#include <algorithm>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/norm.hpp"

namespace selfsame::kernels::detail {

/// Rows whose sums are kept in Scalars before they join the double sums.
constexpr Index rows_in_scalar = 128;

/// Rows added per read and write of the sums.
constexpr int rows_at_once = 4;

inline Index rows_per_task(Index channels) { return 1 + (1 << 14) / channels; }

/// Two sums over the rows for each channel. add(integral_constant<R>, row, first, second) adds R rows from `row` on; a
/// row may stand for several, `rows_each`.
template <class Add>
void sum_over_rows(Index rows, Index channels, Add&& add, double* first, double* second, Index rows_each = 1) {
  const auto width = static_cast<std::size_t>(channels);
  const Index chunks = std::clamp<Index>(rows * rows_each / rows_per_task(channels), 1, 64);
  std::vector<double> partial(static_cast<std::size_t>(2 * chunks) * width, 0.0);
  parallel_chunks(rows, chunks, [&](Index chunk, Index begin, Index end) {
    double* total = partial.data() + 2 * chunk * channels;
    std::vector<Scalar> sums(2 * width);
    for (Index row = begin; row < end;) {
      std::fill(sums.begin(), sums.end(), Scalar(0));
      const Index stop = std::min(end, row + (rows_in_scalar + rows_each - 1) / rows_each);
      for (; row + rows_at_once <= stop; row += rows_at_once) {
        add(std::integral_constant<int, rows_at_once>(), row, sums.data(), sums.data() + width);
      }
      for (; row < stop; ++row) add(std::integral_constant<int, 1>(), row, sums.data(), sums.data() + width);
      for (std::size_t i = 0; i < 2 * width; ++i) total[i] += static_cast<double>(sums[i]);
    }
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
