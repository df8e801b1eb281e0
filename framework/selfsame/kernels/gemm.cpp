#include "selfsame/kernels/gemm.hpp"

#include <algorithm>
#include <complex>  // which cxxblas.cxx leaves to us: clang says so

#include <xtensor-blas/xblas_config.hpp>

// The configuration must come first: without it the next header quietly multiplies with plain loops, 30 times slower.
#ifndef HAVE_CBLAS
#error "xtensor-blas is not configured to call BLAS"
#endif
#include <xflens/cxxblas/cxxblas.cxx>  // NOLINT(bugprone-suspicious-include): it is made to be included

#include "selfsame/core/openblas.hpp"

namespace selfsame::kernels {

void gemm(bool trans_a, bool trans_b, Index m, Index n, Index k, Scalar alpha, const Scalar* a, Index lda,
          const Scalar* b, Index ldb, Scalar beta, Scalar* c, Index ldc) {
  [[maybe_unused]] static const char* const core = openblas_core();
  if (m == 0 || n == 0) return;
  const auto size = [](Index i) { return static_cast<xt::blas_index_t>(std::max<Index>(i, 1)); };
  const auto op = [](bool trans) { return trans ? cxxblas::Trans : cxxblas::NoTrans; };
  cxxblas::gemm<xt::blas_index_t>(cxxblas::RowMajor, op(trans_a), op(trans_b), size(m), size(n),
                                  static_cast<xt::blas_index_t>(k), alpha, a, size(lda), b, size(ldb), beta, c,
                                  size(ldc));
}

void gemm_plain(bool trans_a, bool trans_b, Index m, Index n, Index k, Scalar alpha, const Scalar* a, Index lda,
                const Scalar* b, Index ldb, Scalar beta, Scalar* c, Index ldc) {
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < n; ++j) {
      double sum = 0;
      for (Index l = 0; l < k; ++l) {
        sum += double{trans_a ? a[l * lda + i] : a[i * lda + l]} * double{trans_b ? b[j * ldb + l] : b[l * ldb + j]};
      }
      Scalar& out = c[i * ldc + j];
      out = alpha * static_cast<Scalar>(sum) + (beta == 0 ? 0 : beta * out);
    }
  }
}

}  // namespace selfsame::kernels
