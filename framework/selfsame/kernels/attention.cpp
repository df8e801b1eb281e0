// Attention, one image and head after another: all matrices of a head (tokens x tokens at most) stay in the cache, so
// the weights are never written to memory. Backward computes them a second time, which costs less than reading them
// back would (Dao et al. 2022 do the same on GPUs, "FlashAttention").
#include "selfsame/kernels/attention.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "selfsame/kernels/scratch.hpp"
#include "selfsame/kernels/vectors.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

// Heads of images that a thread should get at least.
Index heads_per_thread(const AttentionShape& s) { return 1 + (1 << 17) / (s.tokens * s.tokens * s.width + 1); }

// Square matrices of tokens x tokens have rows of whole vectors; products leave zeros behind the last token.
Index padded(Index tokens) { return whole_vectors(tokens); }
constexpr Start whole_rows{nullptr, false, true};

// 0, 1, 2, ...
Vec counting() {
  alignas(64) Scalar numbers[lanes];
  for (Index i = 0; i < lanes; ++i) numbers[i] = static_cast<Scalar>(i);
  return Vec::load_aligned(numbers);
}

// Working memory of a thread; it stays for the next call.
Scalar* workspace(Index size) {
  thread_local Scratch buffer;
  return buffer.room(size);
}

// One head's queries, keys and values where they stand in qkv, and its part of the output or its gradient.
struct Head {
  Head(const AttentionShape& s, Index number)
      : step(3 * s.features()),
        first(number / s.heads * s.tokens * step + number % s.heads * s.width),
        out_step(s.features()),
        out_first(number / s.heads * s.tokens * out_step + number % s.heads * s.width) {}
  Index step, first, out_step, out_first;
};

// exp(scale * (x - top)), which is at most 1, for each x of a row that ends on a whole vector; returns the sum.
// Not scale * x - scale * top: the product's own rounding grows with the scores and would pass through exp.
Scalar exponentials(Index n, Scalar top, Scalar scale, Scalar* x) {
  const Vec tops(top), scales(scale), zero(Scalar(0));
  const auto from = [&](Index i) { return xsimd::exp((Vec::load_aligned(x + i) - tops) * scales); };
  Vec total = zero;
  Index i = 0;
  for (; i + lanes <= n; i += lanes) {
    const Vec e = from(i);
    e.store_aligned(x + i);
    total += e;
  }
  if (i < n) {  // zeros behind the row stay zeros
    const Vec e = xsimd::select(counting() < Vec(static_cast<Scalar>(n - i)), from(i), zero);
    e.store_aligned(x + i);
    total += e;
  }
  return sum_of_lanes(total);
}

Scalar largest(Index n, const Scalar* x) {
  Scalar top = x[0];
  Index i = 0;
  if (n >= lanes) {
    Vec tops = Vec::load_aligned(x);
    for (i = lanes; i + lanes <= n; i += lanes) tops = xsimd::max(tops, Vec::load_aligned(x + i));
    alignas(64) Scalar each[lanes];
    tops.store_aligned(each);
    top = *std::max_element(each, each + lanes);
  }
  for (; i < n; ++i) top = std::max(top, x[i]);
  return top;
}

// The weights of one head up to a factor a row: exp(score - the row's largest). The sums of the rows go to `totals`.
void weigh(const AttentionShape& s, const Head& head, const Scalar* qkv, Scalar scale, Scalar* weights,
           Scalar* totals) {
  const Scalar* q = qkv + head.first;
  const Index line = padded(s.tokens);
  const Matrix keys{q + s.features(), head.step, 1};
  multiply(s.tokens, s.tokens, s.width, {q, head.step, 1}, keys.transposed(), whole_rows, weights, line);
  for (Index i = 0; i < s.tokens; ++i) {
    Scalar* row = weights + i * line;
    totals[i] = exponentials(s.tokens, largest(s.tokens, row), scale, row);
  }
}

Scalar scale_of(const AttentionShape& s) { return 1 / std::sqrt(static_cast<Scalar>(s.width)); }

}  // namespace

