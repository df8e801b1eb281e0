// Layer norm: every row is normalised on its own, so a row is read once from memory and then from the cache.
#include <algorithm>
#include <cmath>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/norm.hpp"
#include "selfsame/kernels/vectors.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

Index rows_per_task(Index channels) { return 1 + (1 << 13) / channels; }

// term(i), for a batch or a single value from i on, summed over 0..n-1. The compiler may not reorder a sum by itself.
template <class Term>
Scalar sum(Index n, Term&& term) {
  Vec partial(Scalar(0));
  Index i = 0;
  for (; i + lanes <= n; i += lanes) partial += term(i, [](const Scalar* p) { return Vec::load_unaligned(p); });
  Scalar total = sum_of_lanes(partial);
  for (; i < n; ++i) total += term(i, [](const Scalar* p) { return *p; });
  return total;
}

}  // namespace

void layer_norm(Index rows, Index channels, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar eps,
                Scalar* y, Scalar* mean, Scalar* inv_std) {
  const Scalar n = static_cast<Scalar>(channels);
  parallel_for(rows, rows_per_task(channels), [=](Index begin, Index end) {
    for (Index r = begin; r < end; ++r) {
      const Scalar* __restrict from = x + r * channels;
      Scalar* __restrict to = y + r * channels;
      const Scalar m = sum(channels, [=](Index i, auto load) { return load(from + i); }) / n;
      const Scalar variance = sum(channels,
                                  [=](Index i, auto load) {
                                    const auto d = load(from + i) - m;
                                    return d * d;
                                  }) /
                              n;
      const Scalar s = 1 / std::sqrt(variance + eps);
      for (Index c = 0; c < channels; ++c) to[c] = (from[c] - m) * s * weight[c] + bias[c];
      mean[r] = m;
      inv_std[r] = s;
    }
  });
}

void layer_norm_backward(Index rows, Index channels, const Scalar* x, const Scalar* weight, const Scalar* mean,
                         const Scalar* inv_std, const Scalar* dy, Scalar* dx, Scalar* dweight, Scalar* dbias) {
  const Scalar n = static_cast<Scalar>(channels);
  const auto width = static_cast<std::size_t>(channels);
  const Index chunks = std::clamp<Index>(rows / rows_per_task(channels), 1, 64);
  std::vector<Scalar> partial(static_cast<std::size_t>(2 * chunks) * width, Scalar(0));
  parallel_chunks(rows, chunks, [&](Index chunk, Index begin, Index end) {
    Scalar* __restrict weight_sum = partial.data() + 2 * chunk * channels;
    Scalar* __restrict bias_sum = weight_sum + channels;
    for (Index r = begin; r < end; ++r) {
      const Scalar* from = x + r * channels;
      const Scalar* g = dy + r * channels;
      const Scalar m = mean[r], s = inv_std[r];
      for (Index c = 0; c < channels; ++c) {
        weight_sum[c] += g[c] * (from[c] - m) * s;
        bias_sum[c] += g[c];
      }
      if (!dx) continue;
      const Scalar offset = sum(channels, [=](Index i, auto load) { return load(g + i) * load(weight + i); }) / n;
      const Scalar slant =
          sum(channels, [=](Index i, auto load) { return load(g + i) * load(weight + i) * (load(from + i) - m); }) / n *
          s * s;
      Scalar* to = dx + r * channels;
      SELFSAME_INDEPENDENT_LOOP
      for (Index c = 0; c < channels; ++c) to[c] = s * (g[c] * weight[c] - offset - slant * (from[c] - m));
    }
  });
  for (Index c = 0; c < channels; ++c) {
    double weight_total = 0, bias_total = 0;
    for (Index chunk = 0; chunk < chunks; ++chunk) {
      weight_total += static_cast<double>(partial[static_cast<std::size_t>(2 * chunk * channels + c)]);
      bias_total += static_cast<double>(partial[static_cast<std::size_t>((2 * chunk + 1) * channels + c)]);
    }
    dweight[c] = static_cast<Scalar>(weight_total);
    dbias[c] = static_cast<Scalar>(bias_total);
  }
}

}  // namespace selfsame::kernels
