/// \file
/// The inner loops of convolution and the blocks they read. Internal to kernels/conv*.cpp.
#pragma once

#include <type_traits>

#include "selfsame/kernels/scratch.hpp"
#include "selfsame/kernels/vectors.hpp"

namespace selfsame::kernels::detail {

/// Columns of a matrix cut into blocks of `width` vectors; the last block is narrowed to what is needed and filled up
/// with zeros.
struct ColumnBlocks {
  explicit ColumnBlocks(Index columns_) : columns(columns_), width(vectors_for(columns_)) {}
  Index columns;
  int width;
  Index block() const { return width * lanes; }
  Index blocks() const { return (columns + block() - 1) / block(); }
  Index padded() const { return blocks() * block(); }
};

/// Runs f(integral_constant<R>, integral_constant<V>) for run-time `rows` in 1..most_rows and `vectors` 1, 2 or 4.
template <int V, class F>
void with_rows(Index rows, F&& f) {
  switch (rows) {
    case 1:
      return f(std::integral_constant<int, 1>(), std::integral_constant<int, V>());
    case 2:
      return f(std::integral_constant<int, 2>(), std::integral_constant<int, V>());
    case 3:
      return f(std::integral_constant<int, 3>(), std::integral_constant<int, V>());
    case 4:
      return f(std::integral_constant<int, 4>(), std::integral_constant<int, V>());
    case 5:
      return f(std::integral_constant<int, 5>(), std::integral_constant<int, V>());
    default:
      return f(std::integral_constant<int, 6>(), std::integral_constant<int, V>());
  }
}

template <class F>
void with_block(Index rows, int vectors, F&& f) {
  if (vectors == 1) return with_rows<1>(rows, f);
  if (vectors == 2) return with_rows<2>(rows, f);
  if constexpr (most_vectors >= 4) with_rows<4>(rows, f);
}

}  // namespace selfsame::kernels::detail
