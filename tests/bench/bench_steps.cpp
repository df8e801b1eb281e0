/// \file
/// Whole training steps (forward, backward, optimizer) of one workload: images per second, median of many. The same
/// networks and sizes as torch_steps.py; `compare` runs the two alternately. Workloads that end in "-still" leave the
/// augmentation out: they show what it costs.
///
///     bench_steps WORKLOAD [SECONDS [THREADS]]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "workloads.hpp"

using namespace selfsame;

namespace {

double seconds_of(const std::function<void()>& f) {
  const auto start = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// The most memory this process has held, in MiB, as Linux counts it; 0 elsewhere.
double peak_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (double kib = 0; word == "VmHWM:" && status >> kib) return kib / 1024;
  }
  return 0;
}

// What this machine reaches on a big square product by OpenBLAS, in GFLOP/s: the best of several.
double sgemm_gflops() {
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

void measure(const std::string& name, const Workload& workload, double budget) {
  const std::function<void()> step = workload.make_step();
  for (int i = 0; i < 2; ++i) step();  // touch all memory first
  std::vector<double> times;
  for (double spent = 0; spent < budget || times.size() < 5; spent += times.back()) times.push_back(seconds_of(step));
  const double peak = peak_mib();  // before the big product below takes its share
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  const double median = times[times.size() / 2];
  std::printf(
      "{\"workload\": \"%s\", \"images_per_second\": %.1f, \"steps\": %zu, \"threads\": %d, \"peak_mib\": %.0f, "
      "\"gflops\": %.1f, \"sgemm_gflops\": %.1f}\n",
      name.c_str(), static_cast<double>(workload.images) / median, times.size(), num_threads(), peak,
      workload.flops / median * 1e-9, sgemm_gflops());
}

}  // namespace

int main(int argc, char** argv) {
  const auto found = workloads().find(argc > 1 ? argv[1] : "");
  if (found == workloads().end()) {
    std::cerr << "bench_steps: WORKLOAD [SECONDS [THREADS]], with a workload of:";
    for (const auto& [name, workload] : workloads()) std::cerr << ' ' << name;
    std::cerr << '\n';
    return 2;
  }
  try {
    set_num_threads(argc > 3 ? std::stoi(argv[3]) : 0);
    measure(found->first, found->second, argc > 2 ? std::stod(argv[2]) : 5);
  } catch (const std::exception& error) {
    std::cerr << "bench_steps: " << error.what() << '\n';
    return 1;
  }
}
