// Matrix products by our own loops. A tile of rows x vectors of C is held in registers while k runs: each number of A
// is broadcast once for all vectors, each vector of B is loaded once for all rows.
#include <algorithm>
#include <array>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "selfsame/kernels/scratch.hpp"
#include "selfsame/kernels/vectors.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

constexpr Index tile_columns = most_vectors * lanes;

// As much of k at a time as keeps a strip of B, tile_columns wide, in the first-level cache while a block of rows of A
// passes by: 16 KiB with two vectors, 32 KiB with four. Twice as much made a sum over 6,272 rows a third slower.
constexpr Index depth = most_vectors == 2 ? 256 : 128;
constexpr Index block_tiles = 16;

// A thread is worth starting for 2^17 multiplications, some 10 microseconds.
constexpr Index work_per_thread = 1 << 17;

// One tile: R rows of A times a strip of V vectors of B, over `k` numbers. Rows of the strip are `step` apart.
template <int R, int V>
void multiply_tile(Index k, const Matrix& a, const Scalar* strip, Index step, const Start& start, Scalar* c,
                   Index ldc) {
  Vec sum[R][V];
  const Scalar* from = start.add ? c : start.bias;
  const bool from_zero = !start.add && !start.bias;
#pragma GCC unroll 12
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
      sum[r][v] = from_zero ? Vec(Scalar(0)) : Vec::load_unaligned(from + (start.add ? r * ldc : 0) + v * lanes);
    }
  }
  const Scalar* row[R];
  for (int r = 0; r < R; ++r) row[r] = a.data + r * a.row;
  Index at = 0;
  for (Index l = 0; l < k; ++l, at += a.col, strip += step) {
    Vec b[V];
    for (int v = 0; v < V; ++v) b[v] = Vec::load_unaligned(strip + v * lanes);
#pragma GCC unroll 12
    for (int r = 0; r < R; ++r) {
      const Vec value(row[r][at]);
      for (int v = 0; v < V; ++v) sum[r][v] = xsimd::fma(value, b[v], sum[r][v]);
    }
  }
#pragma GCC unroll 12
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) sum[r][v].store_unaligned(c + r * ldc + v * lanes);
  }
}

using Tile = void (*)(Index, const Matrix&, const Scalar*, Index, const Start&, Scalar*, Index);

// Where C is a single vector wide, twice the rows: an addition takes four cycles, two can begin in each, and six sums
// leave some of those places empty.
constexpr int rows_of_tile(int vectors) { return vectors == 1 ? 2 * most_rows : most_rows; }

template <int V, int... Row>
constexpr std::array<Tile, sizeof...(Row)> tiles_of(std::integer_sequence<int, Row...>) {
  return {multiply_tile<Row + 1, V>...};
}

template <int V>
constexpr auto tiles_of_width = tiles_of<V>(std::make_integer_sequence<int, rows_of_tile(V)>());

Tile tile_for(Index rows, int vectors) {
  const auto at = static_cast<std::size_t>(rows - 1);
  if (vectors == 1) return tiles_of_width<1>[at];
  if (vectors == 2) return tiles_of_width<2>[at];
  return tiles_of_width<most_vectors>[at];
}

// A tile whose strip is wider than C: computed beside it. `present` of its columns are C's, `written` are copied there.
void multiply_edge(Index rows, int vectors, Index k, const Matrix& a, const Scalar* strip, Index step,
                   const Start& start, Scalar* c, Index ldc, Index present, Index written) {
  alignas(64) Scalar beside[2 * most_rows * tile_columns];
  const Index width = vectors * lanes;
  const Scalar* from = start.add ? c : start.bias;
  for (Index r = 0; r < rows && from; ++r, from += start.add ? ldc : 0) {
    for (Index j = 0; j < width; j += lanes) load_part(from + j, present - j).store_aligned(beside + r * width + j);
  }
  tile_for(rows, vectors)(k, a, strip, step, {nullptr, from != nullptr}, beside, width);
  for (Index r = 0; r < rows; ++r) {
    for (Index j = 0; j < written; j += lanes) {
      store_part(Vec::load_aligned(beside + r * width + j), c + r * ldc + j, written - j);
    }
  }
}

// One strip of a B whose memory runs along its columns: squares of it are transposed in registers.
void pack_columns(Index k, Index columns, const Matrix& b, Scalar* strip, Index width) {
  const Index squares_l = b.row == 1 ? k / lanes * lanes : 0, squares_j = columns / lanes * lanes;
  for (Index j = 0; j < squares_j; j += lanes) {
    for (Index l = 0; l < squares_l; l += lanes) {
      Vec square[lanes];
      for (Index i = 0; i < lanes; ++i) square[i] = Vec::load_unaligned(b.data + (j + i) * b.col + l);
      transpose(square);
      for (Index i = 0; i < lanes; ++i) square[i].store_aligned(strip + (l + i) * width + j);
    }
  }
  for (Index j = 0; j < columns; ++j) {  // what is left of whole squares
    for (Index l = j < squares_j ? squares_l : 0; l < k; ++l) strip[l * width + j] = b.data[j * b.col + l * b.row];
  }
}

