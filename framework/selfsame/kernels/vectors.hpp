/// \file
/// Vectors of numbers and how many fit into registers: what the kernels have in common. Internal to kernels/*.cpp.
/// What differs between xsimd's versions and between compilers is settled here.
#pragma once

#include <algorithm>
#include <utility>

#include "selfsame/core/simd.hpp"
#include "selfsame/core/types.hpp"

/// In front of a loop that may run in vectors, because what it writes is nothing that it reads later.
#ifdef __clang__
#define SELFSAME_INDEPENDENT_LOOP _Pragma("clang loop vectorize(assume_safety)")
#else
#define SELFSAME_INDEPENDENT_LOOP _Pragma("GCC ivdep")
#endif

namespace selfsame::kernels::detail {

using Vec = xsimd::batch<Scalar>;
constexpr Index lanes = static_cast<Index>(Vec::size);

// [registers]
/// Sums that are held in registers: 6 rows x 2 vectors of them, 2 vectors of weights and a broadcast fill the 16 of SSE
/// and AVX; with the 32 of AVX-512 and of arm64 4 vectors wide, so that each broadcast is used 4 times.
constexpr int most_rows = 6;
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int most_vectors = 4;
#else
constexpr int most_vectors = 2;
#endif
// [registers]

/// n rows in runs of at most `most`, equal so that none is much lower than others: the first few are one row higher.
/// A division for each run would cost as much as a sixth of a tile 16 numbers deep.
struct Runs {
  explicit Runs(Index n, Index most = most_rows)
      : count((n + most - 1) / most), low(n / std::max<Index>(count, 1)), higher(n - count * low) {}
  Index count, low, higher;
  Index begin(Index run) const { return run * low + std::min(run, higher); }
  Index rows(Index run) const { return low + (run < higher); }
};

/// Vectors that hold `columns` numbers: 1, 2 or 4, at most most_vectors.
constexpr int vectors_for(Index columns) {
  int vectors = 1;
  while (vectors < most_vectors && vectors * lanes < columns) vectors *= 2;
  return vectors;
}

/// `count` rounded up to whole vectors.
constexpr Index whole_vectors(Index count) { return (count + lanes - 1) / lanes * lanes; }

/// The vector at `from`, of which only the first `count` numbers exist (all of them from `lanes` on); the others are 0.
inline Vec load_part(const Scalar* from, Index count) {
  if (count >= lanes) return Vec::load_unaligned(from);
  alignas(64) Scalar values[lanes] = {};
  for (Index i = 0; i < count; ++i) values[i] = from[i];
  return Vec::load_aligned(values);
}

/// Writes the first `count` numbers of a vector, all of them from `lanes` on.
inline void store_part(const Vec& vector, Scalar* to, Index count) {
  if (count >= lanes) return vector.store_unaligned(to);
  alignas(64) Scalar values[lanes];
  vector.store_aligned(values);
  for (Index i = 0; i < count; ++i) to[i] = values[i];
}

/// v_0 + v_1 + ...: `hadd` until xsimd 8 (Debian 12), `reduce_add` after it (Debian 13).
inline Scalar sum_of_lanes(const Vec& v) {
#if XSIMD_VERSION_MAJOR > 8
  return xsimd::reduce_add(v);
#else
  return xsimd::hadd(v);
#endif
}

/// a_0 b_0 a_1 b_1 ... from the first halves of two vectors, or from their second halves.
template <bool second_half, std::size_t... I>
Vec zip(const Vec& a, const Vec& b, std::index_sequence<I...>) {
  return Vec(__builtin_shufflevector(a.data, b.data, (I / 2 + I % 2 * lanes + (second_half ? lanes / 2 : 0))...));
}

/// Transposes a square of numbers, a row a vector. Zipping row i with row i + lanes / 2 moves the highest bit of each
/// number's row to the lowest of its column; after log2(lanes) times rows and columns have changed places.
inline void transpose(Vec (&rows)[lanes]) {
  constexpr auto each = std::make_index_sequence<static_cast<std::size_t>(lanes)>();
  for (Index round = 1; round < lanes; round *= 2) {
    Vec zipped[lanes];
    for (Index i = 0; i < lanes / 2; ++i) {
      zipped[2 * i] = zip<false>(rows[i], rows[i + lanes / 2], each);
      zipped[2 * i + 1] = zip<true>(rows[i], rows[i + lanes / 2], each);
    }
    for (Index i = 0; i < lanes; ++i) rows[i] = zipped[i];
  }
}

}  // namespace selfsame::kernels::detail
