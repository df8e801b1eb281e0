#include "selfsame/kernels/activation.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/vectors.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

constexpr double density_at_0 = 0.3989422804014327;  // 1 / sqrt(2 pi)

// Phi(x), given bell = exp(-x^2 / 2).
Vec distribution(const Vec& x, [[maybe_unused]] const Vec& bell) {
  const Vec one(Scalar(1)), half(Scalar(0.5));
#ifdef SELFSAME_DOUBLE
  return half * (one + xsimd::erf(x * Vec(Scalar(M_SQRT1_2))));
#else
  const Vec t = one / xsimd::fma(xsimd::abs(x), Vec(0.3275911F * static_cast<float>(M_SQRT1_2)), one);
  Vec p = xsimd::fma(t, Vec(1.061405429F), Vec(-1.453152027F));
  p = xsimd::fma(t, p, Vec(1.421413741F));
  p = xsimd::fma(t, p, Vec(-0.284496736F));
  p = xsimd::fma(t, p, Vec(0.254829592F));
  const Vec beyond = half * p * t * bell;  // Phi(-|x|)
  return xsimd::select(x < Vec(Scalar(0)), beyond, one - beyond);
#endif
}

// Both values for one vector.
void gelu_of(const Vec& x, Vec& y, Vec& slope) {
  const Vec bell = xsimd::exp(x * x * Vec(Scalar(-0.5)));
  const Vec phi = distribution(x, bell);
  y = x * phi;
  slope = xsimd::fma(x * bell, Vec(Scalar(density_at_0)), phi);
}

}  // namespace

void gelu(Index n, const Scalar* x, Scalar* y, Scalar* slope) {
  constexpr Index vectors_per_thread = 1 << 9;
  const Index vectors = (n + lanes - 1) / lanes;
  parallel_for(vectors, vectors_per_thread, [=](Index begin, Index end) {
    Vec value, derivative;
    for (Index i = begin * lanes; i < std::min(end * lanes, n); i += lanes) {
      if (i + lanes <= n) {
        gelu_of(Vec::load_unaligned(x + i), value, derivative);
        value.store_unaligned(y + i);
        if (slope) derivative.store_unaligned(slope + i);
      } else {
        alignas(64) Scalar part[lanes] = {};
        std::copy_n(x + i, n - i, part);
        gelu_of(Vec::load_aligned(part), value, derivative);
        value.store_aligned(part);
        std::copy_n(part, n - i, y + i);
        derivative.store_aligned(part);
        if (slope) std::copy_n(part, n - i, slope + i);
      }
    }
  });
}

void gelu_plain(Index n, const Scalar* x, Scalar* y, Scalar* slope) {
  for (Index i = 0; i < n; ++i) {
    const double v = double{x[i]}, phi = 0.5 * (1 + std::erf(v * M_SQRT1_2));
    y[i] = static_cast<Scalar>(v * phi);
    if (slope) slope[i] = static_cast<Scalar>(phi + v * density_at_0 * std::exp(-v * v / 2));
  }
}

}  // namespace selfsame::kernels
