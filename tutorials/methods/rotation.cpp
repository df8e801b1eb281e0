#include "methods/rotation.hpp"

#include "selfsame/data/loader.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/rotation.hpp"

namespace selfsame::tutorials {

// [rotation training]
Cost train_rotation(nn::Encoder& encoder, const data::Dataset& data, const Indices& unlabelled,
                    const RotationRecipe& recipe, std::uint64_t seed, const report::TrainingLog& log) {
  data::Loader loader(data, data.train, unlabelled, recipe.batch, {recipe.augment}, named_seed(seed, "unlabelled"));

  Generator random(named_seed(seed, "head"));
  nn::Linear head(encoder.features(), 4, true, random);
  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(encoder, head), recipe.weight_decay), {0.9, true});

  encoder.train();
  auto progress = log.steps(recipe.steps, 4 * recipe.batch, {encoder, head, sgd, loader});
  for (const Index step : progress) {
    const auto [images, rotations] = ssl::rotate_four_ways(loader.next().views[0]);  // (4B, H, W, C) and (4B)
    const Tensor scores = head(encoder(images));                                     // (4B, 4)
    const Tensor loss = cross_entropy(scores, rotations);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::cosine(recipe.learning_rate, step, recipe.steps));

    progress.log({{"loss", loss.item()}, {"pretext_accuracy", eval::accuracy(scores.data(), rotations)}});
  }
  return progress.cost();
}
// [rotation training]

}  // namespace selfsame::tutorials
