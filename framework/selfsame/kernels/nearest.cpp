#include "selfsame/kernels/nearest.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/core/xt.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "selfsame/kernels/vectors.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;
constexpr Scalar lowest = -std::numeric_limits<Scalar>::infinity();

// Products of a block of queries with a block of known rows: written by `multiply`, read once, never sent to memory.
constexpr Index query_block = 256;
constexpr Index known_block = 512;

// The best k so far of one query, largest product first.
struct Best {
  Index k;
  Index* rows;
  Scalar* products;

  Scalar threshold() const { return products[k - 1]; }  // what a newcomer must exceed

  // An equal product stays behind the ones that are there: rows come in ascending order, so the lower row wins.
  void insert(Index row, Scalar product) const {
    Index at = k - 1;
    for (; at > 0 && products[at - 1] < product; --at) {
      rows[at] = rows[at - 1];
      products[at] = products[at - 1];
    }
    rows[at] = row;
    products[at] = product;
  }
};

// Takes products[0..count), of the known rows first, first + 1, ..., into `best`. A newcomer soon is rare (about
// k ln(n / k) of n in a query's life), so what must be fast is to see that there is none: one comparison for several
// vectors.
void take(const Scalar* products, Index first, Index count, const Best& best) {
  constexpr Index step = 4 * lanes;
  Index i = 0;
  for (; i + step <= count; i += step) {
    const Scalar* at = products + i;
    const Vec least(best.threshold());
    const auto newcomer = [&](Index vector) { return Vec::load_unaligned(at + vector * lanes) > least; };
    if (!xsimd::any((newcomer(0) | newcomer(1)) | (newcomer(2) | newcomer(3)))) continue;
    for (Index j = i; j < i + step; ++j) {
      if (products[j] > best.threshold()) best.insert(first + j, products[j]);
    }
  }
  for (; i < count; ++i) {
    if (products[i] > best.threshold()) best.insert(first + i, products[i]);
  }
}

}  // namespace

void nearest(Index m, Index n, Index width, const Scalar* queries, const Scalar* known, Index k, Index* rows,
             Scalar* products, OwnRow own) {
  std::fill(rows, rows + m * k, Index{-1});
  std::fill(products, products + m * k, lowest);
  // `multiply` sums each product over the width in order: its bits depend on the two rows alone, not on where they
  // stand in a block or who takes it. So equal rows have equal products, and queries can be cut anywhere. A thread is
  // worth starting for 2^17 multiplications.
  parallel_for(m, (1 << 17) / (n * width + 1) + 1, [&](Index from, Index to) {
    Array block = empty({query_block, known_block});
    for (Index q = from; q < to; q += query_block) {
      const Index height = std::min(query_block, to - q);
      for (Index first = 0; first < n; first += known_block) {
        const Index count = std::min(known_block, n - first);
        multiply(height, count, width, {queries + q * width, width, 1}, {known + first * width, 1, width}, {},
                 block.data(), known_block);
        for (Index i = 0; i < height; ++i) {
          Scalar* line = block.data() + i * known_block;
          const Index self = q + i - first;
          if (own == OwnRow::skipped && 0 <= self && self < count) line[self] = lowest;
          take(line, first, count, {k, rows + (q + i) * k, products + (q + i) * k});
        }
      }
    }
  });
}

void nearest_plain(Index m, Index n, Index width, const Scalar* queries, const Scalar* known, Index k, Index* rows,
                   Scalar* products, OwnRow own) {
  std::vector<Scalar> all(static_cast<std::size_t>(n));
  for (Index i = 0; i < m; ++i) {
    gemm_plain(false, true, 1, n, width, 1, queries + i * width, width, known, width, 0, all.data(), n);
    Indices order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), Index{0});
    if (own == OwnRow::skipped && i < n) order.erase(order.begin() + i);
    const auto product = [&all](Index row) { return all[static_cast<std::size_t>(row)]; };
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return product(a) > product(b); });
    for (Index j = 0; j < k; ++j) {
      rows[i * k + j] = order[static_cast<std::size_t>(j)];
      products[i * k + j] = product(rows[i * k + j]);
    }
  }
}

}  // namespace selfsame::kernels
