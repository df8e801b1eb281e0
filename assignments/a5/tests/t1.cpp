// a5.t1: a method of your own. What it is nobody knows; what it owes every method owes.
#include "methods/own.hpp"

#include <algorithm>

#include "selfsame/data/recipes.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/report/report.hpp"
#include "shapes.hpp"

using namespace selfsame;
using course::check;
using course::rows_from;
using course::shapes;
using course::small_classifier;
using tutorials::SupervisedRecipe;

namespace {

constexpr Index labelled_count = 40, unlabelled_count = 160;

SupervisedRecipe small_recipe(Index steps) {
  SupervisedRecipe recipe;
  recipe.steps = steps;
  recipe.batch = 8;
  recipe.learning_rate = 0.1;
  recipe.weight_decay = 0;
  recipe.augment = data::weak_augment(shapes());
  return recipe;
}

// A run of the student's loop: what it leaves behind.
struct Run {
  report::Report report;
  std::unique_ptr<nn::Classifier> classifier = small_classifier(course::generator().bits());
  report::Cost cost;

  explicit Run(Index steps, const data::Dataset& data = shapes(), std::uint64_t seed = 3) {
    const data::Targets targets = data::true_labels(shapes().train, rows_from(0, labelled_count));
    cost = tutorials::train_own(*classifier, data, targets, rows_from(labelled_count, unlabelled_count),
                                small_recipe(steps), seed, report.training_log({"own"}));
  }
  std::uint64_t weights() const { return eval::weights_hash(*classifier); }
};

}  // namespace

TEST_CASE("it takes the steps of the recipe, counts its images and logs its loss") {
  const Run run(5);
  check(run.cost.updates == 5, "the cost says " + std::to_string(run.cost.updates) +
                                   " updates, expected 5, recipe.steps: a method that takes more than its baseline is "
                                   "compared with nothing; loop over log.steps(recipe.steps, images a step)");
  check(run.cost.images_seen >= 5 * 8, "the cost says " + std::to_string(run.cost.images_seen) +
                                           " images, expected at least 5 steps of 8: give log.steps the images that go "
                                           "forward in a step, every view counted");
  const report::Curve loss = run.report.metrics().curve({"own"}, "loss");
  check(loss.size() == 5, "the log has " + std::to_string(loss.size()) +
                              " values of \"loss\", expected 5: progress.log({{\"loss\", loss.item()}}) in each step");
}

TEST_CASE("the seed decides, and nothing else") {
  const std::uint64_t once = Run(6).weights();
  check(once == Run(6).weights(),
        "two runs with the same seed give different weights: draw from loaders and generators made of `seed`");
  check(once != Run(6, shapes(), 4).weights(),
        "another seed gives the same weights: spread over seeds would be nothing; give `seed` to the loaders");
}

TEST_CASE("labels of unlabelled images play no part") {
  data::Dataset wrong = shapes();
  for (const Index row : rows_from(labelled_count, unlabelled_count)) {
    Index& label = wrong.train.labels[static_cast<std::size_t>(row)];
    label = (label + 1) % wrong.classes();
  }
  check(Run(6).weights() == Run(6, wrong).weights(),
        "with other labels on the unlabelled images the weights differ: your method looks at labels that nobody gave");
}

TEST_CASE("the test images play no part") {
  data::Dataset other = shapes();
  std::reverse(other.test.pixels.begin(), other.test.pixels.end());
  std::reverse(other.test.labels.begin(), other.test.labels.end());
  check(Run(6).weights() == Run(6, other).weights(),
        "with other test images the weights differ: the test set is read once, at the end, and not by a method");
}

TEST_CASE("unlabelled images play a part") {
  data::Dataset other = shapes();
  const auto size = static_cast<std::size_t>(other.train.image_size());
  const auto first = other.train.pixels.begin() + static_cast<std::ptrdiff_t>(labelled_count * size);
  std::reverse(first, first + static_cast<std::ptrdiff_t>(unlabelled_count * size));
  check(Run(6).weights() != Run(6, other).weights(),
        "with other unlabelled images the weights are the same: this is supervised training, the baseline");
}

TEST_CASE("it learns the labelled images") {
  Run run(120);
  const Indices rows = rows_from(0, labelled_count);
  const double right = eval::accuracy(eval::outputs(*run.classifier, shapes(), shapes().train, rows),
                                      eval::labels_of(shapes().train, rows));
  check(right >= 40, "after 120 steps " + std::to_string(right) +
                         " % of the 40 labelled images are right, expected at least 40, twice what guessing gives: "
                         "does the loss have its "
                         "cross-entropy on labelled images, and are zero_grad(), backward(), step() in this order?");
}
