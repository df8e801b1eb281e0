#include "threads.hpp"

#ifdef _OPENMP
#include <omp.h>
#endif

void Threads::set([[maybe_unused]] int n) {
#ifdef _OPENMP
  omp_set_num_threads(n);
#endif
}
