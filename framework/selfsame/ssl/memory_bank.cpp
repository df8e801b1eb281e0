#include "selfsame/ssl/memory_bank.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "selfsame/core/error.hpp"

namespace selfsame::ssl {
namespace {

// Sums are in double, so that a row stays of unit length however often it is moved.
double length(const Scalar* row, Index width) {
  double squares = 0;
  for (Index d = 0; d < width; ++d) squares += double{row[d]} * double{row[d]};
  return std::sqrt(squares);
}

void to_unit_length(Scalar* row, Index width) {
  const double divisor = length(row, width);
  require<Error>(divisor > 0 && std::isfinite(divisor), "memory bank: a vector of length ", divisor,
                 " has no direction");
  for (Index d = 0; d < width; ++d) row[d] = static_cast<Scalar>(double{row[d]} / divisor);
}

// A network gives 0 where its last norm has nothing to tell apart, and NaN where training has diverged.
void check_directions(const Array& vectors) {
  const Index width = vectors.shape()[1];
  for (Index b = 0; b < vectors.shape()[0]; ++b) {
    const double its = std::abs(length(vectors.data() + b * width, width));
    require<Error>(its > 0 && std::isfinite(its), "update_bank: vector ", b, " has length ", its,
                   " and so no direction; look for images all alike, weights of 0, or a loss that grows");
  }
}

void check_rows(const char* name, const Indices& rows, Index n) {
  for (const Index row : rows) require(0 <= row && row < n, name, ": row ", row, " is not in a bank of ", n);
}

}  // namespace

Array random_bank(Index n, Index width, Generator& random) {
  require<UsageError>(n > 0 && width > 0, "random_bank: needs rows and a width, found ", n, " and ", width);
  Array bank = empty({n, width});
  for (Scalar& value : bank) value = static_cast<Scalar>(random.normal());  // no direction is preferred
  for (Index j = 0; j < n; ++j) to_unit_length(bank.data() + j * width, width);
  return bank;
}

// [update bank]
void update_bank(Array& bank, const Indices& rows, const Array& vectors, Scalar momentum) {
  require(bank.dimension() == 2 && vectors.dimension() == 2 && vectors.shape()[1] == bank.shape()[1] &&
              vectors.shape()[0] == static_cast<Index>(rows.size()),
          "update_bank: bank ", bank.shape(), ", vectors ", vectors.shape(), " for ", rows.size(), " rows");
  require<UsageError>(momentum >= 0 && momentum < 1, "update_bank: momentum ", momentum, " must be in [0, 1)");
  check_rows("update_bank", rows, bank.shape()[0]);
  check_directions(vectors);
  //! BEGIN SOLUTION a3.t8
  //! bank (n, P), rows B numbers, vectors (B, P); their sizes were checked. length(pointer to a row, P) and
  //! to_unit_length(pointer to a row, P), above, measure and normalise one row.
  const Index width = bank.shape()[1];
  for (std::size_t b = 0; b < rows.size(); ++b) {
    const Scalar* fresh = vectors.data() + static_cast<Index>(b) * width;
    Scalar* row = bank.data() + rows[b] * width;
    const auto fresh_length = static_cast<Scalar>(length(fresh, width));
    for (Index d = 0; d < width; ++d) row[d] = momentum * row[d] + (1 - momentum) * fresh[d] / fresh_length;
    to_unit_length(row, width);
  }
  //! END SOLUTION
}
// [update bank]

// [draw negatives]
Indices draw_negatives(Index n, const Indices& batch, Index count, Generator& random) {
  require<UsageError>(count > 0, "draw_negatives: expected a positive number, found ", count);
  check_rows("draw_negatives", batch, n);
  std::vector<bool> in_batch(static_cast<std::size_t>(n), false);
  for (const Index row : batch) in_batch[static_cast<std::size_t>(row)] = true;
  Indices others;
  for (Index j = 0; j < n; ++j) {
    if (!in_batch[static_cast<std::size_t>(j)]) others.push_back(j);
  }
  require<UsageError>(!others.empty(), "draw_negatives: all ", n, " images are in the batch; take a smaller batch");
  // The first steps of a Fisher-Yates shuffle: after k of them the first k places are a fair draw.
  const auto left = static_cast<Index>(others.size());
  const Index wanted = std::min(count, left);
  for (Index k = 0; k < wanted; ++k) {
    std::swap(others[static_cast<std::size_t>(k)], others[static_cast<std::size_t>(k + random.integer(left - k))]);
  }
  others.resize(static_cast<std::size_t>(wanted));
  return others;
}
// [draw negatives]

}  // namespace selfsame::ssl
