#include <doctest/doctest.h>

#include <cstring>
#include <vector>

#include "selfsame/core/openblas.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "threads.hpp"

extern "C" int openblas_get_num_threads();

TEST_CASE("OpenBLAS does not run its 2004 kernels on a CPU with AVX2") {
#if defined(__x86_64__) && defined(__GNUC__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) CHECK(std::strcmp(selfsame::openblas_core(), "Prescott") != 0);
#endif
  CHECK(std::strlen(selfsame::openblas_core()) > 0);
}

// Where it initialises before OpenMP it is told of 1 thread, and 0.3.29 (Debian 13) keeps to that.
TEST_CASE("OpenBLAS multiplies on as many threads as loops have") {
  if (selfsame::most_threads() < 2) return;
  const Threads two(2);
  const selfsame::Index n = 256;
  const std::vector<selfsame::Scalar> a(n * n, 1), b(n * n, 1);
  std::vector<selfsame::Scalar> c(n * n);
  selfsame::kernels::gemm(false, false, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n);
  CHECK(openblas_get_num_threads() == 2);
}
