/// \file
/// Exact nearest neighbours: seconds to find the 10 nearest other rows of each of N unit rows.
///
///     bench_knn [ROWS [WIDTH [THREADS]]]          60,000 rows of 128 numbers unless told otherwise
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/core/tensor.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "selfsame/kernels/nearest.hpp"
#include "selfsame/ops/linalg.hpp"

using namespace selfsame;

namespace {

template <class F>
double seconds_of(F f) {
  const auto start = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  const Index rows = argc > 1 ? std::stol(argv[1]) : 60000;
  const Index width = argc > 2 ? std::stol(argv[2]) : 128;
  set_num_threads(argc > 3 ? std::stoi(argv[3]) : 0);
  constexpr Index k = 10;
  Generator random(1);
  const Array points = l2_normalize(randn({rows, width}, random)).data();

  // The machine's own rate, to judge by: a square product of 2,048.
  constexpr Index side = 2048;
  const Array a = filled({side, side}, 1);
  Array c = empty({side, side});
  const auto product = [&] {
    kernels::gemm(false, true, side, side, side, 1, a.data(), side, a.data(), side, 0, c.data(), side);
  };
  product();
  const double gemm_rate = 2e-9 * side * side * side / seconds_of(product);

  Indices found(static_cast<std::size_t>(rows * k));
  std::vector<Scalar> products(found.size());
  const double seconds = seconds_of([&] {
    kernels::nearest(rows, rows, width, points.data(), points.data(), k, found.data(), products.data(),
                     kernels::OwnRow::skipped);
  });
  const double rate =
      2e-9 * static_cast<double>(rows) * static_cast<double>(rows) * static_cast<double>(width) / seconds;
  std::printf(
      "{\"workload\": \"knn-%ld\", \"width\": %ld, \"seconds\": %.2f, \"target\": 15, \"threads\": %d, "
      "\"gflops\": %.0f, \"sgemm_gflops\": %.0f}\n",
      static_cast<long>(rows), static_cast<long>(width), seconds, num_threads(), rate, gemm_rate);
}
