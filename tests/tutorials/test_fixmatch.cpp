#include <doctest/doctest.h>

#include "protocol/standard_rows.hpp"
#include "recipes/semi_supervised.hpp"
#include "selfsame/eval/predict.hpp"
#include "tutorials/cell_of_shapes.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// What a few steps leave behind: the weights, by their hash, and the last values that were logged.
struct Outcome {
  std::uint64_t weights;
  double accepted, loss;
  Cost cost;
};

enum class Loop { paper, variant };

Outcome trained(const FixMatchSwitches& switches, double ema = 0.9, Loop loop = Loop::variant) {
  static const data::Dataset data = few_shapes(300);
  report::Report report;
  const Cell cell = cell_of(data, report, 0, 12);
  FixMatchRecipe recipe = with_switches(fixmatch_chain_recipe(cell.situation()), switches);
  recipe.batch = 8;
  recipe.ema = ema;
  recipe.threshold = std::min(recipe.threshold, Scalar(0.4));  // some guesses of so young a network pass, some do not
  const auto classifier = make_classifier(data, 0), averaged = make_classifier(data, 1);
  const data::Targets labels = cell.true_labels();
  const Indices& unlabelled = cell.split.unlabelled;
  const report::TrainingLog log = cell.log("fixmatch");
  const Cost cost =
      loop == Loop::paper
          ? train_fixmatch(*classifier, *averaged, data, labels, unlabelled, recipe, 0, log)
          : train_fixmatch_variant(*classifier, *averaged, data, labels, unlabelled, recipe, switches.variant, 0, log);
  CHECK(eval::weights_hash(*classifier) == eval::weights_hash(*averaged));
  const auto last = [&](const char* metric) { return report.metrics().curve(log.series(), metric).back().second; };
  return {eval::weights_hash(*classifier), last("accepted"), last("loss"), cost};
}

}  // namespace

TEST_CASE("the variant with nothing exchanged is the paper's loop, to the bit") {
  const Outcome paper = trained({}, 0.9, Loop::paper), variant = trained({});
  CHECK(paper.weights == variant.weights);
  CHECK(paper.loss == variant.loss);
  CHECK(paper.cost.images_seen == variant.cost.images_seen);
}

TEST_CASE("each switch of FixMatch runs and leaves other weights than the method without it") {
  const std::uint64_t plain = trained({}).weights;
  CHECK(trained({}).weights == plain);
  std::vector<FixMatchSwitches> one_each(5);
  one_each[0].no_threshold = true;
  one_each[1].variant.soft_labels = true;
  one_each[2].weak_only = true;
  one_each[3].variant.ema_teacher = true;
  one_each[4].variant.class_thresholds = true;
  for (std::size_t i = 0; i < one_each.size(); ++i) {
    CAPTURE(i);
    CHECK(trained(one_each[i]).weights != plain);
  }
  // Two switches act on soft labels at once; so few steps change no arg max.
  const std::uint64_t soft = trained(one_each[1]).weights;
  FixMatchSwitches unaligned = one_each[1], sharpened = one_each[1];
  unaligned.variant.distribution_alignment = false;
  sharpened.variant.temperature = 0.5;
  CHECK(trained(unaligned).weights != soft);
  CHECK(trained(sharpened).weights != soft);
}

TEST_CASE("FixMatch without threshold takes every guess for a label") {
  FixMatchSwitches switches;
  CHECK(trained(switches).accepted < 100);
  switches.no_threshold = true;
  CHECK(trained(switches).accepted == 100);
}

TEST_CASE("mean teacher is a variant of FixMatch, and what its teacher looks at is counted") {
  FixMatchSwitches mean_teacher;
  mean_teacher.no_threshold = mean_teacher.weak_only = true;
  mean_teacher.variant.soft_labels = mean_teacher.variant.ema_teacher = true;
  mean_teacher.variant.distribution_alignment = false;
  CHECK(trained(mean_teacher).cost.images_seen == 2 * trained({}).cost.images_seen);
}

TEST_CASE("a teacher without memory is the network itself") {
  FixMatchSwitches switches;
  const double own = trained(switches, 0).loss;
  switches.variant.ema_teacher = true;
  CHECK(trained(switches, 0).loss == doctest::Approx(own).epsilon(1e-5));
  CHECK(trained(switches, 0.9).loss != doctest::Approx(own).epsilon(1e-5));
}

TEST_CASE("FixMatch is the row of the published method, and a chain is named by its links") {
  const data::Dataset data = few_shapes(200);
  report::Report report;
  const Cell cell = cell_of(data, report, 0, 1);
  add_fixmatch(cell);
  CHECK(cell.find("fixmatch")->updates == 1);
  const Pretrained untrained{make_encoder(data, 0), {5, 0, 0}, "simclr"};
  add_graph_fixmatch(cell, untrained, encoder_graph(cell, untrained));
  CHECK(cell.find("simclr_graph_fixmatch")->updates == 6);  // of the start, too
  CHECK(!cell.misses("simclr_probe"));
}

TEST_CASE("a variant of FixMatch is a row beside the method, by its own name and with its own training") {
  const data::Dataset data = few_shapes(200);
  report::Report report;
  const Cell cell = cell_of(data, report, 0, 2);
  FixMatchSwitches mean_teacher;
  mean_teacher.name = "mean_teacher";
  mean_teacher.variant.ema_teacher = true;
  add_fixmatch(cell);
  add_fixmatch(cell, mean_teacher);
  CHECK(cell.find("fixmatch")->images_seen * 2 == cell.find("mean_teacher")->images_seen);
  const Pretrained untrained{make_encoder(data, 0), {5, 0, 0}, "simclr"};
  add_graph_fixmatch(cell, untrained, encoder_graph(cell, untrained), mean_teacher);
  CHECK(!cell.misses("simclr_graph_mean_teacher"));
  CHECK(cell.misses("simclr_graph_fixmatch"));
}
