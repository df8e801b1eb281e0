#include "methods/simclr.hpp"

#include "selfsame/data/loader.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/nn/sequential.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/nt_xent.hpp"

namespace selfsame::tutorials {

// [simclr training]
Cost train_simclr(nn::Encoder& encoder, const data::Dataset& data, const Indices& unlabelled,
                  const SimclrRecipe& recipe, std::uint64_t seed, const report::TrainingLog& log) {
  data::Loader loader(data, data.train, unlabelled, recipe.batch, {recipe.augment, recipe.augment},
                      named_seed(seed, "unlabelled"));

  Generator random(named_seed(seed, "projector"));
  nn::Sequential projector;
  projector.then<nn::Linear>(encoder.features(), recipe.hidden, false, random)
      .then<nn::BatchNorm1d>(recipe.hidden, Activation::relu())
      .then<nn::Linear>(recipe.hidden, recipe.projection, true, random);
  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(encoder, projector), recipe.weight_decay), {0.9, true});

  encoder.train();
  auto progress = log.steps(recipe.steps, 2 * recipe.batch, {encoder, projector, sgd, loader});
  for (const Index step : progress) {
    const data::Batch batch = loader.next();
    const Tensor z = projector(encoder(cat({batch.views[0], batch.views[1]})));  // (2B, projection)
    const Index B = batch.views[0].size(0);  // of several processes, what this one has of recipe.batch
    const Tensor loss = ssl::nt_xent(slice(z, 0, 0, B), slice(z, 0, B, 2 * B), recipe.temperature);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::warmup_cosine(recipe.learning_rate, step, recipe.steps, recipe.steps / 20));

    progress.log({{"loss", loss.item()}});
  }
  return progress.cost();
}
// [simclr training]

}  // namespace selfsame::tutorials