void attention(const AttentionShape& s, const Scalar* qkv, Scalar* y) {
  parallel_for(s.images * s.heads, heads_per_thread(s), [&](Index begin, Index end) {
    const Index line = padded(s.tokens);
    Scalar* weights = workspace((s.tokens + 1) * line);
    Scalar* totals = weights + s.tokens * line;
    for (Index number = begin; number < end; ++number) {
      const Head head(s, number);
      weigh(s, head, qkv, scale_of(s), weights, totals);
      Scalar* out = y + head.out_first;
      const Matrix values{qkv + head.first + 2 * s.features(), head.step, 1};
      multiply(s.tokens, s.width, s.tokens, {weights, line, 1}, values, {}, out, head.out_step);
      for (Index i = 0; i < s.tokens; ++i) {  // dividing the output is less work than dividing the weights
        const Scalar share = 1 / totals[i];
        for (Index d = 0; d < s.width; ++d) out[i * head.out_step + d] *= share;
      }
    }
  });
}

void attention_backward(const AttentionShape& s, const Scalar* qkv, const Scalar* dy, Scalar* dqkv) {
  parallel_for(s.images * s.heads, heads_per_thread(s), [&](Index begin, Index end) {
    const Scalar scale = scale_of(s);
    const Index line = padded(s.tokens), n = s.tokens;
    Scalar* weights = workspace((2 * n + 1) * line);  // P
    Scalar* scores = weights + n * line;              // first dP, then dS
    Scalar* totals = scores + n * line;
    for (Index number = begin; number < end; ++number) {
      const Head head(s, number);
      const Scalar* first = qkv + head.first;
      weigh(s, head, qkv, scale, weights, totals);
      Scalar* to = dqkv + head.first;
      const Matrix q{first, head.step, 1}, k{first + s.features(), head.step, 1};
      const Matrix v{first + 2 * s.features(), head.step, 1}, g{dy + head.out_first, head.out_step, 1};
      const Matrix p{weights, line, 1}, ds{scores, line, 1};
      multiply(n, n, s.width, g, v.transposed(), whole_rows, scores, line);  // dP = dY V^T
      for (Index i = 0; i < n; ++i) {
        Scalar* w = weights + i * line;
        Scalar* d = scores + i * line;
        const Vec share(1 / totals[i]);
        Vec products(Scalar(0));  // behind the last token both rows hold zeros
        for (Index j = 0; j < line; j += lanes) {
          const Vec p_j = Vec::load_aligned(w + j) * share;
          p_j.store_aligned(w + j);
          products += p_j * Vec::load_aligned(d + j);
        }
        const Scalar mean = sum_of_lanes(products);
        for (Index j = 0; j < line; ++j) d[j] = w[j] * (d[j] - mean) * scale;  // dS = P (dP - sum(P dP)) / sqrt(width)
      }
      multiply(n, s.width, n, ds, k, {}, to, head.step);                                 // dQ = dS K
      multiply(n, s.width, n, ds.transposed(), q, {}, to + s.features(), head.step);     // dK = dS^T Q
      multiply(n, s.width, n, p.transposed(), g, {}, to + 2 * s.features(), head.step);  // dV = P^T dY
    }
  });
}

void attention_weights(const AttentionShape& s, const Scalar* qkv, Scalar* weights) {
  parallel_for(s.images * s.heads, heads_per_thread(s), [&](Index begin, Index end) {
    const Index line = padded(s.tokens);
    Scalar* unscaled = workspace((s.tokens + 1) * line);
    Scalar* totals = unscaled + s.tokens * line;
    for (Index number = begin; number < end; ++number) {
      weigh(s, Head(s, number), qkv, scale_of(s), unscaled, totals);
      for (Index i = 0; i < s.tokens; ++i) {
        Scalar* to = weights + (number * s.tokens + i) * s.tokens;
        for (Index j = 0; j < s.tokens; ++j) to[j] = unscaled[i * line + j] / totals[i];
      }
    }
  });
}

}  // namespace selfsame::kernels
