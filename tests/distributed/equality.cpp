// P processes that share a batch train what one process trains with all of it: the same losses and weights, for every
// method, also where the batch does not divide. `mpirun -np P equality_f64`; in double, where only a mistake can be
// larger than rounding, and in float. Every rank computes both sides; the first tells.
#include <cmath>
#include <cstdio>
#include <functional>

#include "methods/fixmatch.hpp"
#include "methods/masked.hpp"
#include "methods/rotation.hpp"
#include "methods/simclr.hpp"
#include "methods/supervised.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/data/formats.hpp"
#include "selfsame/data/recipes.hpp"
#include "selfsame/distributed/mpirun.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/report/report.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

constexpr Index steps = 20;
constexpr bool in_double = sizeof(Scalar) == 8;

// What a training leaves: numbers that must not depend on how many processes took part.
struct Outcome {
  std::vector<double> losses, weights;
};

struct Setting {
  const data::Dataset& data;
  Indices rows;
  data::Augment augment;
  report::Report report = report::Report();  // shows and writes nothing
  report::TrainingLog log() { return report.training_log("test"); }

  std::unique_ptr<nn::Encoder> encoder() const {
    Generator random(1);
    return std::make_unique<nn::ConvNet>(std::vector<Index>{data.channels(), 4, 6, 8}, random);
  }
  nn::Classifier classifier() const {
    Generator random(2);
    return {encoder(), data.classes(), random};
  }
  Outcome outcome(const nn::Module& network, const std::string& metric) const {
    Outcome outcome;
    for (const auto& [step, loss] : report.metrics().curve("test", metric)) outcome.losses.push_back(loss);
    for (const auto& [name, values] : network.state_dict()) {
      outcome.weights.insert(outcome.weights.end(), values.begin(), values.end());
    }
    return outcome;
  }
};

Outcome supervised(Setting& s, Index batch) {
  nn::Classifier classifier = s.classifier();
  const SupervisedRecipe recipe{steps, batch, 0.1, 5e-4, false, 0, s.augment};
  train_supervised(classifier, s.data, data::true_labels(s.data.train, s.rows), recipe, 0, s.log());
  return s.outcome(classifier, "loss");
}

Outcome rotation(Setting& s, Index batch) {
  const auto encoder = s.encoder();
  train_rotation(*encoder, s.data, s.rows, {steps, batch, 0.05, 5e-4, s.augment}, 0, s.log());
  return s.outcome(*encoder, "loss");
}

Outcome simclr(Setting& s, Index batch) {
  const auto encoder = s.encoder();
  SimclrRecipe recipe;
  recipe.steps = steps;
  recipe.batch = batch;
  // At 0.02 the last bit of a float grows to 1.5e-3 within 20 steps of a batch of 13, as any other change would.
  recipe.learning_rate = in_double ? 0.12 : 0.005;
  recipe.hidden = recipe.projection = 8;
  recipe.augment = s.augment;
  train_simclr(*encoder, s.data, s.rows, recipe, 0, s.log());
  return s.outcome(*encoder, "loss");
}

Outcome fixmatch(Setting& s, Index batch) {
  nn::Classifier classifier = s.classifier(), averaged = s.classifier();
  FixMatchRecipe recipe;
  recipe.steps = steps;
  recipe.batch = batch;
  recipe.threshold = Scalar(0.3);  // so that guesses count from the beginning
  recipe.labelled = recipe.weak = recipe.strong = s.augment;
  const Indices labelled(s.rows.begin(), s.rows.begin() + 20);
  train_fixmatch(classifier, averaged, s.data, data::true_labels(s.data.train, labelled), s.rows, recipe, 0, s.log());
  return s.outcome(classifier, "loss");
}

Outcome masked(Setting& s, Index batch) {
  nn::VisionTransformerOptions sizes;
  sizes.height = s.data.height(), sizes.width = s.data.width(), sizes.channels = s.data.channels();
  sizes.features = 8, sizes.depth = 1, sizes.heads = 2;
  Generator random(1);
  nn::VisionTransformer encoder(sizes, random);
  MaskedRecipe recipe;
  recipe.steps = steps;
  recipe.batch = batch;
  recipe.augment = s.augment;
  train_masked(encoder, *make_decoder(encoder, 0), s.data, s.rows, recipe, 0, s.log());
  return s.outcome(encoder, "reconstruction_loss");
}

// The largest difference, relative to the largest number of its kind.
double difference(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.empty() || a.size() != b.size()) return INFINITY;
  double apart = 0, largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    apart = std::max(apart, std::abs(a[i] - b[i]));
    largest = std::max(largest, std::abs(b[i]));
  }
  return apart / largest;
}

// What the processes make of it beside what each of them makes of it alone.
bool equal(const char* name, Outcome (*train)(Setting&, Index), const data::Dataset& data, Index batch) {
  Setting together{data, data::all_rows(data.train), data::compose({data::shift(2), data::horizontal_flip()})};
  Setting by_itself{together.data, together.rows, together.augment};
  const Outcome found = train(together, batch);
  const Alone alone;
  const Outcome expected = train(by_itself, batch);
  const double losses = difference(found.losses, expected.losses);
  const double weights = difference(found.weights, expected.weights);
  const double tolerance = in_double ? 1e-10 : 1e-4;
  const bool ok = losses <= tolerance && weights <= tolerance;
  if (is_first_rank()) {
    std::printf("%s %-10s batch %td: losses differ by %.1e, weights by %.1e%s\n", ok ? "ok    " : "FAILED", name, batch,
                losses, weights, ok ? "" : ", expected at most 1e-10 in double, 1e-4 in float");
    std::fflush(stdout);
  }
  return ok;
}

}  // namespace

int main() {
  const std::unique_ptr<Transport> ranks = distributed::mpirun();
  if (!ranks) {
    std::printf("FAILED: one process alone; start it as mpirun -np 2 equality_f64\n");
    return 1;
  }
  const UseTransport together(*ranks);
  set_num_threads(1);
  data::Dataset data = data::make_shapes(100, 10);
  data::measure_statistics(data);
  bool ok = true;
  try {
    for (const Index batch : {12, 13}) {
      ok = equal("supervised", supervised, data, batch) && ok;
      ok = equal("rotation", rotation, data, batch) && ok;
      ok = equal("simclr", simclr, data, batch) && ok;
      ok = equal("fixmatch", fixmatch, data, batch) && ok;
      ok = equal("masked", masked, data, batch) && ok;
    }
  } catch (const std::exception& error) {
    std::printf("FAILED: rank %td: %s\n", ranks->rank(), error.what());
    ranks->abort(1);
  }
  return ok ? 0 : 1;
}
