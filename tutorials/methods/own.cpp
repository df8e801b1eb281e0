#include "methods/own.hpp"

#include "selfsame/core/random.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"

namespace selfsame::tutorials {

// [own training]
Cost train_own(nn::Classifier& classifier, const data::Dataset& data, const data::Targets& targets,
               const Indices& unlabelled, const SupervisedRecipe& recipe, std::uint64_t seed,
               const report::TrainingLog& log) {
  //! BEGIN SOLUTION a5.t1
  //! A loop of recipe.steps steps, as in methods/supervised.cpp and methods/fixmatch.cpp. Labelled batches come from
  //! data::Loader(data, data.train, targets.rows, recipe.batch, {recipe.augment}, named_seed(seed, "labelled")), with
  //! the classes and weights targets.of(x.rows); unlabelled ones from a loader of the rows `unlabelled` and
  //! named_seed(seed, "unlabelled"). What it must not touch: u.labels, data.test. Log "loss" at each step; call
  //! progress.validate(classifier); return progress.cost().
  const Index B = recipe.batch, U = 2 * B;
  const Scalar largest_weight = 10;  // of the difference between two views, beside the labelled images' loss
  data::Loader labelled_loader(data, data.train, targets.rows, B, {recipe.augment}, named_seed(seed, "labelled"));
  data::Loader unlabelled_loader(data, data.train, unlabelled, U, {recipe.augment, recipe.augment},
                                 named_seed(seed, "unlabelled"));
  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(classifier), recipe.weight_decay), {0.9, true});

  classifier.train();
  auto progress = log.steps(recipe.steps, B + 2 * U, {classifier, sgd, labelled_loader, unlabelled_loader});
  for (const Index step : progress) {
    const data::Batch x = labelled_loader.next();
    const data::Batch u = unlabelled_loader.next();
    const Tensor scores = classifier(cat({x.views[0], u.views[0], u.views[1]}));  // (B + 2U, classes)
    const auto [classes, weights] = targets.of(x.rows);
    const Tensor supervised = cross_entropy(slice(scores, 0, 0, B), classes, {weights});
    const Tensor difference = softmax(slice(scores, 0, B, B + U)) - softmax(slice(scores, 0, B + U, B + 2 * U));
    // At the start the network knows nothing, and two equal guesses are worth nothing: the weight grows.
    const Scalar weight = largest_weight * static_cast<Scalar>(step) / static_cast<Scalar>(recipe.steps);
    const Tensor loss = supervised + mean(difference * difference) * weight;
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::cosine(recipe.learning_rate, step, recipe.steps));

    progress.log({{"loss", loss.item()}});
    progress.validate(classifier);
  }
  return progress.cost();
  //! END SOLUTION
}
// [own training]

}  // namespace selfsame::tutorials
