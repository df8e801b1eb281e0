/// \file
/// Walking over rows of channels, several vectors of channels at a time. Internal to kernels/*.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "selfsame/kernels/vectors.hpp"

namespace selfsame::kernels::detail {

/// N neighbouring vectors as one number: the same formula serves Wide<4>, Wide<1> and Scalar.
///
/// What belongs to a channel (mean, scale, sums) stays where it is while a block of rows passes, so each N has a pass
/// of its own over the block. The wider it is, the longer the pieces of memory that are read in order: 32 channels of a
/// batch that is in no cache pass at 10 GB/s one vector at a time, at 20 as Wide<4> (one AVX2 core; jumps of a row's
/// length are nothing its prefetcher follows).
template <int N>
struct Wide {
  Vec part[N];
  Wide() = default;
  explicit Wide(Scalar value) {
    for (Vec& p : part) p = Vec(value);
  }
};

/// The answers to a comparison of two Wide<N>.
template <int N>
struct WideBool {
  xsimd::batch_bool<Scalar> part[N];
};

/// A Wide<N> or WideBool<N>, part by part: result.part[i] = f(i).
template <class Result, int N, class F>
[[gnu::always_inline]] inline Result each_part(F&& f) {
  Result result;
#pragma GCC unroll 4
  for (int i = 0; i < N; ++i) result.part[i] = f(i);
  return result;
}

/// \name What a formula needs
/// \{
template <int N>
[[gnu::always_inline]] inline Wide<N> operator+(const Wide<N>& a, const Wide<N>& b) {
  return each_part<Wide<N>, N>([&](int i) { return a.part[i] + b.part[i]; });
}
template <int N>
[[gnu::always_inline]] inline Wide<N> operator-(const Wide<N>& a, const Wide<N>& b) {
  return each_part<Wide<N>, N>([&](int i) { return a.part[i] - b.part[i]; });
}
template <int N>
[[gnu::always_inline]] inline Wide<N> operator*(const Wide<N>& a, const Wide<N>& b) {
  return each_part<Wide<N>, N>([&](int i) { return a.part[i] * b.part[i]; });
}
template <int N>
[[gnu::always_inline]] inline Wide<N>& operator+=(Wide<N>& a, const Wide<N>& b) {
  return a = a + b;
}
template <int N>
[[gnu::always_inline]] inline WideBool<N> operator>(const Wide<N>& a, const Wide<N>& b) {
  return each_part<WideBool<N>, N>([&](int i) { return a.part[i] > b.part[i]; });
}
template <int N>
[[gnu::always_inline]] inline WideBool<N> operator==(const Wide<N>& a, const Wide<N>& b) {
  return each_part<WideBool<N>, N>([&](int i) { return a.part[i] == b.part[i]; });
}

template <int N>
[[gnu::always_inline]] inline Wide<N> pick(const WideBool<N>& condition, const Wide<N>& yes, const Wide<N>& no) {
  return each_part<Wide<N>, N>([&](int i) { return xsimd::select(condition.part[i], yes.part[i], no.part[i]); });
}
inline Scalar pick(bool condition, Scalar yes, Scalar no) { return condition ? yes : no; }

template <class T>
[[gnu::always_inline]] inline T load(const Scalar* from) {
  if constexpr (std::is_same_v<T, Scalar>) {
    return *from;
  } else {
    constexpr int count = static_cast<int>(std::extent_v<decltype(T::part)>);
    return each_part<T, count>([&](int i) { return Vec::load_unaligned(from + i * lanes); });
  }
}
template <int N>
[[gnu::always_inline]] inline void store(const Wide<N>& value, Scalar* to) {
  for (int i = 0; i < N; ++i) value.part[i].store_unaligned(to + i * lanes);
}
inline void store(Scalar value, Scalar* to) { *to = value; }
/// \}

/// Writes whole numbers below 256, which were chosen beside values as vectors of the same kind, as bytes.
inline void store_as_bytes(const Scalar* numbers, Index count, std::uint8_t* to) {
  std::transform(numbers, numbers + count, to,
                 [](Scalar number) { return static_cast<std::uint8_t>(static_cast<int>(number)); });
}

/// Calls f(c, T()) for all channels c, T as wide as fits: Wide<4> down to Wide<1>, then Scalar; Wide<most> at most.
template <int most = 4, class F>
void for_channels(Index channels, F&& f, Index c = 0) {
  if constexpr (most == 0) {
    for (; c < channels; ++c) f(c, Scalar());
  } else {
    for (; c + most * lanes <= channels; c += most * lanes) f(c, Wide<most>());
    for_channels<most / 2>(channels, f, c);
  }
}

}  // namespace selfsame::kernels::detail
