/// \file
/// Whole training steps (forward, backward, SGD with momentum) of one workload: images per second, median of many.
/// The same networks and sizes as torch_steps.py; `compare` runs the two alternately.
///
///     bench_steps WORKLOAD [SECONDS [THREADS]]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>

#include "selfsame/core/parallel.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/nn/layers.hpp"
#include "selfsame/nn/wide_resnet.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/optim/sgd.hpp"

using namespace selfsame;

namespace {

struct Workload {
  Index batch;
  std::function<std::function<void()>()> make_step;  // builds network and data; each call of the result is one step
};

template <class Forward>
std::function<void()> training_step(const nn::NamedTensors& parameters, const Shape& images, Forward forward) {
  auto sgd = std::make_shared<optim::Sgd>(optim::decay_groups(parameters, 0));
  const Tensor x = randn(images);
  Indices labels;
  for (Index i = 0; i < images[0]; ++i) labels.push_back(i % 10);
  return [=] {
    sgd->zero_grad();
    cross_entropy(forward(x), labels).backward();
    sgd->step(0.01);
  };
}

template <class Encoder, class... Arguments>
std::function<void()> encoder_step(const Shape& images, Arguments... arguments) {
  auto encoder = std::make_shared<Encoder>(arguments...);
  auto head = std::make_shared<nn::Linear>(encoder->features(), 10);
  return training_step(optim::parameters_of(*encoder, *head), images,
                       [=](const Tensor& x) { return (*head)((*encoder)(x)); });
}

std::function<void()> mlp_step(Index batch) {
  auto mlp = std::make_shared<nn::Sequential>();
  mlp->then<nn::Linear>(784, 512).then<nn::Relu>().then<nn::Linear>(512, 512).then<nn::Relu>().then<nn::Linear>(512,
                                                                                                                10);
  return training_step(optim::parameters_of(*mlp), {batch, 784}, [=](const Tensor& x) { return (*mlp)(x); });
}

const std::map<std::string, Workload> workloads = {
    {"convnet-128",
     {128,
      [] {
        return encoder_step<nn::ConvNet>({128, 28, 28, 1}, std::vector<Index>{1, 32, 64, 128});
      }}},
    {"convnet-960",
     {960,
      [] {
        return encoder_step<nn::ConvNet>({960, 28, 28, 1}, std::vector<Index>{1, 32, 64, 128});
      }}},
    {"wrn-10-2",
     {128,
      [] {
        return encoder_step<nn::WideResNet>({128, 32, 32, 3}, 3, 10, 2);
      }}},
    {"wrn-28-2",
     {64,
      [] {
        return encoder_step<nn::WideResNet>({64, 32, 32, 3}, 3, 28, 2);
      }}},
    {"mlp-128", {128, [] { return mlp_step(128); }}},
};

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

}  // namespace

int main(int argc, char** argv) {
  const auto found = workloads.find(argc > 1 ? argv[1] : "");
  if (found == workloads.end()) {
    std::cerr << "bench_steps: WORKLOAD [SECONDS [THREADS]], with a workload of:";
    for (const auto& [name, workload] : workloads) std::cerr << ' ' << name;
    std::cerr << '\n';
    return 2;
  }
  const double budget = argc > 2 ? std::stod(argv[2]) : 5;
  set_num_threads(argc > 3 ? std::stoi(argv[3]) : 0);
  const std::function<void()> step = found->second.make_step();
  for (int i = 0; i < 2; ++i) step();  // touch all memory first
  std::vector<double> times;
  for (double spent = 0; spent < budget || times.size() < 5; spent += times.back()) times.push_back(seconds_of(step));
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  const double median = times[times.size() / 2], batch = static_cast<double>(found->second.batch);
  std::printf(
      "{\"workload\": \"%s\", \"images_per_second\": %.1f, \"steps\": %zu, \"threads\": %d, \"peak_mib\": %.0f}\n",
      found->first.c_str(), batch / median, times.size(), num_threads(), peak_mib());
}
