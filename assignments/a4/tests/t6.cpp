// a4.t6: the FixMatch step as a whole, with your pseudo-labels, consistency loss and average.
#include <cmath>

#include "methods/fixmatch.hpp"
#include "selfsame/core/grad_mode.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/data/recipes.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/report/report.hpp"
#include "selfsame/ssl/distribution_alignment.hpp"
#include "shapes.hpp"

using namespace selfsame;
using course::check;
using course::check_close;
using course::rows_from;
using course::shapes;
using course::small_classifier;
using tutorials::FixMatchRecipe;

namespace {

std::uint64_t weights_seed() { return course::generator().bits(); }

FixMatchRecipe small_recipe(Index steps) {
  FixMatchRecipe recipe;
  recipe.steps = steps;
  recipe.batch = 8;
  recipe.threshold = Scalar(0.3);  // so young a network is not sure of anything
  recipe.unlabelled_weight = 2;
  recipe.learning_rate = 0.05;
  recipe.weight_decay = 0;
  recipe.strong = data::strong_augment(shapes());
  return recipe;
}

// What a run of the student's loop logs and leaves behind.
struct Run {
  report::Report report;
  std::unique_ptr<nn::Classifier> classifier = small_classifier(weights_seed()),
                                  averaged = small_classifier(weights_seed());
  report::Cost cost;

  explicit Run(const FixMatchRecipe& recipe) {
    cost =
        tutorials::train_fixmatch(*classifier, *averaged, shapes(), data::true_labels(shapes().train, rows_from(0, 40)),
                                  rows_from(40, 160), recipe, 3, report.training_log({"fixmatch"}));
  }
  double logged(const char* metric, std::size_t step) {
    const report::Curve curve = report.metrics().curve({"fixmatch"}, metric);
    check(curve.size() > step, std::string("the log has no \"") + metric + "\" for step " + std::to_string(step) +
                                   "; progress.log({{\"loss\", ...}, {\"accepted\", ...}, {\"precision\", ...}})");
    return curve[step].second;
  }
};

// The losses of the first step, made one image at a time from the scores of a network that is the same at the start.
struct FirstStep {
  double supervised = 0, consistency = 0;    // as the paper has them
  double from_strong = 0;                    // guesses taken from the strong views
  double by_accepted = 0;                    // divided by the accepted images
  double accepted = 0, accepted_strong = 0;  // in percent
  double loss(double lambda) const { return supervised + lambda * consistency; }

  explicit FirstStep(const FixMatchRecipe& recipe) {
    const Index B = recipe.batch, U = recipe.unlabelled_ratio * B;
    data::Loader labelled(shapes(), shapes().train, rows_from(0, 40), B, {recipe.labelled}, named_seed(3, "labelled"));
    data::Loader unlabelled(shapes(), shapes().train, rows_from(40, 160), U, {recipe.weak, recipe.strong},
                            named_seed(3, "unlabelled"));
    const data::Batch x = labelled.next(), u = unlabelled.next();
    const auto classifier = small_classifier(weights_seed());
    classifier->train();
    const NoGrad no_grad;
    const Array scores = (*classifier)(cat({x.views[0], u.views[0], u.views[1]})).data();
    for (Index i = 0; i < B; ++i) supervised -= log_share(scores, i, x.labels[static_cast<std::size_t>(i)]) / double(B);
    const Array weak = aligned(scores, B, U), strong = aligned(scores, B + U, U);
    Index count = 0, strong_count = 0;
    for (Index i = 0; i < U; ++i) {
      const Index guess = largest(weak, i), other = largest(strong, i);
      if (weak(i, guess) >= recipe.threshold) ++count, consistency -= log_share(scores, B + U + i, guess) / double(U);
      if (strong(i, other) >= recipe.threshold)
        ++strong_count, from_strong -= log_share(scores, B + U + i, other) / double(U);
    }
    accepted = 100 * double(count) / double(U);
    accepted_strong = 100 * double(strong_count) / double(U);
    by_accepted = count > 0 ? consistency * double(U) / double(count) : 0;
  }

