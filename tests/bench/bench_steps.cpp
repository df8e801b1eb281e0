/// \file
/// Whole training steps (forward, backward, optimizer) of one workload: images per second, median of many. The same
/// networks and sizes as torch_steps.py; `compare` runs the two alternately. Workloads that end in "-still" leave the
/// augmentation out: they show what it costs.
///
///     bench_steps WORKLOAD [SECONDS [THREADS]]
#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

#include "machine.hpp"
#include "selfsame/core/parallel.hpp"
#include "workloads.hpp"

using namespace selfsame;
using namespace selfsame::bench;

namespace {

void measure(const std::string& name, const Workload& workload, double budget) {
  const std::function<void()> step = workload.make_step();
  for (int i = 0; i < 2; ++i) step();  // touch all memory first
  std::vector<double> times;
  for (double spent = 0; spent < budget || times.size() < 5; spent += times.back()) times.push_back(seconds_of(step));
  const double elapsed = std::accumulate(times.begin(), times.end(), 0.0);
  const double peak = peak_mib();  // before the big product below takes its share
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  const double median = times[times.size() / 2];
  std::printf(
      "{\"workload\": \"%s\", \"images_per_second\": %.1f, \"images_per_second_overall\": %.1f, \"steps\": %zu, "
      "\"threads\": %d, \"peak_mib\": %.0f, "
      "\"gflops\": %.1f, \"sgemm_gflops\": %.1f}\n",
      name.c_str(), static_cast<double>(workload.images) / median,
      static_cast<double>(workload.images) * static_cast<double>(times.size()) / elapsed, times.size(), num_threads(),
      peak, workload.flops / median * 1e-9, sgemm_gflops());
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
