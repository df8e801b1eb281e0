// The direct way, forward and backward-data: one and the same loop. Both compute, for every output pixel, a sum over
// kernel positions and input channels; they differ in which input pixel meets which kernel position. `Axis` says that
// for rows and for columns; a strided backward-data is stride x stride interleaved convolutions of stride 1.
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/conv.hpp"
#include "selfsame/kernels/conv_frame.hpp"
#include "selfsame/kernels/conv_micro.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

// Along one dimension of the padded input: output k lies at first_out + k step_out and reads the positions
// first_in + k step_in + j, weighted with kernel[j].
struct Axis {
  Index first_in, step_in, first_out, step_out, count;
  std::vector<Index> kernel;
};

Axis forward_axis(Index out, Index kernel, Index stride) {
  Axis axis{0, stride, 0, 1, out, {}};
  for (Index k = 0; k < kernel; ++k) axis.kernel.push_back(k);
  return axis;
}

// Inputs i with (i + padding) % stride == residue; they meet kernel positions residue, residue + stride, ... and, in
// falling order of those, neighbouring outputs. `before` rows of zeros precede the output gradient.
Axis backward_axis(Index in, Index kernel, Index stride, Index padding, Index residue, Index before) {
  const Index first = ((residue - padding) % stride + stride) % stride;
  const Index taps = residue < kernel ? (kernel - residue + stride - 1) / stride : 0;
  Axis axis{(first + padding - residue) / stride + before - (taps - 1), 1, first, stride, 0, {}};
  axis.count = first < in ? (in - first + stride - 1) / stride : 0;
  for (Index k = taps - 1; k >= 0; --k) axis.kernel.push_back(residue + k * stride);
  return axis;
}

// One interleaved part of a pass: where its pixels are, and its weights.
struct Phase {
  Phase(const Axis& rows, const Axis& cols, const Frame& frame, Index out_w, Index out_channels)
      : tap_rows(static_cast<Index>(rows.kernel.size())),
        depth(static_cast<Index>(cols.kernel.size()) * frame.channels),
        tap_step(frame.padded_w * frame.channels) {
    for (Index r = 0; r < rows.count; ++r) {
      for (Index c = 0; c < cols.count; ++c) {
        in.push_back(((rows.first_in + r * rows.step_in) * frame.padded_w + cols.first_in + c * cols.step_in) *
                     frame.channels);
        out.push_back(((rows.first_out + r * rows.step_out) * out_w + cols.first_out + c * cols.step_out) *
                      out_channels);
      }
    }
  }
  Index pixels() const { return static_cast<Index>(in.size()); }

  Index tap_rows;                   // kernel rows
  Index depth;                      // values that a kernel row meets: kernel columns x channels, adjacent in memory
  Index tap_step;                   // from one row of the padded input to the next
  std::vector<Index> in, out;       // position of each pixel's first value in the padded input and in the output
  const Scalar* weights = nullptr;  // [block][tap row][depth][column]
};

// [sum block]
// Sums of R pixels x V vectors of output channels, held in registers over all kernel positions and input channels.
template <int R, int V>
void sum_block(const Phase& phase, Index first, const Scalar* image, const Scalar* w, const Scalar* bias, Scalar* y,
               Index columns) {
  Vec sum[R][V];
  for (int v = 0; v < V; ++v) {
    for (int r = 0; r < R; ++r) sum[r][v] = Vec::load_aligned(bias + v * lanes);
  }
  const Scalar* x[R];
  for (int r = 0; r < R; ++r) x[r] = image + phase.in[static_cast<std::size_t>(first + r)];
  for (Index tap = 0; tap < phase.tap_rows; ++tap) {
    for (Index k = 0; k < phase.depth; ++k, w += V * lanes) {
      Vec weight[V];
      for (int v = 0; v < V; ++v) weight[v] = Vec::load_aligned(w + v * lanes);
      for (int r = 0; r < R; ++r) {
        const Vec value(x[r][k]);
        for (int v = 0; v < V; ++v) sum[r][v] = xsimd::fma(value, weight[v], sum[r][v]);
      }
    }
    for (int r = 0; r < R; ++r) x[r] += phase.tap_step;
  }
  for (int r = 0; r < R; ++r) {
    Scalar* to = y + phase.out[static_cast<std::size_t>(first + r)];
    if (columns >= V * lanes) {
      for (int v = 0; v < V; ++v) sum[r][v].store_unaligned(to + v * lanes);
    } else {
      alignas(64) Scalar values[V * lanes];
      for (int v = 0; v < V; ++v) sum[r][v].store_aligned(values + v * lanes);
      std::copy_n(values, columns, to);
    }
  }
}
// [sum block]

void run_image(const Phase& phase, const ColumnBlocks& blocks, const Scalar* image, const Scalar* bias, Scalar* y) {
  const Runs runs(phase.pixels());
  for (Index b = 0; b < blocks.blocks(); ++b) {
    const Index column = b * blocks.block();
    const Scalar* w = phase.weights + column * phase.tap_rows * phase.depth;
    for (Index run = 0; run < runs.count; ++run) {
      const Index first = runs.begin(run);
      with_block(runs.rows(run), blocks.width, [&](auto R, auto V) {
        sum_block<R(), V()>(phase, first, image, w, bias + column, y + column, blocks.columns - column);
      });
    }
  }
}

