/// \file
/// Winograd's convolution: 3x3, stride 1, with a quarter of the multiplications. Internal to kernels/conv*.cpp.
///
/// In one dimension: four neighbouring outputs y_k = sum_j d_(k+j) g_j need a kernel g of 3, a patch d of 6 inputs and
/// 12 multiplications. Seen as polynomials, they can be multiplied by their values at 6 points instead of their
/// coefficients: y = A^T [(G g) * (B^T d)], with 6 multiplications. In two dimensions the matrices are applied to rows
/// and columns: Y (4x4) = A^T [(G g G^T) * (B^T d B)] A, 36 multiplications instead of 144. The sum over the input
/// channels is taken inside the brackets, where each of the 36 positions is a matrix product (tiles x in) (in x out).
/// Gradients come from the same three matrices transposed: dg = G^T [(B^T d B) * (A dY A^T)] G.
///
/// Lavin & Gray (2016), "Fast algorithms for convolutional neural networks", F(4x4, 3x3). They take the points 0, +-1,
/// +-2 and infinity; +-1/sqrt(2) and +-sqrt(2) cost the same and round better. Largest error of an output in float,
/// relative to the largest output, 128 channels: 2e-6 with these points, 9e-6 with theirs, 1e-6 summed directly.
///
///            1    0   -5/2   0    1  0             1      0     0            1   0     0      0
///            0  -2a    -2    a    1  0           -2/3  -2a/3  -1/3           1   a    1/2    a/2
///     B^T =  0   2a    -2   -a    1  0      G =  -2/3   2a/3  -1/3      A =  1  -a    1/2   -a/2      a = 1/sqrt(2)
///            0   -a   -1/2  2a    1  0            1/6    a/3   1/3           1  2a     2     4a
///            0    a   -1/2 -2a    1  0            1/6   -a/3   1/3           1 -2a     2    -4a
///            0    1     0  -5/2   0  1             0      0     1            0   0     0      1
#pragma once

#include "selfsame/kernels/conv.hpp"
#include "selfsame/kernels/conv_micro.hpp"

namespace selfsame::kernels::detail {

constexpr int tile = 4, patch = 6, positions = patch * patch;

/// a = 1 / sqrt(2).
constexpr Scalar half_root = Scalar(0.70710678118654752440);

/// \name The matrices, applied to a column of vectors
/// \{

/// t (6) = B^T d (6).
struct InputTransform {
  static constexpr int from = patch, to = patch;
  static void apply(const Vec* d, Vec* t) {
    const Vec a(half_root), two_a(2 * half_root), two(Scalar(2)), half(Scalar(0.5)), five_halves(Scalar(2.5));
    const Vec even1 = xsimd::fnma(two, d[2], d[4]), odd1 = xsimd::fnma(two, d[1], d[3]);
    const Vec even2 = xsimd::fnma(half, d[2], d[4]), odd2 = xsimd::fnma(half, d[1], d[3]);
    t[0] = xsimd::fnma(five_halves, d[2], d[0] + d[4]);
    t[1] = xsimd::fma(a, odd1, even1);
    t[2] = xsimd::fnma(a, odd1, even1);
    t[3] = xsimd::fma(two_a, odd2, even2);
    t[4] = xsimd::fnma(two_a, odd2, even2);
    t[5] = xsimd::fnma(five_halves, d[3], d[1] + d[5]);
  }
};

/// t (6) = G g (3).
struct WeightTransform {
  static constexpr int from = 3, to = patch;
  static void apply(const Vec* g, Vec* t) {
    const Vec third(Scalar(1) / 3), a_third(half_root / 3);
    const Vec even1 = (g[0] + g[0] + g[2]) * third, odd1 = (g[1] + g[1]) * a_third;
    const Vec even2 = xsimd::fma(Vec(Scalar(0.5)), g[0], g[2]) * third, odd2 = g[1] * a_third;
    t[0] = g[0];
    t[1] = -even1 - odd1;
    t[2] = odd1 - even1;
    t[3] = even2 + odd2;
    t[4] = even2 - odd2;
    t[5] = g[2];
  }
};

// [output transform]
/// y (4) = A^T m (6).
struct OutputTransform {
  static constexpr int from = patch, to = tile;
  static void apply(const Vec* m, Vec* y) {
    const Vec a(half_root), two(Scalar(2)), half(Scalar(0.5));
    const Vec even1 = m[1] + m[2], even2 = m[3] + m[4];
    const Vec odd1 = (m[1] - m[2]) * a, odd2 = (m[3] - m[4]) * a;
    y[0] = m[0] + even1 + even2;
    y[1] = xsimd::fma(two, odd2, odd1);
    y[2] = xsimd::fma(two, even2, half * even1);
    y[3] = xsimd::fma(half, odd1, xsimd::fma(Vec(Scalar(4)), odd2, m[5]));
  }
};
// [output transform]

/// t (6) = A dy (4).
struct GradientTransform {
  static constexpr int from = tile, to = patch;
  static void apply(const Vec* y, Vec* t) {
    const Vec a(half_root), two_a(2 * half_root), two(Scalar(2)), half(Scalar(0.5));
    const Vec even1 = xsimd::fma(half, y[2], y[0]), odd1 = xsimd::fma(half, y[3], y[1]);
    const Vec even2 = xsimd::fma(two, y[2], y[0]), odd2 = xsimd::fma(two, y[3], y[1]);
    t[0] = y[0];
    t[1] = xsimd::fma(a, odd1, even1);
    t[2] = xsimd::fnma(a, odd1, even1);
    t[3] = xsimd::fma(two_a, odd2, even2);
    t[4] = xsimd::fnma(two_a, odd2, even2);
    t[5] = y[3];
  }
};

/// g (3) = G^T t (6).
struct WeightGradientTransform {
  static constexpr int from = patch, to = 3;
  static void apply(const Vec* t, Vec* g) {
    const Vec third(Scalar(1) / 3), half(Scalar(0.5));
    const Vec even1 = t[1] + t[2], even2 = t[3] + t[4], odd1 = t[1] - t[2], odd2 = t[3] - t[4];
    g[0] = xsimd::fma(third, xsimd::fma(half, even2, -even1 - even1), t[0]);
    g[1] = (odd2 - odd1 - odd1) * Vec(half_root / 3);
    g[2] = xsimd::fma(third, even2 - even1, t[5]);
  }
};
/// \}

/// M d M^T for the matrix M of a transform: `load(row, column)` gives d, `store(row, column, value)` takes the result.
/// Inlined, so that the pointers `load` and `store` hold stay in registers: otherwise a tile takes three times as long.
template <class Transform, class Load, class Store>
[[gnu::always_inline]] inline void transform(Load&& load, Store&& store) {
  constexpr int from = Transform::from, to = Transform::to;
  Vec half_way[to][from], column[from], result[to];
#pragma GCC unroll 6
  for (int c = 0; c < from; ++c) {
#pragma GCC unroll 6
    for (int r = 0; r < from; ++r) column[r] = load(r, c);
    Transform::apply(column, result);
#pragma GCC unroll 6
    for (int r = 0; r < to; ++r) half_way[r][c] = result[r];
  }
#pragma GCC unroll 6
  for (int r = 0; r < to; ++r) {
    Transform::apply(half_way[r], result);
#pragma GCC unroll 6
    for (int c = 0; c < to; ++c) store(r, c, result[c]);
  }
}

/// The image a convolution's outputs make, cut into tiles of 4x4; those at the right and lower edge may stick out.
struct Tiles {
  explicit Tiles(const ConvShape& s) : rows((s.out_h() + tile - 1) / tile), cols((s.out_w() + tile - 1) / tile) {}
  Index rows, cols;                                       // of one image
  Index count(Index n) const { return n * rows * cols; }  // of n images

