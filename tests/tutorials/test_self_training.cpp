#include <doctest/doctest.h>

#include <algorithm>

#include "selfsame/eval/predict.hpp"
#include "t08_self_training/active.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// A few of the generated images, so that a test takes a moment.
data::Dataset few_shapes() {
  data::Dataset data = data::load_dataset("shapes", "");
  for (data::ImageSet* set : {&data.train, &data.test}) {
    set->count = std::min<Index>(set->count, 300);
    set->labels.resize(static_cast<std::size_t>(set->count));
    set->pixels.resize(static_cast<std::size_t>(set->count * set->image_size()));
  }
  return data;
}

Options smoke() {
  Options options;
  options.profile = Profile::smoke;
  options.steps = 3;
  return options;
}

Experiment experiment_on(const data::Dataset& data, report::Report& report) {
  return {data, data::few_labels(data, 2 * data.classes(), 0, 50), 2 * data.classes(), 0, 0, report};
}

// The data with a wrong label on every unlabelled image that is not among `known`.
data::Dataset scrambled(const data::Dataset& data, const data::LabelSplit& split, const Indices& known) {
  data::Dataset wrong = data;
  for (const Index row : split.unlabelled) {
    if (std::find(known.begin(), known.end(), row) != known.end()) continue;
    Index& label = wrong.train.labels[static_cast<std::size_t>(row)];
    label = (label + 1) % data.classes();
  }
  return wrong;
}

}  // namespace

TEST_CASE("self-training does not see the labels of unlabelled images") {
  const data::Dataset data = few_shapes();
  report::Report report;
  const Experiment honest = experiment_on(data, report);
  const data::Dataset wrong = scrambled(data, honest.split, honest.split.labelled);
  const Experiment blind{wrong, honest.split, honest.labels, 0, 0, report};
  const auto trained = [](const Experiment& experiment) {
    SelfTrainingSettings settings = self_training_settings(experiment.data, experiment.labels, smoke());
    settings.rounds = 2;
    const auto teacher = make_classifier(experiment.data, 1);
    return eval::weights_hash(*self_train(experiment, *teacher, settings).classifier);
  };
  CHECK(trained(honest) == trained(blind));
}

TEST_CASE("no strategy sees a label that it did not ask for") {
  const data::Dataset data = few_shapes();
  report::Report report;
  const Experiment honest = experiment_on(data, report);
  const Index final_labels = honest.labels + 2 * data.classes();
  const Indices budgets{honest.labels, honest.labels + data.classes(), final_labels};
  for (const Strategy strategy : {Strategy::random, Strategy::least_confident, Strategy::most_diverse}) {
    const std::string name = name_of(strategy);
    CAPTURE(name);
    const auto run_on = [&](const Experiment& experiment) {
      const auto first = make_classifier(experiment.data, 1);
      return run_active(experiment, smoke(), *first, budgets, strategy);
    };
    const Indices asked = run_on(honest);
    CHECK(static_cast<Index>(asked.size()) == final_labels - honest.labels);
    Indices known = with_labels_of(honest.split, asked).labelled;
    const data::Dataset wrong = scrambled(data, honest.split, known);
    const double accuracy = report.find(name, final_labels, 0, 0)->value;
    CHECK(run_on({wrong, honest.split, honest.labels, 0, 0, report}) == asked);
    CHECK(report.find(name, final_labels, 0, 0)->value == accuracy);
  }
}

TEST_CASE("the oracle answers for unlabelled images, each once, and for no validation image") {
  data::LabelSplit split;
  split.labelled = {2, 5};
  split.validation = {0, 1};
  split.unlabelled = {2, 3, 4, 5};
  CHECK(with_labels_of(split, {4, 3}).labelled == Indices{2, 3, 4, 5});
  CHECK(with_labels_of(split, {4}).validation == split.validation);
  CHECK_THROWS_WITH_AS(with_labels_of(split, {1}),
                       "oracle: image 1 is not one of the unlabelled images; only they may be asked for", Error);
  CHECK_THROWS_WITH_AS(with_labels_of(split, {5}), "oracle: image 5 has a label already", Error);
  CHECK_THROWS_WITH_AS(with_labels_of(split, {3, 3}), "oracle: image 3 has a label already", Error);
}

TEST_CASE("blended: an image with a label keeps it, and the labels are the share of the list that was asked for") {
  const Teaching labels{{1, 4}, {7, 8}, filled({2}, 1)};
  const Teaching guesses{{0, 1, 2, 3, 4, 5, 6, 7}, Indices(8, 9), filled({8}, Scalar(0.5))};
  const Teaching once = blended(labels, guesses, 0);
  CHECK(once.rows == Indices{0, 1, 2, 3, 4, 5, 6, 7});
  CHECK(once.classes == Indices{9, 7, 9, 9, 8, 9, 9, 9});
  CHECK(once.weights(0) == Scalar(0.5));
  CHECK(once.weights(1) == 1);
  const Teaching half = blended(labels, guesses, 0.5);  // six guesses, so three of each label
  CHECK(half.rows == Indices{0, 1, 1, 1, 2, 3, 4, 4, 4, 5, 6, 7});
  CHECK(half.of({4, 1, 7}).first == Indices{8, 7, 9});
  CHECK(blended(labels, {{}, {}, empty({0})}, 0.25).rows == labels.rows);
}

TEST_CASE("kept guesses stand under the rows of their pool, with the classes that were guessed") {
  const Teaching guesses = kept_guesses({3, 5, 8, 9}, {{1, 3}, {7, 2}});
  CHECK(guesses.rows == Indices{5, 9});
  CHECK(guesses.classes == Indices{7, 2});
  CHECK(guesses.weights == filled({2}, 1));
}

TEST_CASE("coverage and precision leave labelled images out, by hand") {
  data::Dataset data = few_shapes();
  data.train.labels = {0, 1, 2, 0, 1};
  report::Report report;
  const Experiment experiment{data, {{1}, {}, {0, 1, 2, 3, 4}}, 1, 0, 0, report};
  const GuessQuality quality = guess_quality(experiment, {0, 1, 2, 3, 4}, {{0, 1, 2}, {0, 1, 1}, filled({3}, 1)});
  CHECK(quality.coverage == doctest::Approx(50));   // images 0 and 2 of 0, 2, 3, 4
  CHECK(quality.precision == doctest::Approx(50));  // image 0
}

TEST_CASE("budgets grow to the number of labels in multiples of the classes") {
  CHECK(budgets_of(100, 10, 3) == Indices{40, 60, 80, 100});
  CHECK(budgets_of(60, 5, 3) == Indices{20, 35, 45, 60});
  CHECK(budgets_of(60, 5, 1) == Indices{20, 60});
  CHECK(budgets_of(10, 10, 3) == Indices{10});
}

TEST_CASE("a pool is spread evenly over the unlabelled images") {
  const data::Dataset data = few_shapes();
  report::Report report;
  const Experiment experiment{data, {{}, {}, {0, 1, 2, 4, 5, 6, 7, 8}}, 1, 0, 0, report};
  CHECK(pool_of(experiment, 4) == Indices{0, 2, 5, 7});
  CHECK(pool_of(experiment, 0) == experiment.split.unlabelled);
  CHECK(pool_of(experiment, 9) == experiment.split.unlabelled);
}
