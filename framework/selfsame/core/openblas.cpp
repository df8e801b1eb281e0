// OpenBLAS chooses its kernels while it initialises, and 0.3.21 (Debian 12) does not know CPUs newer than itself: on
// those it falls back to its 2004 "Prescott" kernels, 33 instead of 287 GFLOP/s measured on an AVX-512 machine.
// OPENBLAS_CORETYPE decides if it is set by then. OpenBLAS is linked statically and initialises in a constructor of
// default priority; the one below runs before it.
#include "selfsame/core/openblas.hpp"

#include <cstdlib>

extern "C" const char* openblas_get_corename();

namespace selfsame {

const char* openblas_core() { return openblas_get_corename(); }

}  // namespace selfsame

#if defined(__x86_64__) && defined(__GNUC__)
namespace {

__attribute__((constructor(101))) void choose_openblas_core() {
  __builtin_cpu_init();
  const char* core = nullptr;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    core = "SkylakeX";
  } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    core = __builtin_cpu_is("amd") ? "Zen" : "Haswell";
  }
  constexpr int keep_the_users_choice = 0;
  if (core) setenv("OPENBLAS_CORETYPE", core, keep_the_users_choice);
}

}  // namespace
#endif
