#include "methods/supervised.hpp"

#include "selfsame/data/loader.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/optim/adam.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"

namespace selfsame::tutorials {

// [supervised training]
Cost train_supervised(nn::Classifier& classifier, const data::Dataset& data, const data::Targets& targets,
                      const SupervisedRecipe& recipe, std::uint64_t seed, const report::TrainingLog& log) {
  data::Loader loader(data, data.train, targets.rows, recipe.batch, {recipe.augment}, named_seed(seed, "labelled"));

  const auto groups = optim::decay_groups(optim::parameters_of(classifier), recipe.weight_decay);
  std::unique_ptr<optim::Optimizer> optimizer = std::make_unique<optim::Sgd>(groups, optim::SgdOptions{0.9, true});
  if (recipe.adamw) optimizer = std::make_unique<optim::AdamW>(groups);

  classifier.train();
  auto progress = log.steps(recipe.steps, recipe.batch, {classifier, *optimizer, loader});
  for (const Index step : progress) {
    const data::Batch batch = loader.next();
    const auto [classes, weights] = targets.of(batch.rows);
    const Tensor loss = cross_entropy(classifier(batch.views[0]), classes, {weights});
    optimizer->zero_grad();
    loss.backward();
    optimizer->step(optim::warmup_cosine(recipe.learning_rate, step, recipe.steps, recipe.warmup));

    progress.log({{"loss", loss.item()}});
    progress.validate(classifier);
  }
  return progress.cost();
}
// [supervised training]

}  // namespace selfsame::tutorials
