// Forward and backward-data by Winograd's method, explained in conv_winograd.hpp. A group of tiles is transformed,
// multiplied and transformed back while it is in the cache; backward-data is the forward pass of the output's gradient
// with the kernel turned by half a circle.
#include "selfsame/kernels/conv_winograd.hpp"

#include "selfsame/core/parallel.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

// Tiles that are worked on together, a multiple of the micro-kernel's rows: 24 to 96 are equally fast. What they become
// stays in the L2 cache, and reading the weights from there is shared by enough of them.
constexpr Index tiles_at_once = 48;

// u[block][position][in][column of the block] = G w G^T, filled up with zeros.
void transform_weights(const ConvShape& s, const ColumnBlocks& blocks, const Scalar* w, Scalar* u) {
  const Index block = blocks.block();
  parallel_for(blocks.blocks() * s.in, 1 + 2048 / block, [&](Index begin, Index end) {
    for (Index k = begin; k < end; ++k) {
      const Index b = k / s.in, i = k % s.in;
      for (Index c = 0; c < block; c += lanes) {
        const Index column = b * block + c, present = std::clamp<Index>(s.out - column, 0, lanes);
        transform<WeightTransform>(
            [&](int row, int col) { return load_part(w + ((row * 3 + col) * s.in + i) * s.out + column, present); },
            [&](int row, int col, Vec value) {
              value.store_aligned(u + ((b * positions + row * patch + col) * s.in + i) * block + c);
            });
      }
    }
  });
}

// [multiply]
// m (R rows x V vectors) = v (R, depth) u (depth, V vectors).
template <int R, int V>
void multiply(Index depth, const Scalar* v, Index v_step, const Scalar* u, Scalar* m) {
  Vec sum[R][V];
  for (int r = 0; r < R; ++r) {
    for (int k = 0; k < V; ++k) sum[r][k] = Vec(Scalar(0));
  }
  for (Index i = 0; i < depth; ++i, u += V * lanes) {
    Vec weight[V];
    for (int k = 0; k < V; ++k) weight[k] = Vec::load_aligned(u + k * lanes);
    for (int r = 0; r < R; ++r) {
      const Vec value(v[r * v_step + i]);
      for (int k = 0; k < V; ++k) sum[r][k] = xsimd::fma(value, weight[k], sum[r][k]);
    }
  }
  for (int r = 0; r < R; ++r) {
    for (int k = 0; k < V; ++k) sum[r][k].store_aligned(m + (r * V + k) * lanes);
  }
}
// [multiply]

// Writes what of tile number t lies inside the image: y = A^T m A + bias for a block of columns. What lies outside goes
// to `outside`, a block long.
void transform_back(const ConvShape& s, const Tiles& tiles, Index t, const ColumnBlocks& blocks, Index column,
                    const Scalar* m, Index step, const Scalar* bias, Scalar* y, Scalar* outside) {
  Scalar* pixels[tile][tile];
  tiles.for_each_pixel<tile>(t, s.out_h(), s.out_w(), 0, [&](Index r, Index c, Index pixel) {
    pixels[r][c] = pixel < 0 ? outside : y + pixel * s.out + column;
  });
  const Index columns = std::min(blocks.block(), s.out - column);
  for (Index c = 0; c < columns; c += lanes) {
    const Vec offset = Vec::load_aligned(bias + column + c);
    const auto load = [&](int row, int col) { return Vec::load_aligned(m + (row * patch + col) * step + c); };
    if (columns - c >= lanes) {
      transform<OutputTransform>(
          load, [&](int row, int col, Vec value) { (value + offset).store_unaligned(pixels[row][col] + c); });
    } else {
      transform<OutputTransform>(
          load, [&](int row, int col, Vec value) { store_part(value + offset, pixels[row][col] + c, columns - c); });
    }
  }
}

// w (3, 3, in, out) turned by half a circle, with `in` and `out` exchanged.
void turn_weights(Index in, Index out, const Scalar* w, Scalar* turned) {
  constexpr Index at_once = 16;  // columns read together, so that each cache line is used whole
  parallel_for(9, 1 + (1 << 14) / (in * out), [&](Index begin, Index end) {
    for (Index tap = begin; tap < end; ++tap) {
      const Scalar* from = w + (8 - tap) * in * out;
      Scalar* to = turned + tap * in * out;
      for (Index first = 0; first < out; first += at_once) {
        for (Index i = 0; i < in; ++i) {
          for (Index o = first; o < std::min(out, first + at_once); ++o) to[o * in + i] = from[i * out + o];
        }
      }
    }
  });
}

}  // namespace

bool winograd_fits(const ConvShape& s) { return s.kh == 3 && s.kw == 3 && s.stride == 1 && s.padding <= 2; }

// [winograd]
void conv2d_winograd(const ConvShape& s, const Scalar* x, const Scalar* w, const Scalar* bias, Scalar* y) {
  const Tiles tiles(s);
  const ColumnBlocks blocks(s.out);
  const Index block = blocks.block(), width = whole_vectors(s.in);
  const Scratch u(blocks.padded() * positions * s.in), padded_bias(blocks.padded()), zeros(width);
  transform_weights(s, blocks, w, u.data());
  std::fill_n(zeros.data(), width, Scalar(0));
  std::fill_n(padded_bias.data(), blocks.padded(), Scalar(0));
  if (bias) std::copy_n(bias, s.out, padded_bias.data());
  parallel_for(tiles.count(s.n), 4, [&](Index begin, Index end) {
    const Index v_step = position_step(tiles_at_once * width), m_step = position_step(tiles_at_once * block);
    const Scratch v(positions * v_step), m(positions * m_step), outside(block);
    for (Index first = begin; first < end; first += tiles_at_once) {
      const Index count = std::min(tiles_at_once, end - first);
      for (Index t = 0; t < count; ++t) {
        transform_tile<InputTransform>(tiles, first + t, s.h, s.w, s.in, s.padding, x, zeros.data(), 0, s.in,
                                       v.data() + t * width, v_step);
      }
      const Runs runs(count);
      for (Index b = 0; b < blocks.blocks(); ++b) {
        for (Index p = 0; p < positions; ++p) {
          const Scalar* weights = u.data() + (b * positions + p) * s.in * block;
          for (Index run = 0; run < runs.count; ++run) {
            const Index t = runs.begin(run);
            with_block(runs.rows(run), blocks.width, [&](auto R, auto V) {
              multiply<R(), V()>(s.in, v.data() + p * v_step + t * width, width, weights,
                                 m.data() + p * m_step + t * block);
            });
          }
        }
        for (Index t = 0; t < count; ++t) {
          transform_back(s, tiles, first + t, blocks, b * block, m.data() + t * block, m_step, padded_bias.data(), y,
                         outside.data());
        }
      }
    }
  });
}
// [winograd]

void conv2d_backward_data_winograd(const ConvShape& s, const Scalar* dy, const Scalar* w, Scalar* dx) {
  const ConvShape turned{s.n, s.out_h(), s.out_w(), s.out, 3, 3, s.in, 1, 2 - s.padding};
  const Scratch weights(9 * s.in * s.out);
  turn_weights(s.in, s.out, w, weights.data());
  conv2d_winograd(turned, dy, weights.data(), nullptr, dx);
}

}  // namespace selfsame::kernels
