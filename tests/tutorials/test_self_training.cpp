#include <doctest/doctest.h>

#include "protocol/standard_rows.hpp"
#include "recipes/semi_supervised.hpp"
#include "selfsame/eval/predict.hpp"
#include "t08_self_training/active_rows.hpp"
#include "tutorials/cell_of_shapes.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

TEST_CASE("self-training does not see the labels of unlabelled images") {
  const data::Dataset data = few_shapes(300);
  report::Report report;
  const Cell honest = cell_of(data, report);
  const data::Dataset wrong = scrambled(data, honest.split, honest.split.labelled);
  const auto trained = [](const Cell& cell) {
    SelfTrainingRecipe recipe = self_training_recipe(cell.situation());
    recipe.rounds = 2;
    const auto teacher = make_classifier(cell.data, 1);
    const auto make = [&cell] { return make_classifier(cell.data, cell.seed); };
    return eval::weights_hash(
        *train_self_training(*teacher, make, cell.data, cell.split, recipe, cell.seed, cell.log("self_training"))
             .classifier);
  };
  CHECK(trained(honest) == trained(with_data(honest, wrong)));
  const auto curve = report.metrics().curve({"self_training", honest.labels}, "precision");
  CHECK(curve.size() == 2);  // one number a round
}

TEST_CASE("no strategy sees a label that it did not ask for") {
  const data::Dataset data = few_shapes(300);
  report::Report report;
  const Cell honest = cell_of(data, report);
  const Index first_labels = honest.labels.number(), last_labels = first_labels + 2 * data.classes();
  const Indices budgets{first_labels, first_labels + data.classes(), last_labels};
  for (const Strategy strategy : {Strategy::random, Strategy::least_confident, Strategy::most_diverse}) {
    const std::string row = "active_" + name_of(strategy);
    CAPTURE(row);
    const auto run_on = [&](const Cell& cell) {
      const auto first = make_classifier(cell.data, 1);
      return add_active(cell, *first, budgets, strategy);
    };
    const Indices asked = run_on(honest);
    CHECK(static_cast<Index>(asked.size()) == last_labels - first_labels);
    const Indices known = with_labels_of(honest.split, asked).labelled;
    const data::Dataset wrong = scrambled(data, honest.split, known);
    const double accuracy = report.find(row, last_labels, 0, 0)->value;
    CHECK(run_on(with_data(honest, wrong)) == asked);
    CHECK(report.find(row, last_labels, 0, 0)->value == accuracy);
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

TEST_CASE("kept guesses stand under the rows of their pool, with the classes that were guessed") {
  const data::Targets guesses = kept_guesses({3, 5, 8, 9}, {{1, 3}, {7, 2}});
  CHECK(guesses.rows == Indices{5, 9});
  CHECK(guesses.classes == Indices{7, 2});
  CHECK(guesses.weights == filled({2}, 1));
}

TEST_CASE("coverage and precision leave labelled images out, by hand") {
  data::Dataset data = few_shapes();
  data.train.labels = {0, 1, 2, 0, 1};
  const data::LabelSplit split{{1}, {}, {0, 1, 2, 3, 4}};
  const GuessQuality quality = guess_quality(data, split, {0, 1, 2, 3, 4}, {{0, 1, 2}, {0, 1, 1}, filled({3}, 1)});
  CHECK(quality.coverage == doctest::Approx(50));   // images 0 and 2 of 0, 2, 3, 4
  CHECK(quality.precision == doctest::Approx(50));  // image 0
}

TEST_CASE("budgets grow to the number of labels in multiples of the classes") {
  CHECK(budgets_of(100, 10, 3) == Indices{40, 60, 80, 100});
  CHECK(budgets_of(60, 5, 3) == Indices{20, 35, 45, 60});
  CHECK(budgets_of(60, 5, 1) == Indices{20, 60});
  CHECK(budgets_of(10, 10, 3) == Indices{10});
}