  /// Calls f(row, column, pixel) for the Size x Size pixels from `shift` above and to the left of tile number t of
  /// images (h, w): `pixel` counts from the first pixel of the first image and is -1 outside of the tile's image.
  template <int Size, class F>
  void for_each_pixel(Index t, Index h, Index w, Index shift, F&& f) const {
    const Index image = t / (rows * cols), top = t / cols % rows * tile - shift, left = t % cols * tile - shift;
    for (Index r = 0; r < Size; ++r) {
      for (Index c = 0; c < Size; ++c) {
        const bool inside = top + r >= 0 && top + r < h && left + c >= 0 && left + c < w;
        f(r, c, inside ? (image * h + top + r) * w + left + c : -1);
      }
    }
  }
};

// [position step]
/// Values from one of the 36 positions to the next in a buffer of `size` values each. An odd number of cache lines: at
/// powers of two, the 36 values that a transform reads or writes together would push each other out of the L1 cache.
constexpr Index position_step(Index size) {
  constexpr Index line = 64 / static_cast<Index>(sizeof(Scalar));
  return (size + line - 1) / line / 2 * 2 * line + line;
}
// [position step]

/// Transforms tile number t of images (h, w, channels) from channel `begin` up to `end`: position p of channel
/// begin + c goes to to[p * step + c], filled up with zeros to whole vectors. `zeros` are read outside the images.
template <class Transform>
void transform_tile(const Tiles& tiles, Index t, Index h, Index w, Index channels, Index shift, const Scalar* x,
                    const Scalar* zeros, Index begin, Index end, Scalar* to, Index step) {
  constexpr int size = Transform::from;
  const Scalar* pixels[size][size];
  tiles.for_each_pixel<size>(t, h, w, shift, [&](Index r, Index c, Index pixel) {
    pixels[r][c] = pixel < 0 ? zeros : x + pixel * channels + begin;
  });
  for (Index c = 0; c < end - begin; c += lanes) {
    Scalar* next = to + c;
    const auto store = [&](int, int, Vec value) {
      value.store_aligned(next);
      next += step;
    };
    if (end - begin - c >= lanes) {
      transform<Transform>([&](int row, int col) { return Vec::load_unaligned(pixels[row][col] + c); }, store);
    } else {
      transform<Transform>([&](int row, int col) { return load_part(pixels[row][col] + c, end - begin - c); }, store);
    }
  }
}

}  // namespace selfsame::kernels::detail
