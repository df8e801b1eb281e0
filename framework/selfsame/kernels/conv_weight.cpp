// The direct way, backward-weights: dw[a,b,i,o] is a sum over pixels of x times dy. A block of (kernel column, input
// channel) rows times vectors of output channels is held in registers while a run of pixels passes.
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/conv.hpp"
#include "selfsame/kernels/conv_frame.hpp"
#include "selfsame/kernels/conv_micro.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

// Pixels that pass before the sums are written back: enough to make that cheap, few enough that a cache line of x and
// of dy for each stay in the L1 cache. 64 -> 128 channels at 7 x 7, one AVX2 core: 98 give 84 GFLOP/s, 196 78, 392 67.
constexpr Index pixels_per_pass = 98;

// What one convolution's images have in common.
struct Plan {
  explicit Plan(const ConvShape& shape)
      : s(shape),
        blocks(s.out),
        frame{s.h, s.w, s.in, s.padding, s.padding, s.h + 2 * s.padding, s.w + 2 * s.padding, pitch_for(s)},
        merged(frame.pitch == s.in),
        depth(merged ? s.kw * s.in : s.in),
        images(std::clamp<Index>(pixels_per_pass / std::max<Index>(1, s.out_h() * s.out_w()), 1,
                                 std::max<Index>(s.n, 1))) {
    for (Index image = 0; image < images; ++image) {
      for (Index r = 0; r < s.out_h(); ++r) {
        for (Index c = 0; c < s.out_w(); ++c) {
          position.push_back(image * frame.size() + (r * frame.padded_w + c) * s.stride * frame.pitch);
        }
      }
    }
    for (Index a = 0; a < s.kh; ++a) {
      for (Index b = 0; b < (merged ? 1 : s.kw); ++b) segments.push_back((a * frame.padded_w + b) * frame.pitch);
    }
  }

  // Pixels a power of two apart would all fall into few sets of the L1 cache: an odd number of cache lines avoids that.
  static Index pitch_for(const ConvShape& s) {
    constexpr Index line = 64 / static_cast<Index>(sizeof(Scalar));
    return s.padding > 0 && s.in % (2 * line) == 0 ? s.in + line : s.in;
  }

  ConvShape s;
  ColumnBlocks blocks;
  Frame frame;
  bool merged;                  // the kernel's columns are adjacent in memory and count as one segment
  Index depth;                  // rows of dw in a segment
  Index images;                 // that pass together
  std::vector<Index> position;  // of each output pixel's window in the padded images
  std::vector<Index> segments;  // position of each segment in a window
};

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

// dy (pixels, columns) as [block][pixel][column of the block], filled up with zeros. It is read as it lies in memory:
// block by block, 128 images of the first layer, which no cache holds, took 1.7 times as long in all.
void pack_columns(const ColumnBlocks& blocks, Index pixels, const Scalar* dy, Scalar* packed) {
  const Index block = blocks.block(), step = pixels * block, whole = blocks.columns / block * block;
  for (Index p = 0; p < pixels; ++p, dy += blocks.columns, packed += block) {
    Scalar* to = packed;
    for (Index c = 0; c < whole; c += block, to += step) {
      for (Index i = 0; i < block; i += lanes) Vec::load_unaligned(dy + c + i).store_aligned(to + i);
    }
    if (whole < blocks.columns) std::fill(std::copy(dy + whole, dy + blocks.columns, to), to + block, Scalar(0));
  }
}

// Adds the pixels of a few images to dw, laid out as [block][segment][row][column of the block].
void add_pixels(const Plan& plan, Index pixels, const Scalar* x, const Scalar* dy, Scalar* dw) {
  const Index block = plan.blocks.block(), passes = (pixels + pixels_per_pass - 1) / pixels_per_pass;
  const Runs runs(plan.depth);
  for (Index pass = 0; pass < passes; ++pass) {
    const Index first = pixels * pass / passes, count = pixels * (pass + 1) / passes - first;
    Scalar* sum = dw;
    for (Index b = 0; b < plan.blocks.blocks(); ++b) {
      const Scalar* gradient = dy + (b * pixels + first) * block;
      for (const Index segment : plan.segments) {
        for (Index run = 0; run < runs.count; ++run) {
          const Index row = runs.begin(run), rows = runs.rows(run);
          with_block(rows, plan.blocks.width, [&](auto R, auto V) {
            sum_products<R(), V()>(count, plan.position.data() + first, x + segment + row, gradient, sum);
          });
          sum += rows * block;
        }
      }
    }
  }
}

// dw (rows, columns) = the sums of all chunks, each laid out as [block][row][column of the block], added up in order.
void add_up(const ColumnBlocks& blocks, Index rows, Index chunks, const Scalar* sums, Scalar* dw) {
  const Index block = blocks.block(), size = rows * blocks.padded();
  parallel_for(rows * blocks.blocks(), 1 + (1 << 14) / (block * chunks + 1), [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      const Index column = i / rows * block, columns = std::min(block, blocks.columns - column);
      alignas(64) Scalar total[most_vectors * lanes] = {};
      for (Index chunk = 0; chunk < chunks; ++chunk) {
        const Scalar* from = sums + chunk * size + i * block;
        for (Index c = 0; c < block; ++c) total[c] += from[c];
      }
      std::copy_n(total, columns, dw + i % rows * blocks.columns + column);
    }
  });
}

}  // namespace

void conv2d_backward_weight_direct(const ConvShape& s, const Scalar* x, const Scalar* dy, Scalar* dw) {
  const Plan plan(s);
  const Index pixels = s.out_h() * s.out_w(), image_size = s.h * s.w * s.in;
  const Index rows = s.kh * s.kw * s.in, size = rows * plan.blocks.padded();

  // Each chunk of images has sums of its own, added up in order: the result does not depend on the threads. Big
  // weights get fewer chunks: writing and adding them up costs time and memory.
  const Index chunks = std::min<Index>(s.n, std::clamp<Index>((Index(1) << 20) / size, 4, 16));
  const Scratch sums(chunks * size);
  parallel_chunks(s.n, chunks, [&](Index chunk, Index begin, Index end) {
    Scalar* sum = sums.data() + chunk * size;
    std::fill_n(sum, size, Scalar(0));
    const Scratch frames(plan.frame.needed() ? plan.images * plan.frame.size() : 1);
    const Scratch gradient(plan.images * pixels * plan.blocks.padded());
    for (Index n = begin; n < end; n += plan.images) {
      const Index images = std::min(plan.images, end - n);
      const Scalar* from = x + n * image_size;
      for (Index i = 0; i < images && plan.frame.needed(); ++i) {
        plan.frame.copy(from + i * image_size, frames.data() + i * plan.frame.size());
      }
      if (plan.frame.needed()) from = frames.data();
      pack_columns(plan.blocks, images * pixels, dy + n * pixels * s.out, gradient.data());
      add_pixels(plan, images * pixels, from, gradient.data(), sum);
    }
  });
  add_up(plan.blocks, rows, chunks, sums.data(), dw);
}

}  // namespace selfsame::kernels
