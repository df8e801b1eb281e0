/// \file
/// What processes that share a batch bring: images per second of all of them, the share of the time that they spend in
/// messages, and what the gradients' messages take by themselves. `scaling` runs it beside one process.
///
///     mpirun -np P bench_scaling supervised|simclr [SECONDS [THREADS]]
#include <algorithm>
#include <cstdio>
#include <exception>
#include <functional>
#include <optional>
#include <string>

#include "machine.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/distributed/mpirun.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/nt_xent.hpp"

using namespace selfsame;
using namespace selfsame::bench;

namespace {

constexpr Index batch = 256;

struct Training {
  nn::Classifier network{std::make_unique<nn::ConvNet>(std::vector<Index>{1, 32, 64, 128}), 64};
  optim::Sgd sgd{optim::decay_groups(optim::parameters_of(network), 5e-4), {0.9, true}};
  Share share = share_of(batch);
  bool simclr;
  Tensor images;
  Indices classes;

  explicit Training(bool contrastive)
      : simclr(contrastive), images(randn({(simclr ? 2 : 1) * share.count(), 28, 28, 1})) {
    for (Index i = 0; i < share.count(); ++i) classes.push_back(i % 10);
    set_batch_part(static_cast<double>(share.count()) / static_cast<double>(batch));
  }

  void step() {
    const Tensor z = network(images);
    const Index n = share.count();
    const Tensor loss =
        simclr ? ssl::nt_xent(slice(z, 0, 0, n), slice(z, 0, n, 2 * n), Scalar(0.2)) : cross_entropy(z, classes);
    sgd.zero_grad();
    loss.backward();
    sgd.step(1e-3);
  }

  // Seconds that the gradients' sum takes by itself, in buckets as backward sends them.
  double gradients_alone() const {
    Index size = 0;
    for (const auto& [name, parameter] : network.named_parameters()) size += parameter.numel();
    std::vector<Scalar> values(static_cast<std::size_t>(size));
    return seconds_of([&] {
      constexpr Index bucket = (1 << 17) / sizeof(Scalar);
      for (Index at = 0; at < size; at += bucket)
        transport().start_sum(values.data() + at, std::min(bucket, size - at));
      transport().finish_sums();
    });
  }
};

double median(std::vector<double> numbers) {
  std::nth_element(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2), numbers.end());
  return numbers[numbers.size() / 2];
}

void measure(bool simclr, double budget) {
  Training training(simclr);
  for (int i = 0; i < 3; ++i) training.step();
  std::vector<double> steps, alone;
  const double waited = transport().seconds();
  double spent = 0;
  while (first_ranks(spent < budget || steps.size() < 5)) {
    steps.push_back(seconds_of([&] { training.step(); }));
    spent += steps.back();
  }
  const double in_messages = (transport().seconds() - waited) / spent;
  for (int i = 0; i < 20; ++i) alone.push_back(training.gradients_alone());
  const double images = static_cast<double>((simclr ? 2 : 1) * batch);
  if (!is_first_rank()) return;
  std::printf(
      "{\"ranks\": %td, \"threads\": %d, \"images_per_second\": %.0f, \"in_messages\": %.3f, \"gradients_alone_ms\": "
      "%.3f, "
      "\"step_ms\": %.2f}\n",
      transport().size(), num_threads(), images / median(steps), in_messages, 1e3 * median(alone), 1e3 * median(steps));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string workload = argc > 1 ? argv[1] : "";
  if (workload != "supervised" && workload != "simclr") {
    std::fprintf(stderr, "bench_scaling: supervised|simclr [SECONDS [THREADS]]\n");
    return 2;
  }
  try {
    const std::unique_ptr<Transport> ranks = distributed::mpirun();
    std::optional<UseTransport> together;
    if (ranks) together.emplace(*ranks);
    set_num_threads(argc > 3 ? std::stoi(argv[3]) : 1);
    measure(workload == "simclr", argc > 2 ? std::stod(argv[2]) : 5);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_scaling: %s\n", error.what());
    return 1;
  }
}
