#include "t04_rotation/rotation.hpp"

#include "selfsame/data/recipes.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/rotation.hpp"

namespace selfsame::tutorials {

// [rotation training]
Cost pretrain_rotation(nn::Encoder& encoder, const Experiment& experiment, const RotationSettings& settings,
                       const std::string& method) {
  const data::Dataset& data = experiment.data;
  data::Loader loader(data, data.train, experiment.split.unlabelled, settings.batch, {settings.augment},
                      experiment.seed);

  nn::Linear head(encoder.features(), 4);
  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(encoder, head), settings.weight_decay), {0.9, true});

  encoder.train();
  auto progress = experiment.report.progress(method + " pretext", settings.steps, 4 * settings.batch);
  for (const Index step : progress) {
    const auto [images, turns] = ssl::rotate_four_ways(loader.next().views[0]);  // (4B, H, W, C) and (4B)
    const Tensor scores = head(encoder(images));                                 // (4B, 4)
    const Tensor loss = cross_entropy(scores, turns);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::cosine(settings.learning_rate, step, settings.steps));

    progress.log({{"loss", loss.item()}, {"pretext_accuracy", eval::accuracy(scores.data(), turns)}});
  }
  return {settings.steps, settings.steps * 4 * settings.batch, progress.seconds()};
}
// [rotation training]

RotationSettings rotation_settings(const data::Dataset& data, const Options& options) {
  RotationSettings settings;
  settings.steps = options.steps_or(20, 1200, data.photographs ? 3000 : 1500);
  settings.batch = options.by_profile<Index>(16, 16, 128);
  settings.augment = data::weak_augment(data);
  return settings;
}

Pretrained rotation_encoder(const Experiment& experiment, const Options& options) {
  return pretrain(experiment, options, "rotation", [&](nn::Encoder& encoder) {
    return pretrain_rotation(encoder, experiment, rotation_settings(experiment.data, options));
  });
}

}  // namespace selfsame::tutorials
