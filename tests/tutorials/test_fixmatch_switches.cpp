#include <doctest/doctest.h>

#include <algorithm>

#include "selfsame/eval/predict.hpp"
#include "t09_fixmatch/fixmatch.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// A few of the generated images, so that a test takes a moment.
data::Dataset few_shapes() {
  data::Dataset data = data::load_dataset("shapes", "");
  data.train.count = std::min<Index>(data.train.count, 300);
  data.train.labels.resize(static_cast<std::size_t>(data.train.count));
  data.train.pixels.resize(static_cast<std::size_t>(data.train.count * data.train.image_size()));
  return data;
}

// What a few steps leave behind: the weights, by their hash, and the last values that were logged.
struct Outcome {
  std::uint64_t weights;
  double accepted, loss;
  Cost cost;
};

Outcome trained(const FixMatchSwitches& switches, double ema = 0.9) {
  static const data::Dataset data = few_shapes();
  report::Report report;
  const Index labels = 2 * data.classes();
  const Experiment experiment{data, data::few_labels(data, labels, 0, 50), labels, 0, 0, report};
  Options options;
  options.profile = Profile::smoke;
  options.steps = 4;
  FixMatchSettings settings = fixmatch_settings(data, labels, options, switches);
  settings.batch = 8;
  settings.ema = ema;
  settings.threshold = std::min(settings.threshold, Scalar(0.3));  // so young a network is not sure of anything
  const auto classifier = make_classifier(data, 0);
  const Cost cost = train_fixmatch(*classifier, experiment, true_labels(experiment), settings, "fixmatch");
  const auto last = [&](const char* metric) {
    return report.metrics().curve(experiment.series("fixmatch"), metric).back().second;
  };
  return {eval::weights_hash(*classifier), last("accepted"), last("loss"), cost};
}

}  // namespace

TEST_CASE("each switch of FixMatch runs and leaves other weights than the method without it") {
  const std::uint64_t plain = trained({}).weights;
  CHECK(trained({}).weights == plain);
  std::vector<FixMatchSwitches> one_each(4);
  one_each[0].no_threshold = true;
  one_each[1].soft_labels = true;
  one_each[2].weak_only = true;
  one_each[3].ema_teacher = true;
  for (std::size_t i = 0; i < one_each.size(); ++i) {
    CAPTURE(i);
    CHECK(trained(one_each[i]).weights != plain);
  }
  // Two switches act on soft labels at once; so few steps change no arg max.
  const std::uint64_t soft = trained(one_each[1]).weights;
  FixMatchSwitches unaligned = one_each[1], sharpened = one_each[1];
  unaligned.distribution_alignment = false;
  sharpened.temperature = 0.5;
  CHECK(trained(unaligned).weights != soft);
  CHECK(trained(sharpened).weights != soft);
}

TEST_CASE("FixMatch without threshold takes every guess for a label") {
  FixMatchSwitches switches;
  CHECK(trained(switches).accepted < 100);
  switches.no_threshold = true;
  CHECK(trained(switches).accepted == 100);
}

TEST_CASE("mean teacher is a setting of FixMatch, and what its teacher looks at is counted") {
  const FixMatchSwitches mean_teacher{true, true, 1, true, false, true};
  CHECK(trained(mean_teacher).cost.images_seen == 2 * trained({}).cost.images_seen);
}

TEST_CASE("a teacher without memory is the network itself") {
  FixMatchSwitches switches;
  const double own = trained(switches, 0).loss;
  switches.ema_teacher = true;
  CHECK(trained(switches, 0).loss == doctest::Approx(own).epsilon(1e-5));
  CHECK(trained(switches, 0.9).loss != doctest::Approx(own).epsilon(1e-5));
}
