/// \file
/// The known rows that lie nearest to each query, found exactly.
#pragma once

#include "selfsame/core/types.hpp"

namespace selfsame::kernels {

/// What `nearest` does with known row i when it looks at query i: where both are the same array, a row's nearest is
/// itself.
enum class OwnRow { kept, skipped };

/// For each of m queries the k known rows of largest inner product; of unit rows, those of largest cosine.
///
/// \param queries   (m, width)
/// \param known     (n, width); 1 <= k <= n, or k < n where the own row is skipped
/// \param rows      (m, k) out: positions in `known`, largest product first, of equal products the lower row first
/// \param products  (m, k) out: their inner products
///
/// Exact: every pair is multiplied. The answer does not depend on the number of threads. All values must be finite: a
/// product that is not a number is nobody's neighbour, and places that nobody takes hold row -1.
void nearest(Index m, Index n, Index width, const Scalar* queries, const Scalar* known, Index k, Index* rows,
             Scalar* products, OwnRow own = OwnRow::kept);

/// The definition of `nearest`, for tests: all products of a query, sorted.
void nearest_plain(Index m, Index n, Index width, const Scalar* queries, const Scalar* known, Index k, Index* rows,
                   Scalar* products, OwnRow own = OwnRow::kept);

}  // namespace selfsame::kernels
