// Matrix products by our own loops. A tile of rows x vectors of C is held in registers while k runs: each number of A is
// broadcast once for all vectors, each vector of B is loaded once for all rows.
#include <algorithm>
#include <array>
#include <xtensor/xstorage.hpp>

#include "selfsame/core/memory.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "selfsame/kernels/vectors.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

constexpr Index tile_columns = most_vectors * lanes;

// As much of k at a time as keeps a strip of B, tile_columns wide, in the first-level cache while a block of rows of A
// passes by. 256 instead of 128 made a sum over 6,272 rows a third slower.
constexpr Index depth = 128;
constexpr Index block_tiles = 16;

// A thread is worth starting for 2^17 multiplications, some 10 microseconds.
constexpr Index work_per_thread = 1 << 17;

using Buffer = xt::uvector<Scalar, CachingAllocator<Scalar>>;

Scalar* room(Buffer& buffer, Index size) {
  if (static_cast<Index>(buffer.size()) < size) buffer.resize(static_cast<std::size_t>(size));
  return buffer.data();
}

// One tile: R rows of A times a strip of V vectors of B, over `k` numbers. `columns` of the strip belong to C.
template <int R, int V>
void multiply_tile(Index k, const Matrix& a, const Scalar* strip, const Start& start, Scalar* c, Index ldc,
                   Index columns) {
  Vec sum[R][V];
  for (int r = 0; r < R; ++r) {
    const Scalar* from = start.add ? c + r * ldc : start.bias;
    for (int v = 0; v < V; ++v) sum[r][v] = from ? load_part(from + v * lanes, columns - v * lanes) : Vec(Scalar(0));
  }
  const Scalar* row[R];
  for (int r = 0; r < R; ++r) row[r] = a.data + r * a.row;
  Index at = 0;
  for (Index l = 0; l < k; ++l, at += a.col, strip += V * lanes) {
    Vec b[V];
    for (int v = 0; v < V; ++v) b[v] = Vec::load_aligned(strip + v * lanes);
    for (int r = 0; r < R; ++r) {
      const Vec value(row[r][at]);
      for (int v = 0; v < V; ++v) sum[r][v] = xsimd::fma(value, b[v], sum[r][v]);
    }
  }
  if (start.spill) columns = whole_vectors(columns);
  for (int r = 0; r < R; ++r) {
    for (int v = 0; v < V; ++v) store_part(sum[r][v], c + r * ldc + v * lanes, columns - v * lanes);
  }
}

using Tile = void (*)(Index, const Matrix&, const Scalar*, const Start&, Scalar*, Index, Index);

// Where C is a single vector wide, twice the rows: an addition takes four cycles, two can begin in each, and six sums leave
// some of those places empty.
constexpr int rows_of_tile(int vectors) { return vectors == 1 ? 2 * most_rows : most_rows; }

template <int V, int... Row>
constexpr std::array<Tile, sizeof...(Row)> tiles_of(std::integer_sequence<int, Row...>) {
  return {multiply_tile<Row + 1, V>...};
}

template <int V>
constexpr auto tiles_of_width = tiles_of<V>(std::make_integer_sequence<int, rows_of_tile(V)>());

Tile tile_for(Index rows, int vectors) {
  const auto at = static_cast<std::size_t>(rows - 1);
  return vectors == 1 ? tiles_of_width<1>[at] : vectors == 2 ? tiles_of_width<2>[at] : tiles_of_width<most_vectors>[at];
}

// The same for one strip of a B whose memory runs along its columns: squares of it are transposed in registers.
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
    for (Index l = 0; l < k && columns < width; ++l)
      std::fill_n(strips + l * width + columns, width - columns, Scalar(0));
    strips += k * width;
  }
}

}  // namespace

void multiply(Index m, Index n, Index k, const Matrix& a, const Matrix& b, const Start& start, Scalar* c, Index ldc) {
  thread_local Buffer buffer;
  const Index rows_of_run = rows_of_tile(n <= lanes ? 1 : most_vectors);
  const Index runs = (m + rows_of_run - 1) / rows_of_run;  // equal, so that no tile is much lower than others
  Index done = 0;
  do {  // once also for k = 0, which leaves the start
    const Index part = std::min(k - done, depth);
    const Start from = done == 0 ? start : Start{nullptr, true, start.spill};
    Scalar* strips = room(buffer, part * (n + tile_columns));
    pack_strips(part, n, {b.data + done * b.row, b.row, b.col}, strips);
    for (Index first_run = 0; first_run < runs; first_run += block_tiles) {
      const Scalar* strip = strips;
      for (Index j = 0; j < n; j += tile_columns) {
        const Index columns = std::min(n - j, tile_columns);
        const int vectors = vectors_for(columns);
        const Start here = from.from_column(j);
        for (Index run = first_run; run < std::min(first_run + block_tiles, runs); ++run) {
          const Index i = m * run / runs, rows = m * (run + 1) / runs - i;
          const Matrix block{a.data + i * a.row + done * a.col, a.row, a.col};
          tile_for(rows, vectors)(part, block, strip, here, c + i * ldc + j, ldc, columns);
        }
        strip += part * vectors * lanes;
      }
    }
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
