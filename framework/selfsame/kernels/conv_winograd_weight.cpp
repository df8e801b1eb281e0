// Backward-weights by Winograd's method, explained in conv_winograd.hpp: the gradient of the transformed weights is
// summed over tiles, position by position a matrix product (in x tiles) (tiles x out), and transformed back once.
#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/conv_winograd.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

// Tiles that are worked on together: enough to make reading and writing the sums cheap.
constexpr Index tiles_at_once = 48;

// sum (R rows x V vectors) += v^T g with v (count, R) and g (count, V vectors).
template <int R, int V>
void add_products(Index count, const Scalar* v, Index v_step, const Scalar* g, Scalar* sum) {
  Vec total[R][V];
  for (int r = 0; r < R; ++r) {
    for (int k = 0; k < V; ++k) total[r][k] = Vec::load_aligned(sum + (r * V + k) * lanes);
  }
  for (Index t = 0; t < count; ++t, v += v_step, g += V * lanes) {
    Vec gradient[V];
    for (int k = 0; k < V; ++k) gradient[k] = Vec::load_aligned(g + k * lanes);
    for (int r = 0; r < R; ++r) {
      const Vec value(v[r]);
      for (int k = 0; k < V; ++k) total[r][k] = xsimd::fma(value, gradient[k], total[r][k]);
    }
  }
  for (int r = 0; r < R; ++r) {
    for (int k = 0; k < V; ++k) total[r][k].store_aligned(sum + (r * V + k) * lanes);
  }
}

// dw = G^T (the sums of all chunks, added up in order) G; each chunk is laid out as [block][position][in][column].
void transform_sums(const ConvShape& s, const ColumnBlocks& blocks, Index chunks, const Scalar* sums, Scalar* dw) {
  const Index block = blocks.block(), size = blocks.padded() * positions * s.in;
  parallel_for(blocks.blocks() * s.in, 1 + 2048 / block, [&](Index begin, Index end) {
    for (Index k = begin; k < end; ++k) {
      const Index b = k / s.in, i = k % s.in, columns = std::min(block, s.out - b * block);
      for (Index c = 0; c < columns; c += lanes) {
        transform<WeightGradientTransform>(
            [&](int row, int col) {
              const Scalar* from = sums + ((b * positions + row * patch + col) * s.in + i) * block + c;
              Vec total(Scalar(0));
              for (Index chunk = 0; chunk < chunks; ++chunk) total += Vec::load_aligned(from + chunk * size);
              return total;
            },
            [&](int row, int col, Vec value) {
              store_part(value, dw + ((row * 3 + col) * s.in + i) * s.out + b * block + c, columns - c);
            });
      }
    }
  });
}

}  // namespace

void conv2d_backward_weight_winograd(const ConvShape& s, const Scalar* x, const Scalar* dy, Scalar* dw) {
  const Tiles tiles(s);
  const ColumnBlocks blocks(s.out);
  const Index block = blocks.block(), width = whole_vectors(s.in), size = blocks.padded() * positions * s.in;

  // Each chunk of tiles has sums of its own, added up in order: the result does not depend on the threads.
  const Index chunks = std::clamp<Index>(tiles.count(s.n) / tiles_at_once, 1, 4);
  const Scratch sums(chunks * size), zeros(std::max(width, block));
  std::fill_n(zeros.data(), std::max(width, block), Scalar(0));
  parallel_chunks(tiles.count(s.n), chunks, [&](Index chunk, Index begin, Index end) {
    Scalar* sum = sums.data() + chunk * size;
    std::fill_n(sum, size, Scalar(0));
    const Index v_step = position_step(tiles_at_once * width), g_step = position_step(tiles_at_once * block);
    const Scratch v(positions * v_step), g(positions * g_step);
    const Runs runs(s.in);
    for (Index first = begin; first < end; first += tiles_at_once) {
      const Index count = std::min(tiles_at_once, end - first);
      for (Index t = 0; t < count; ++t) {
        transform_tile<InputTransform>(tiles, first + t, s.h, s.w, s.in, s.padding, x, zeros.data(), 0, s.in,
                                       v.data() + t * width, v_step);
      }
      for (Index b = 0; b < blocks.blocks(); ++b) {
        const Index column = b * block, columns = std::min(block, s.out - column);
        for (Index t = 0; t < count; ++t) {
          Scalar* to = g.data() + t * block;
          transform_tile<GradientTransform>(tiles, first + t, s.out_h(), s.out_w(), s.out, 0, dy, zeros.data(), column,
                                            column + columns, to, g_step);
          for (Index c = whole_vectors(columns); c < block; ++c) {
            for (Index p = 0; p < positions; ++p) to[p * g_step + c] = 0;
          }
        }
        for (Index p = 0; p < positions; ++p) {
          for (Index run = 0; run < runs.count; ++run) {
            const Index i = runs.begin(run);
            with_block(runs.rows(run), blocks.width, [&](auto R, auto V) {
              add_products<R(), V()>(count, v.data() + p * v_step + i, width, g.data() + p * g_step,
                                     sum + ((b * positions + p) * s.in + i) * block);
            });
          }
        }
      }
    }
  });
  transform_sums(s, blocks, chunks, sums.data(), dw);
}

}  // namespace selfsame::kernels
