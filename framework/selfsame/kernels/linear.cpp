#include "selfsame/kernels/linear.hpp"

#include <algorithm>

#include "selfsame/core/parallel.hpp"
#include "selfsame/core/xt.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "selfsame/kernels/reduce.hpp"

namespace selfsame::kernels {
namespace {

// A block of 128 rows of 256 numbers takes 128 KiB, an eighth to a quarter of a second-level cache.
constexpr Index block_rows = 128;

// dW and db are summed over each of so many parts of the rows, then over the parts: as many threads can share the work,
// and the order of the sum does not depend on how many do.
constexpr Index parts = 8;

// The three products one after another, each read from memory: few rows stay in the cache anyway, and a big weight
// gives every thread enough of its own columns.
void one_by_one(Index rows, Index in, Index out, const Scalar* x, const Scalar* w, const Scalar* dy, Scalar* dx,
                Scalar* dw, Scalar* db) {
  const Matrix g{dy, out, 1};
  if (dx) multiply_parallel(rows, in, out, g, Matrix{w, out, 1}.transposed(), {}, dx, in);
  if (dw) multiply_parallel(in, out, rows, Matrix{x, in, 1}.transposed(), g, {}, dw, out);
  if (db) sum_of_rows(rows, out, dy, db);
}

// to[i] = the sum of the parts' [i].
void add_up(Index size, const Scalar* each, Scalar* to) {
  parallel_for(size, 1 << 12, [=](Index begin, Index end) {
    std::copy(each + begin, each + end, to + begin);
    for (Index part = 1; part < parts; ++part) {
      for (Index i = begin; i < end; ++i) to[i] += each[part * size + i];
    }
  });
}

}  // namespace

void linear_backward(Index rows, Index in, Index out, const Scalar* x, const Scalar* w, const Scalar* dy, Scalar* dx,
                     Scalar* dw, Scalar* db) {
  if (rows < parts * block_rows) return one_by_one(rows, in, out, x, w, dy, dx, dw, db);
  Array weight_sums = empty({dw ? parts : 0, in, out});
  Array bias_sums = filled({db ? parts : 0, out}, 0);
  const Index blocks = (rows + block_rows - 1) / block_rows;
  parallel_chunks(blocks, parts, [&](Index part, Index begin, Index end) {
    for (Index block = begin; block < end; ++block) {
      const Index first = block * block_rows, count = std::min(block_rows, rows - first);
      const Scalar* g = dy + first * out;
      if (dx) multiply(count, in, out, {g, out, 1}, Matrix{w, out, 1}.transposed(), {}, dx + first * in, in);
      if (dw) {
        Scalar* sum = weight_sums.data() + part * in * out;
        multiply(in, out, count, Matrix{x + first * in, in, 1}.transposed(), {g, out, 1}, {nullptr, block > begin}, sum,
                 out);
      }
      for (Index r = 0; db && r < count; ++r) {
        Scalar* sum = bias_sums.data() + part * out;
        for (Index o = 0; o < out; ++o) sum[o] += g[r * out + o];
      }
    }
  });
  if (dw) add_up(in * out, weight_sums.data(), dw);
  if (db) add_up(out, bias_sums.data(), db);
}

}  // namespace selfsame::kernels
