/// \file
/// Every image kernel by itself, forward and backward, beside what the machine can do: the rate of sgemm and the
/// bandwidth of a copy, measured in the same process. Convolutions count multiplications and additions (FLOP/s), the
/// others the bytes they must at least read and write.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/conv.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "selfsame/kernels/norm.hpp"
#include "selfsame/kernels/pool.hpp"

using namespace selfsame;
using benchmark::Counter;
using benchmark::State;
using kernels::ConvShape;
using Values = std::vector<Scalar>;

namespace {

Values some(Index n) {
  Values values(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<Scalar>(static_cast<int>(i * 7919 % 1009) - 504) / 504;
  return values;
}

void report_flops(State& state, double flops) {
  state.counters["FLOP/s"] = Counter(flops, Counter::kIsIterationInvariantRate);
}

void report_bytes(State& state, double values) {
  state.counters["B/s"] = Counter(values * sizeof(Scalar), Counter::kIsIterationInvariantRate, Counter::kIs1024);
}

void gemm(State& state, Index m, Index n, Index k) {
  const Values a = some(m * k), b = some(k * n);
  Values c(static_cast<std::size_t>(m * n));
  for (auto _ : state) kernels::gemm(false, false, m, n, k, 1, a.data(), k, b.data(), n, 0, c.data(), n);
  report_flops(state, 2.0 * static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k));
}

void copy(State& state, Index n) {
  const Values from = some(n);
  Values to(from.size());
  for (auto _ : state) {
    parallel_for(n, 1 << 16, [&](Index begin, Index end) {
      std::memcpy(to.data() + begin, from.data() + begin, static_cast<std::size_t>(end - begin) * sizeof(Scalar));
    });
    benchmark::ClobberMemory();
  }
  report_bytes(state, 2.0 * static_cast<double>(n));
}

enum class Pass { forward, backward_data, backward_weight };

void convolve(State& state, ConvShape s, Pass pass) {
  Values x = some(s.n * s.h * s.w * s.in), w = some(s.kh * s.kw * s.in * s.out);
  Values y = some(s.n * s.out_h() * s.out_w() * s.out);
  for (auto _ : state) {
    if (pass == Pass::forward) kernels::conv2d(s, x.data(), w.data(), nullptr, y.data());
    if (pass == Pass::backward_data) kernels::conv2d_backward_data(s, y.data(), w.data(), x.data());
    if (pass == Pass::backward_weight) kernels::conv2d_backward_weight(s, x.data(), y.data(), w.data());
  }
  report_flops(state, s.flops());
  report_bytes(state, static_cast<double>(x.size() + y.size()));
}

void batch_norm(State& state, Index rows, Index channels, bool backward) {
  const Values x = some(rows * channels), ones(static_cast<std::size_t>(channels), 1);
  Values mean(ones.size()), var(ones.size()), y(x.size()), dweight(ones.size()), dbias(ones.size());
  const kernels::BatchNormParts parts{rows, channels, mean.data(), ones.data(), ones.data(), mean.data(), 0};
  for (auto _ : state) {
    if (backward) {
      kernels::batch_norm_backward(parts, true, x.data(), y.data(), y.data(), dweight.data(), dbias.data());
    } else {
      kernels::batch_norm_statistics(rows, channels, x.data(), mean.data(), var.data());
      kernels::batch_norm(parts, x.data(), y.data());
    }
  }
  report_bytes(state, (backward ? 5.0 : 3.0) * static_cast<double>(x.size()));
}

void batch_norm_max_pool(State& state, kernels::PoolShape s, bool backward) {
  const Values x = some(s.n * s.in_size()), ones(static_cast<std::size_t>(s.channels), 1);
  Values mean(ones.size()), var(ones.size()), y(static_cast<std::size_t>(s.n * s.out_size())), dx(x.size());
  Values dweight(ones.size()), dbias(ones.size());
  std::vector<std::uint8_t> choice(y.size());
  const Index rows = s.n * s.h * s.w;
  const kernels::BatchNormParts parts{rows, s.channels, mean.data(), ones.data(), ones.data(), mean.data(), 0};
  for (auto _ : state) {
    if (backward) {
      kernels::batch_norm_max_pool_backward(parts, true, s.h, s.w, x.data(), y.data(), choice.data(), dx.data(),
                                            dweight.data(), dbias.data());
    } else {
      kernels::batch_norm_statistics(rows, s.channels, x.data(), mean.data(), var.data());
      kernels::batch_norm_max_pool(parts, s.h, s.w, x.data(), y.data(), choice.data());
    }
  }
  report_bytes(state, (backward ? 3.0 : 2.0) * static_cast<double>(x.size()) +
                          (backward ? 2.5 : 1.25) * static_cast<double>(y.size()));
}

void layer_norm(State& state, Index rows, Index channels, bool backward) {
  const Values x = some(rows * channels), ones(static_cast<std::size_t>(channels), 1);
  Values mean(static_cast<std::size_t>(rows)), inv_std(mean), y(x.size()), dweight(ones.size()), dbias(ones.size());
  for (auto _ : state) {
    if (backward) {
      kernels::layer_norm_backward(rows, channels, x.data(), ones.data(), mean.data(), inv_std.data(), y.data(),
                                   y.data(), dweight.data(), dbias.data());
    } else {
      kernels::layer_norm(rows, channels, x.data(), ones.data(), ones.data(), Scalar(1e-5), y.data(), mean.data(),
                          inv_std.data());
    }
  }
  report_bytes(state, (backward ? 3.0 : 2.0) * static_cast<double>(x.size()));
}

void max_pool(State& state, kernels::PoolShape s, bool backward) {
  Values x = some(s.n * s.in_size()), y(static_cast<std::size_t>(s.n * s.out_size()));
  std::vector<std::uint8_t> choice(y.size());
  for (auto _ : state) {
    if (backward) {
      kernels::max_pool2d_backward(s, y.data(), choice.data(), x.data());
    } else {
      kernels::max_pool2d(s, x.data(), y.data(), choice.data());
    }
  }
  report_bytes(state, static_cast<double>(x.size()) + 1.25 * static_cast<double>(y.size()));
}

template <class... Arguments>
void add(const std::string& name, Arguments... arguments) {
  benchmark::RegisterBenchmark(name.c_str(), arguments...)->UseRealTime()->Unit(benchmark::kMicrosecond);
}

void add_all() {
  add("machine/gemm 2048", gemm, 2048, 2048, 2048);
  add("machine/copy 64 MiB", copy, Index{1} << 23);
  const std::vector<std::pair<std::string, ConvShape>> layers = {
      {"ConvNet conv1  1->32 28x28", {128, 28, 28, 1, 3, 3, 32, 1, 1}},
      {"ConvNet conv2 32->64 14x14", {128, 14, 14, 32, 3, 3, 64, 1, 1}},
      {"ConvNet conv3 64->128 7x7", {128, 7, 7, 64, 3, 3, 128, 1, 1}},
      {"WRN stem 3->16 32x32", {64, 32, 32, 3, 3, 3, 16, 1, 1}},
      {"WRN 32->32 32x32", {64, 32, 32, 32, 3, 3, 32, 1, 1}},
      {"WRN 32->64 32x32 stride 2", {64, 32, 32, 32, 3, 3, 64, 2, 1}},
      {"WRN 64->64 16x16", {64, 16, 16, 64, 3, 3, 64, 1, 1}},
      {"WRN 128->128 8x8", {64, 8, 8, 128, 3, 3, 128, 1, 1}},
      {"WRN shortcut 1x1 16->32 32x32", {64, 32, 32, 16, 1, 1, 32, 1, 0}},
      {"WRN shortcut 1x1 32->64 stride 2", {64, 32, 32, 32, 1, 1, 64, 2, 0}},
  };
  for (const auto& [name, shape] : layers) {
    add(name + "/forward", convolve, shape, Pass::forward);
    add(name + "/backward-data", convolve, shape, Pass::backward_data);
    add(name + "/backward-weight", convolve, shape, Pass::backward_weight);
  }
  for (const bool backward : {false, true}) {
    const std::string pass = backward ? "/backward" : "/forward";
    add("batch_norm+relu 100352x32" + pass, batch_norm, 100352, 32, backward);
    add("batch_norm+relu 25088x64" + pass, batch_norm, 25088, 64, backward);
    add("batch_norm+relu+max_pool 128x28x28x32" + pass, batch_norm_max_pool, kernels::PoolShape{128, 28, 28, 32, 2, 2},
        backward);
    add("layer_norm 6400x64" + pass, layer_norm, 6400, 64, backward);
    add("max_pool 2x2 128x28x28x32" + pass, max_pool, kernels::PoolShape{128, 28, 28, 32, 2, 2}, backward);
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  add_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