// B (k, n) as strips of tile_columns (the last narrowed to what is needed, and filled up with zeros), each row by row.
void pack_strips(Index k, Index n, const Matrix& b, Scalar* strips) {
  for (Index first = 0; first < n; first += tile_columns) {
    const Index columns = std::min(n - first, tile_columns);
    const Index width = vectors_for(columns) * lanes;
    if (b.col == 1) {
      for (Index l = 0; l < k; ++l) {  // by whole vectors: a call of memcpy for each row costs more than the copy
        const Scalar* from = b.data + l * b.row + first;
        Index j = 0;
        for (; j + lanes <= columns; j += lanes) Vec::load_unaligned(from + j).store_aligned(strips + l * width + j);
        for (; j < columns; ++j) strips[l * width + j] = from[j];
      }
    } else {
      pack_columns(k, columns, {b.data + first * b.col, b.row, b.col}, strips, width);
    }
    for (Index j = columns; j < width; ++j) {
      for (Index l = 0; l < k; ++l) strips[l * width + j] = 0;
    }
    strips += k * width;
  }
}

// `depth` or fewer of k at a time: C = start + A (m, k) times B (k, n), whose strips follow each other. Rows of a strip
// are `step` apart, or as far as they are wide where it is 0.
void multiply_strips(Index m, Index n, Index k, const Matrix& a, const Scalar* strips, Index step, const Start& start,
                     Scalar* c, Index ldc) {
  const Runs runs(m, rows_of_tile(n <= lanes ? 1 : most_vectors));
  for (Index block = 0; block < runs.count; block += block_tiles) {
    const Scalar* strip = strips;
    for (Index j = 0; j < n; j += tile_columns) {
      const Index columns = std::min(n - j, tile_columns), written = start.spill ? whole_vectors(columns) : columns;
      const int vectors = vectors_for(columns);
      const Index width = vectors * lanes, row = step ? step : width;
      const Start here = start.from_column(j);
      const bool whole = columns == width || (written == width && !here.bias);
      for (Index run = block; run < std::min(block + block_tiles, runs.count); ++run) {
        const Index i = runs.begin(run), rows = runs.rows(run);
        const Matrix rows_of_a{a.data + i * a.row, a.row, a.col};
        Scalar* corner = c + i * ldc + j;
        if (whole) {
          tile_for(rows, vectors)(k, rows_of_a, strip, row, here, corner, ldc);
        } else {
          multiply_edge(rows, vectors, k, rows_of_a, strip, row, here, corner, ldc, columns, written);
        }
      }
      strip += k * width;
    }
  }
}

}  // namespace

void multiply(Index m, Index n, Index k, const Matrix& a, const Matrix& b, const Start& start, Scalar* c, Index ldc) {
  thread_local Scratch buffer;
  const bool one_strip = b.col == 1 && n == vectors_for(n) * lanes;  // B can be read where it is
  Scalar* packed = one_strip ? nullptr : buffer.room(std::min(k, depth) * (n + tile_columns));
  Index done = 0;
  do {  // once also for k = 0, which leaves the start
    const Index part = std::min(k - done, depth);
    const Matrix columns_of_a{a.data + done * a.col, a.row, a.col}, rows_of_b{b.data + done * b.row, b.row, b.col};
    if (packed) pack_strips(part, n, rows_of_b, packed);
    multiply_strips(m, n, part, columns_of_a, packed ? packed : rows_of_b.data, packed ? 0 : b.row,
                    done == 0 ? start : Start{nullptr, true, start.spill}, c, ldc);
    done += part;
  } while (done < k);
}

void multiply_parallel(Index m, Index n, Index k, const Matrix& a, const Matrix& b, const Start& start, Scalar* c,
                       Index ldc) {
  // Each thread takes some rows or some columns of C, whichever there are more of, and packs what it needs itself.
  const Index row_step = most_rows, column_step = 2 * lanes;
  if (m >= n) {
    parallel_for((m + row_step - 1) / row_step, work_per_thread / (row_step * n * k + 1) + 1,
                 [&](Index begin, Index end) {
                   const Index first = begin * row_step, last = std::min(end * row_step, m);
                   multiply(last - first, n, k, {a.data + first * a.row, a.row, a.col}, b, start, c + first * ldc, ldc);
                 });
  } else {
    parallel_for((n + column_step - 1) / column_step, work_per_thread / (column_step * m * k + 1) + 1,
                 [&](Index begin, Index end) {
                   const Index first = begin * column_step, last = std::min(end * column_step, n);
                   multiply(m, last - first, k, a, {b.data + first * b.col, b.row, b.col}, start.from_column(first),
                            c + first, ldc);
                 });
  }
}

}  // namespace selfsame::kernels
