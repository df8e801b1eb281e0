/// \file
/// The matrix product: our own loops for the long thin ones of training, OpenBLAS through xtensor-blas for big ones.
#pragma once

#include "selfsame/core/types.hpp"

/// Loops on raw arrays that know nothing of gradients: where the time goes.
namespace selfsame::kernels {

/// C (m, n) = alpha * op(A) (m, k) * op(B) (k, n) + beta * C, all row-major, by OpenBLAS.
///
/// \param trans_a  whether op(A) is the transpose of the stored A, which then is (k, m); likewise trans_b
/// \param lda      elements between two stored rows of A; likewise ldb, ldc
void gemm(bool trans_a, bool trans_b, Index m, Index n, Index k, Scalar alpha, const Scalar* a, Index lda,
          const Scalar* b, Index ldb, Scalar beta, Scalar* c, Index ldc);

/// The definition of `gemm`, for tests.
void gemm_plain(bool trans_a, bool trans_b, Index m, Index n, Index k, Scalar alpha, const Scalar* a, Index lda,
                const Scalar* b, Index ldb, Scalar beta, Scalar* c, Index ldc);

/// A matrix in memory: element (i, j) is data[i * row + j * col].
struct Matrix {
  const Scalar* data;  ///< element (0, 0)
  Index row,           ///< numbers from a row to the next
      col;             ///< numbers from a column to the next

  Matrix transposed() const { return {data, col, row}; }  ///< the same numbers, seen the other way
};

/// What a product is added to, and how far its rows may be written.
struct Start {
  const Scalar* bias = nullptr;  ///< (n) added to every row of the product; null for none
  bool add = false;              ///< add to what C holds; the bias must be null then
  bool spill = false;            ///< C's rows end in room for a whole vector, which is filled up with zeros

  Start from_column(Index j) const { return {bias ? bias + j : nullptr, add, spill}; }  ///< for the columns from j on
};

/// C (m, n) = start + A (m, k) B (k, n), by our own loops in the calling thread. `c` is row-major with `ldc` elements
/// from row to row, and must not overlap A, B or the bias.
///
/// OpenBLAS copies both matrices into an order of its own before it multiplies, which pays where each number is used
/// hundreds of times. In training one side is short: a batch of rows times a small weight. There A is read where it is.
void multiply(Index m, Index n, Index k, const Matrix& a, const Matrix& b, const Start& start, Scalar* c, Index ldc);

/// The same on all threads. The result is the same bits for any number of them: each element is summed over k in order.
void multiply_parallel(Index m, Index n, Index k, const Matrix& a, const Matrix& b, const Start& start, Scalar* c,
                       Index ldc);

}  // namespace selfsame::kernels