  static double log_share(const Array& scores, Index row, Index target) {
    double sum = 0;
    for (Index c = 0; c < scores.shape()[1]; ++c) sum += std::exp(double{scores(row, c)});
    return double{scores(row, target)} - std::log(sum);
  }
  static Index largest(const Array& p, Index row) {
    Index best = 0;
    for (Index c = 1; c < p.shape()[1]; ++c) best = p(row, c) > p(row, best) ? c : best;
    return best;
  }
  static Array aligned(const Array& scores, Index first, Index count) {
    Array p = empty({count, scores.shape()[1]});
    for (Index i = 0; i < count; ++i) {
      for (Index c = 0; c < p.shape()[1]; ++c) p(i, c) = static_cast<Scalar>(std::exp(log_share(scores, first + i, c)));
    }
    ssl::DistributionAlignment align(ssl::equal_shares(p.shape()[1]));
    return align(Tensor(p)).data();
  }
};

}  // namespace

TEST_CASE("the loss of the first step, against one image at a time") {
  const FixMatchRecipe recipe = small_recipe(2);
  const FirstStep by_hand(recipe);
  Run run(recipe);
  check_close("\"accepted\" of step 0, in percent", run.logged("accepted", 0), by_hand.accepted,
              {{by_hand.accepted / 100, "\"accepted\" is logged in percent"},
               {by_hand.accepted_strong, "guesses come from the strong views; they are made on the weak ones"}},
              1e-4);
  const double s = by_hand.supervised, c = by_hand.consistency;
  check_close("\"loss\" of step 0", run.logged("loss", 0), by_hand.loss(2),
              {{s + c, "the consistency loss lacks its weight, recipe.unlabelled_weight"},
               {s, "the unlabelled images have no part in the loss"},
               {2 * c, "the labelled images have no part in the loss"},
               {s + 2 * by_hand.from_strong, "guesses come from the strong views; they are made on the weak ones"},
               {s + 2 * by_hand.by_accepted, "the consistency loss is divided by the accepted images, not by all U"}},
              1e-3);
}

TEST_CASE("the guesses that are right are counted") {
  Run run(small_recipe(3));
  const double precision = run.logged("precision", 2);
  check(precision >= 0 && precision <= 100, "\"precision\" is " + std::to_string(precision) + ", expected 0 to 100 %");
}

TEST_CASE("the weights move, and both networks end as the average") {
  Run run(small_recipe(4));
  const auto start = small_classifier(weights_seed());
  const Array before = start->head.weight.data(), after = run.classifier->head.weight.data();
  double moved = 0;
  for (Index i = 0; i < count(before); ++i) moved += std::abs(double{after.data()[i] - before.data()[i]});
  check(moved > 0,
        "after 4 steps the weights are those of the start: call loss.backward(), sgd.step(rate) and "
        "ema.update(), in this order");
  check_close("the head of the averaged network", run.averaged->head.weight.data(), after);
  check(run.cost.updates == 4, "4 steps are expected");
}

TEST_CASE("gradients of one step do not add up with the next") {
  FixMatchRecipe recipe = small_recipe(60);
  recipe.threshold = 2;  // no guess is accepted: supervised learning on 40 images
  recipe.unlabelled_ratio = 1;
  recipe.learning_rate = 0.1;
  Run run(recipe);
  const double first = run.logged("loss", 0);
  double last = 0;
  for (std::size_t step = 50; step < 60; ++step) last += run.logged("loss", step) / 10;
  // Six seeds end at 0.68 to 0.85 of the start; gradients that add up end at three times the start or more.
  check(last < 0.95 * first, "on the labelled images alone the loss went from " + std::to_string(first) + " to " +
                                 std::to_string(last) +
                                 " in 60 steps, expected less than 0.95 of the start; is "
                                 "sgd.zero_grad() called before each backward, and is the rate "
                                 "fixmatch_cosine(rate, step, steps)?");
}
