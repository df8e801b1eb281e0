#include "t05_contrastive/simclr.hpp"

#include "selfsame/data/recipes.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/nn/sequential.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/nt_xent.hpp"

namespace selfsame::tutorials {

// [simclr training]
Cost pretrain_simclr(nn::Encoder& encoder, const Experiment& experiment, const SimclrSettings& settings,
                     const std::string& method) {
  const data::Dataset& data = experiment.data;
  data::Loader loader(data, data.train, experiment.split.unlabelled, settings.batch,
                      {settings.augment, settings.augment}, experiment.seed);

  nn::Sequential projector;
  projector.then<nn::Linear>(encoder.features(), settings.hidden, false)
      .then<nn::BatchNorm1d>(settings.hidden, Activation::relu())
      .then<nn::Linear>(settings.hidden, settings.projection);
  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(encoder, projector), settings.weight_decay), {0.9, true});

  encoder.train();
  const Index warmup = settings.steps / 20;
  auto progress = experiment.report.progress(method + " pretext", settings.steps, 2 * settings.batch);
  for (const Index step : progress) {
    const data::Batch batch = loader.next();
    const Tensor z = projector(encoder(cat({batch.views[0], batch.views[1]})));  // (2B, projection)
    const Tensor loss = ssl::nt_xent(slice(z, 0, 0, settings.batch), slice(z, 0, settings.batch, 2 * settings.batch),
                                     settings.temperature);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::warmup_cosine(settings.learning_rate, step, settings.steps, warmup));

    progress.log({{"loss", loss.item()}});
  }
  return {settings.steps, settings.steps * 2 * settings.batch, progress.seconds()};
}
// [simclr training]

SimclrSettings simclr_settings(const data::Dataset& data, const Options& options) {
  SimclrSettings settings;
  settings.steps = options.steps_or(20, 1200, data.photographs ? 5000 : 3000);
  settings.batch = options.by_profile<Index>(64, 64, 256);  // in little time, steps are worth more than strangers
  data::ContrastiveOptions view;
  view.scale_low = 0.2;
  settings.augment = data::contrastive_augment(data, view);
  return settings;
}

Pretrained simclr_encoder(const Experiment& experiment, const Options& options) {
  return pretrain(experiment, options, "simclr", [&](nn::Encoder& encoder) {
    return pretrain_simclr(encoder, experiment, simclr_settings(experiment.data, options));
  });
}

}  // namespace selfsame::tutorials
