// doctor: is this machine ready, and how fast is it? Each line says ok, or what to do.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include "protocol/options.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/core/openblas.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/core/random.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "selfsame/report/gnuplot.hpp"
#include "selfsame/report/text.hpp"

extern "C" {
char* openblas_get_config();  // OpenBLAS: version, build options and core
}

namespace {

using namespace selfsame;

enum class Health { ok, note, bad };

int problems = 0;

void line(Health health, const std::string& what, const std::string& found) {
  const char* mark = health == Health::ok ? "ok  " : health == Health::note ? "note" : "BAD ";
  if (health == Health::bad) ++problems;
  std::cout << mark << "  " << report::left_aligned(what, 14) << "  " << found << "\n" << std::flush;
}

// GFLOP/s of a square product on the threads in use: the best of a few, after one to wake the threads up.
double gemm_rate(Index n) {
  std::vector<Scalar> a(static_cast<std::size_t>(n * n)), b(a.size()), c(a.size());
  Generator generator(1);
  for (auto* matrix : {&a, &b}) {
    for (Scalar& value : *matrix) value = static_cast<Scalar>(generator.uniform());
  }
  double best = 0;
  for (int trial = 0; trial < 6; ++trial) {
    const auto begin = std::chrono::steady_clock::now();
    kernels::gemm(false, false, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (trial > 0) best = std::max(best, 2e-9 * static_cast<double>(n * n * n) / seconds);
  }
  return best;
}

#if defined(__x86_64__)
std::string cpu_features() {
  std::string features;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("sse4.2")) features += " sse4.2";
  if (__builtin_cpu_supports("avx")) features += " avx";
  if (__builtin_cpu_supports("avx2")) features += " avx2";
  if (__builtin_cpu_supports("fma")) features += " fma";
  if (__builtin_cpu_supports("avx512f")) features += " avx512f";
  return features.empty() ? "none of sse4.2, avx, avx2, fma, avx512f" : features.substr(1);
}

// "Prescott" is what OpenBLAS 0.3.21 falls back to on a CPU it does not know: 33 instead of 287 GFLOP/s.
bool slow_kernels(const std::string& core) {
  return __builtin_cpu_supports("avx2") && (core == "Prescott" || core == "Core2" || core == "Nehalem");
}
#else
std::string cpu_features() {
#if defined(__aarch64__)
  return "neon";  // every arm64 processor has it
#else
  return "unknown on this kind of processor";
#endif
}

bool slow_kernels(const std::string&) { return false; }
#endif

void check_blas() {
  const std::string core = openblas_core();
  const bool slow = slow_kernels(core);
  line(slow ? Health::bad : Health::ok, "OpenBLAS",
       core + " kernels; " + openblas_get_config() +
           (slow ? "; these are the slow ones: unset OPENBLAS_CORETYPE, or set it to Haswell" : ""));
  line(Health::ok, "sgemm 1024",
       report::fixed(gemm_rate(1024), 0) + " GFLOP/s on " + std::to_string(num_threads()) +
           (num_threads() == 1 ? " thread" : " threads"));
}

void check_dataset(const std::string& name, const std::string& data_dir) {
  if (name == "folder") return;  // any directory of images
  try {
    const data::Dataset set = data::load_dataset(name, data_dir);
    line(Health::ok, name,
         report::thousands(set.train.count) + " training and " + report::thousands(set.test.count) + " test images, " +
             std::to_string(set.height()) + " x " + std::to_string(set.width()) + " x " +
             std::to_string(set.channels()) + ", " + std::to_string(set.classes()) + " classes");
  } catch (const Error& error) {
    const std::string problem = error.what(), prefix = name + ": ";
    line(Health::note, name, problem.compare(0, prefix.size(), prefix) == 0 ? problem.substr(prefix.size()) : problem);
  }
}

void examine(const tutorials::Options& options) {
  const report::BuildInfo build = report::build_info();
  const report::MachineInfo machine = report::machine_info();
  line(Health::ok, "selfsame", build.version + ", commit " + build.commit.substr(0, 12));
  line(Health::ok, "compiler", build.compiler + ", " + build.flags);
  line(Health::ok, "processor",
       machine.cpu + ", " + std::to_string(machine.cores) + " cores, " + report::fixed(machine.memory_gib, 1) + " GiB");
  line(Health::ok, "features", cpu_features());
  const bool several = most_threads() > 1;
  line(several ? Health::ok : Health::note, "threads",
       several ? std::to_string(options.threads) + " of OpenMP, shared by our loops and OpenBLAS"
               : "one; there is one core, or it was built without OpenMP");
  check_blas();
  const bool gnuplot = report::have_gnuplot();
  line(gnuplot ? Health::ok : Health::note, "gnuplot",
       gnuplot ? "found: reports have figures"
               : "not on the PATH: reports come without figures; apt install gnuplot-nox");
  for (const std::string& name : data::dataset_names()) check_dataset(name, options.data_dir);
  require<Error>(problems == 0, problems, " of the lines above are marked BAD; each says what to do");
  std::cout << "ready\n";
}

}  // namespace

/// Examines the machine. \return 0 where nothing is BAD
int main(int argc, char** argv) {
  return selfsame::tutorials::run_program(
      argc, argv,
      {"doctor",
       "Look at this machine: compiler, processor, OpenBLAS, threads, data sets, gnuplot",
       "100",
       false,
       "--data-dir ~/data",
       {}},
      examine);
}
