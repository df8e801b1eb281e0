/// \file
/// What the kernels of batch norm share. Internal to kernels/norm*.cpp.
#pragma once

#include <vector>

#include "selfsame/core/ranks.hpp"
#include "selfsame/kernels/channels.hpp"
#include "selfsame/kernels/norm.hpp"
#include "selfsame/kernels/row_sums.hpp"

namespace selfsame::kernels::detail {

/// z = (x - mean) * scale + bias
inline std::vector<Scalar> scale_of(const BatchNormParts& s) {
  std::vector<Scalar> scale(static_cast<std::size_t>(s.channels));
  for (Index c = 0; c < s.channels; ++c) scale[static_cast<std::size_t>(c)] = s.inv_std[c] * s.weight[c];
  return scale;
}

/// dx = scale * (gradient through the activation - offset - slant * (x - mean)), channel by channel.
struct InputGradient {
  /// From `sums` (2, channels): the gradients through the activation summed over the rows, and the same times
  /// (x - mean); also sets the parameters' gradients. Without `batch_statistics` offset and slant are zero. Over ranks
  /// the statistics are everybody's, and so are the sums; the parameters' gradients are this rank's part as any other.
  InputGradient(const BatchNormParts& s, bool batch_statistics, const std::vector<double>& sums, Scalar* dweight,
                Scalar* dbias)
      : offset(sums.size() / 2, Scalar(0)), slant(offset) {
    std::vector<double> all = sums;
    all.push_back(static_cast<double>(s.rows));
    if (batch_statistics && s.over_ranks) transport().sum(all.data(), static_cast<Index>(all.size()));
    for (std::size_t c = 0; c < offset.size(); ++c) {
      const double sum = sums[c], product = sums[offset.size() + c];
      const double inv_std = static_cast<double>(s.inv_std[c]), n = all.back();
      dbias[c] = static_cast<Scalar>(sum);
      dweight[c] = static_cast<Scalar>(product * inv_std);
      if (!batch_statistics) continue;
      offset[c] = static_cast<Scalar>(all[c] / n);
      slant[c] = static_cast<Scalar>(all[offset.size() + c] / n * inv_std * inv_std);
    }
  }
  std::vector<Scalar> offset, slant;
};

}  // namespace selfsame::kernels::detail
