// Backward-weights: dw[a,b,i,o] is a sum over pixels of x times dy. A block of (kernel column, input channel) rows times
// vectors of output channels is held in registers while a run of pixels passes.
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/conv.hpp"
#include "selfsame/kernels/conv_frame.hpp"
#include "selfsame/kernels/conv_micro.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

// Pixels that pass before the sums are written back: enough to make that cheap, few enough to stay in the L1 cache.
constexpr Index pixels_per_pass = 98;

template <int R, int V>
void sum_products(Index pixels, const Index* position, const Scalar* x, const Scalar* dy, Scalar* dw) {
  Vec sum[R][V];
  for (int r = 0; r < R; ++r) {
    for (int v = 0; v < V; ++v) sum[r][v] = Vec::load_aligned(dw + (r * V + v) * lanes);
  }
  for (Index p = 0; p < pixels; ++p, dy += V * lanes) {
    const Scalar* values = x + position[p];
    Vec gradient[V];
    for (int v = 0; v < V; ++v) gradient[v] = Vec::load_aligned(dy + v * lanes);
    for (int r = 0; r < R; ++r) {
      const Vec value(values[r]);
      for (int v = 0; v < V; ++v) sum[r][v] = xsimd::fma(value, gradient[v], sum[r][v]);
    }
  }
  for (int r = 0; r < R; ++r) {
    for (int v = 0; v < V; ++v) sum[r][v].store_aligned(dw + (r * V + v) * lanes);
  }
}

// dy (pixels, columns) as [block][pixel][column of the block], filled up with zeros.
void pack_columns(const ColumnBlocks& blocks, Index pixels, const Scalar* dy, Scalar* packed) {
  const Index block = blocks.block();
  for (Index b = 0; b < blocks.blocks(); ++b) {
    const Index columns = std::min(block, blocks.columns - b * block);
    for (Index p = 0; p < pixels; ++p, packed += block) {
      const Scalar* from = dy + p * blocks.columns + b * block;
      if (columns == block) {
        for (int v = 0; v < blocks.width; ++v) Vec::load_unaligned(from + v * lanes).store_aligned(packed + v * lanes);
      } else {
        std::copy_n(from, columns, packed);
        std::fill(packed + columns, packed + block, Scalar(0));
      }
    }
  }
}

// Adds one image to dw, laid out as [block][kernel row][kernel column, input channel][column of the block].
void add_image(const ConvShape& s, const ColumnBlocks& blocks, const std::vector<Index>& position, Index row_step,
               const Scalar* x, const Scalar* dy, Scalar* dw) {
  const Index pixels = static_cast<Index>(position.size()), block = blocks.block(), depth = s.kw * s.in;
  const Index passes = (pixels + pixels_per_pass - 1) / pixels_per_pass;
  const Runs runs(depth);
  for (Index pass = 0; pass < passes; ++pass) {
    const Index first = pixels * pass / passes, count = pixels * (pass + 1) / passes - first;
    for (Index b = 0; b < blocks.blocks(); ++b) {
      const Scalar* gradient = dy + (b * pixels + first) * block;
      for (Index a = 0; a < s.kh; ++a) {
        for (Index run = 0; run < runs.count; ++run) {
          const Index row = runs.begin(run);
          with_block(runs.begin(run + 1) - row, blocks.width, [&](auto R, auto V) {
            sum_products<R(), V()>(count, position.data() + first, x + a * row_step + row, gradient,
                                   dw + ((b * s.kh + a) * depth + row) * block);
          });
        }
      }
    }
  }
}

}  // namespace

void conv2d_backward_weight(const ConvShape& s, const Scalar* x, const Scalar* dy, Scalar* dw) {
  const Frame frame{s.h, s.w, s.in, s.padding, s.padding, s.h + 2 * s.padding, s.w + 2 * s.padding};
  const ColumnBlocks blocks(s.out);
  const Index pixels = s.out_h() * s.out_w(), row_step = frame.padded_w * s.in;
  const Index rows = s.kh * s.kw * s.in, block = blocks.block(), size = rows * blocks.padded();
  std::vector<Index> position;
  for (Index r = 0; r < s.out_h(); ++r) {
    for (Index c = 0; c < s.out_w(); ++c) position.push_back(r * s.stride * row_step + c * s.stride * s.in);
  }

  // Each chunk of images has sums of its own, added up in order: the result does not depend on the threads. Big
  // weights get fewer chunks, to bound the memory.
  const Index chunks = std::min<Index>(s.n, std::clamp<Index>((Index(1) << 23) / size, 4, 16));
  const Scratch sums(chunks * size);
  parallel_chunks(s.n, chunks, [&](Index chunk, Index begin, Index end) {
    Scalar* sum = sums.data() + chunk * size;
    std::fill_n(sum, size, Scalar(0));
    const Scratch image(frame.needed() ? frame.size() : 1), gradient(pixels * blocks.padded());
    for (Index n = begin; n < end; ++n) {
      const Scalar* from = x + n * s.h * s.w * s.in;
      if (frame.needed()) {
        frame.copy(from, image.data());
        from = image.data();
      }
      pack_columns(blocks, pixels, dy + n * pixels * s.out, gradient.data());
      add_image(s, blocks, position, row_step, from, gradient.data(), sum);
    }
  });
  parallel_for(rows, 1 + (1 << 14) / (s.out * chunks + 1), [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) {
      for (Index o = 0; o < s.out; ++o) {
        const Scalar* from = sums.data() + ((o / block) * rows + row) * block + o % block;
        Scalar total = 0;
        for (Index chunk = 0; chunk < chunks; ++chunk) total += from[chunk * size];
        dw[row * s.out + o] = total;
      }
    }
  });
}

}  // namespace selfsame::kernels
