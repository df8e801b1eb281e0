#include <doctest/doctest.h>

#include <cstring>

#include "selfsame/core/openblas.hpp"

TEST_CASE("OpenBLAS does not run its 2004 kernels on a CPU with AVX2") {
#if defined(__x86_64__) && defined(__GNUC__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) CHECK(std::strcmp(selfsame::openblas_core(), "Prescott") != 0);
#endif
  CHECK(std::strlen(selfsame::openblas_core()) > 0);
}
