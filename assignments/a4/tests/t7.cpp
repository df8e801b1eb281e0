// a4.t7: one round of self-training.
#include <cmath>

#include "methods/self_training.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/report/report.hpp"
#include "shapes.hpp"

using namespace selfsame;
using course::check;
using course::check_close;
using course::shapes;
using course::small_classifier;
using tutorials::SelfTrainingRecipe;
using tutorials::TrainedClassifier;

namespace {

data::LabelSplit small_split() {
  data::LabelSplit split;
  for (Index row = 0; row < 240; ++row) {
    if (row < 40) split.labelled.push_back(row);
    split.unlabelled.push_back(row);
  }
  return split;
}

SelfTrainingRecipe small_recipe(Index rounds) {
  SelfTrainingRecipe recipe;
  recipe.rounds = rounds;
  recipe.first_share = 0.5;
  recipe.last_share = 1;
  recipe.training.steps = 3;
  recipe.training.batch = 16;
  return recipe;
}

struct Run {
  report::Report report;
  std::unique_ptr<nn::Classifier> teacher = small_classifier(1);
  std::uint64_t teacher_before = eval::weights_hash(*teacher);
  Index made = 0;
  TrainedClassifier student;

  explicit Run(const SelfTrainingRecipe& recipe) {
    const auto make = [this] { return small_classifier(10 + static_cast<std::uint64_t>(made++)); };
    student = tutorials::train_self_training(*teacher, make, shapes(), small_split(), recipe, 3,
                                             report.training_log({"self_training"}));
  }
  double logged(const char* metric, std::size_t round) {
    const report::Curve curve = report.metrics().curve({"self_training"}, metric);
    check(curve.size() > round, std::string("round ") + std::to_string(round) + " has logged no \"" + metric +
                                    "\"; rounds.log({{\"coverage\", ...}, {\"precision\", ...}, ...})");
    return curve[round].second;
  }
};

// What a network guesses about the pool, and how many a class may keep.
double coverage_of(nn::Classifier& labeller, double share) {
  const Indices& pool = small_split().unlabelled;
  const Array says = eval::outputs(labeller, shapes(), shapes().train, pool);
  double kept = 0;
  const ssl::KeptGuesses guesses = ssl::balanced_guesses(softmax(Tensor(says)).data(), share);
  for (const Index image : guesses.images) kept += image >= 40 ? 1 : 0;
  return 100 * kept / 200;
}

}  // namespace

TEST_CASE("the first round keeps the teacher's guesses, the first share of them") {
  Run run(small_recipe(2));
  const auto teacher = small_classifier(1);
  check_close(
      "\"coverage\" of round 0, in percent", run.logged("coverage", 0), coverage_of(*teacher, 0.5),
      {{coverage_of(*teacher, 1), "round 0 kept the last share; the share grows from recipe.first_share"},
       {coverage_of(*teacher, 0.75), "round 0 kept the share of a later round; progress is round / (rounds - 1)"}},
      1e-4);
}

TEST_CASE("with a single round the share is the last one") {
  Run run(small_recipe(1));
  const auto teacher = small_classifier(1);
  const double coverage = run.logged("coverage", 0);
  check(std::isfinite(coverage), "the share of a single round is not a number: round / (rounds - 1) divides by 0");
  check_close("\"coverage\" of the only round, in percent", coverage, coverage_of(*teacher, 1),
              {{coverage_of(*teacher, 0.5), "with one round the share is recipe.last_share"}}, 1e-4);
}

TEST_CASE("every round begins with random weights again") {
  Run run(small_recipe(3));
  check(run.made == 3,
        "make() was called " + std::to_string(run.made) +
            " times in three rounds; a network that goes on from its own weights keeps its own mistakes");
  check(run.student.classifier != nullptr, "no classifier was returned");
}

TEST_CASE("the teacher is left as it is") {
  Run run(small_recipe(2));
  check(eval::weights_hash(*run.teacher) == run.teacher_before,
        "the teacher's weights have changed; train the network that make() returned");
}

TEST_CASE("the second round asks the first round's network") {
  Run two(small_recipe(2));
  SelfTrainingRecipe first_only = small_recipe(2);
  first_only.rounds = 1;
  first_only.last_share = first_only.first_share;
  Run one(first_only);  // its network is the first round's
  const auto teacher = small_classifier(1);
  check_close("\"coverage\" of round 1, in percent", two.logged("coverage", 1), coverage_of(*one.student.classifier, 1),
              {{coverage_of(*teacher, 1), "round 1 still asks the teacher; ask student.classifier from round 1 on"}},
              1e-4);
}

TEST_CASE("a round's network has learnt from labels and guesses, and its cost is counted") {
  Run run(small_recipe(2));
  check(run.student.cost.updates == 6, "two rounds of 3 steps cost 6 updates, got " +
                                           std::to_string(run.student.cost.updates) + "; add up the rounds' costs");
  check(eval::weights_hash(*run.student.classifier) != eval::weights_hash(*small_classifier(11)),
        "the network that is returned has not learnt; train it before it becomes student.classifier");
}
