/// \file
/// The matrix product, by OpenBLAS through xtensor-blas.
#pragma once

#include "selfsame/core/types.hpp"

namespace selfsame::kernels {

/// C (m, n) = alpha * op(A) (m, k) * op(B) (k, n) + beta * C, all row-major.
///
/// \param trans_a  whether op(A) is the transpose of the stored A, which then is (k, m); likewise trans_b
/// \param lda      elements between two stored rows of A; likewise ldb, ldc
void gemm(bool trans_a, bool trans_b, Index m, Index n, Index k, Scalar alpha, const Scalar* a, Index lda,
          const Scalar* b, Index ldb, Scalar beta, Scalar* c, Index ldc);

/// The definition of `gemm`, for tests.
void gemm_plain(bool trans_a, bool trans_b, Index m, Index n, Index k, Scalar alpha, const Scalar* a, Index lda,
                const Scalar* b, Index ldb, Scalar beta, Scalar* c, Index ldc);

}  // namespace selfsame::kernels