// Weights in the order in which sum_block reads them. `at(kernel row, kernel column, channel)` points to the weight of
// column 0; further columns are `step` apart.
template <class At>
void pack_weights(const Axis& rows, const Axis& cols, Index channels, const ColumnBlocks& blocks, Index step, At&& at,
                  Scalar* packed) {
  const Index block = blocks.block(), kernel_cols = static_cast<Index>(cols.kernel.size());
  const Index block_size = static_cast<Index>(rows.kernel.size()) * kernel_cols * channels * block;
  parallel_for(blocks.blocks(), 1 + (1 << 14) / (block_size + 1), [&](Index begin, Index end) {
    for (Index b = begin; b < end; ++b) {
      Scalar* to = packed + b * block_size;
      const Index columns = std::min(block, blocks.columns - b * block);
      for (const Index row : rows.kernel) {
        for (const Index col : cols.kernel) {
          for (Index i = 0; i < channels; ++i, to += block) {
            const Scalar* from = at(row, col, i) + b * block * step;
            for (Index c = 0; c < columns; ++c) to[c] = from[c * step];
            std::fill(to + columns, to + block, Scalar(0));
          }
        }
      }
    }
  });
}

// [run images]
void run_images(Index n, double flops, const std::vector<Phase>& phases, const ColumnBlocks& blocks, const Frame& frame,
                const Scalar* bias, const Scalar* x, Scalar* y, Index y_size) {
  Scratch padded_bias(blocks.padded());
  std::fill_n(padded_bias.data(), blocks.padded(), Scalar(0));
  if (bias) std::copy_n(bias, blocks.columns, padded_bias.data());
  const Index grain = 1 + static_cast<Index>(1e5 * static_cast<double>(n) / (flops + 1));  // about 2 us of work
  parallel_for(n, grain, [&](Index begin, Index end) {
    const Scratch buffer(frame.needed() ? frame.size() : 1);
    for (Index image = begin; image < end; ++image) {
      const Scalar* from = x + image * frame.h * frame.w * frame.channels;
      if (frame.needed()) {
        frame.copy(from, buffer.data());
        from = buffer.data();
      }
      for (const Phase& phase : phases) run_image(phase, blocks, from, padded_bias.data(), y + image * y_size);
    }
  });
}
// [run images]

}  // namespace

void conv2d_direct(const ConvShape& s, const Scalar* x, const Scalar* w, const Scalar* bias, Scalar* y) {
  const Frame frame{s.h, s.w, s.in, s.padding, s.padding, s.h + 2 * s.padding, s.w + 2 * s.padding};
  const Axis rows = forward_axis(s.out_h(), s.kh, s.stride), cols = forward_axis(s.out_w(), s.kw, s.stride);
  const ColumnBlocks blocks(s.out);
  const Scratch packed(s.kh * s.kw * s.in * blocks.padded());
  pack_weights(
      rows, cols, s.in, blocks, 1, [&](Index a, Index b, Index i) { return w + ((a * s.kw + b) * s.in + i) * s.out; },
      packed.data());
  std::vector<Phase> phases{Phase(rows, cols, frame, s.out_w(), s.out)};
  phases[0].weights = packed.data();
  run_images(s.n, s.flops(), phases, blocks, frame, bias, x, y, s.out_h() * s.out_w() * s.out);
}

void conv2d_backward_data_direct(const ConvShape& s, const Scalar* dy, const Scalar* w, Scalar* dx) {
  const Index top = (s.kh - 1) / s.stride, left = (s.kw - 1) / s.stride;
  const Frame frame{s.out_h(),
                    s.out_w(),
                    s.out,
                    top,
                    left,
                    top + std::max((s.h - 1 + s.padding) / s.stride + 1, s.out_h()),
                    left + std::max((s.w - 1 + s.padding) / s.stride + 1, s.out_w())};
  const ColumnBlocks blocks(s.in);
  const Scratch packed(s.kh * s.kw * s.out * blocks.padded() + 1);
  Scalar* next = packed.data();
  std::vector<Phase> phases;
  for (Index row = 0; row < s.stride; ++row) {
    for (Index col = 0; col < s.stride; ++col) {
      const Axis rows = backward_axis(s.h, s.kh, s.stride, s.padding, row, top);
      const Axis cols = backward_axis(s.w, s.kw, s.stride, s.padding, col, left);
      Phase phase(rows, cols, frame, s.w, s.in);
      if (phase.pixels() == 0) continue;
      pack_weights(
          rows, cols, s.out, blocks, s.out,
          [&](Index a, Index b, Index o) { return w + (a * s.kw + b) * s.in * s.out + o; }, next);
      phase.weights = next;
      next += phase.tap_rows * phase.depth * blocks.padded();
      phases.push_back(std::move(phase));
    }
  }
  run_images(s.n, s.flops(), phases, blocks, frame, nullptr, dy, dx, s.h * s.w * s.in);
}

}  // namespace selfsame::kernels
