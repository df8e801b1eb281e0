/// \file
/// Exact nearest neighbours: seconds to find the 10 nearest other rows of each of N unit rows.
///
///     bench_knn [ROWS [WIDTH [THREADS]]]          60,000 rows of 128 numbers unless told otherwise
#include <cstdio>
#include <string>
#include <vector>

#include "machine.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/core/tensor.hpp"
#include "selfsame/kernels/nearest.hpp"
#include "selfsame/ops/linalg.hpp"

using namespace selfsame;
using namespace selfsame::bench;

int main(int argc, char** argv) {
  const Index rows = argc > 1 ? std::stol(argv[1]) : 60000;
  const Index width = argc > 2 ? std::stol(argv[2]) : 128;
  set_num_threads(argc > 3 ? std::stoi(argv[3]) : 0);
  constexpr Index k = 10;
  Generator random(1);
  const Array points = l2_normalize(randn({rows, width}, random)).data();

  Indices found(static_cast<std::size_t>(rows * k));
  std::vector<Scalar> products(found.size());
  const double seconds = seconds_of([&] {
    kernels::nearest(rows, rows, width, points.data(), points.data(), k, found.data(), products.data(),
                     kernels::OwnRow::skipped);
  });
  const double rate =
      2e-9 * static_cast<double>(rows) * static_cast<double>(rows) * static_cast<double>(width) / seconds;
  std::printf(
      "{\"workload\": \"knn-%ld\", \"width\": %ld, \"seconds\": %.2f, \"threads\": %d, \"peak_mib\": %.0f, "
      "\"gflops\": %.1f, \"sgemm_gflops\": %.1f}\n",
      static_cast<long>(rows), static_cast<long>(width), seconds, num_threads(), peak_mib(), rate, sgemm_gflops());
}
