/// \file
/// What a benchmark says about the machine beside its own figure.
#pragma once

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "selfsame/kernels/gemm.hpp"

namespace selfsame::bench {

/// Wall time of one call.
template <class F>
double seconds_of(F&& f) {
  const auto start = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The most memory this process has held, in MiB, as Linux counts it; 0 elsewhere.
inline double peak_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (double kib = 0; word == "VmHWM:" && status >> kib) return kib / 1024;
  }
  return 0;
}

/// What OpenBLAS reaches on a square product of 2,048 with the threads in use, in GFLOP/s: the best of six.
inline double sgemm_gflops() {
  constexpr Index n = 2048;
  const std::vector<Scalar> a(n * n, Scalar(0.5)), b(n * n, Scalar(0.25));
  std::vector<Scalar> c(n * n);
  double best = 1e9;
  for (int i = 0; i < 6; ++i) {
    best = std::min(
        best, seconds_of([&] { kernels::gemm(false, false, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n); }));
  }
  return 2.0 * n * n * n / best * 1e-9;
}

}  // namespace selfsame::bench
