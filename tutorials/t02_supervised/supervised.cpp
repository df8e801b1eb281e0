#include "t02_supervised/supervised.hpp"

#include "selfsame/ops/loss.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"

namespace selfsame::tutorials {

// [supervised training]
Cost train_supervised(nn::Classifier& classifier, const Experiment& experiment, const SupervisedSettings& settings,
                      const std::string& method) {
  const data::Dataset& data = experiment.data;
  data::Loader loader(data, data.train, experiment.split.labelled, settings.batch, {settings.augment}, experiment.seed);

  auto groups = optim::decay_groups(optim::parameters_of(classifier.encoder), settings.weight_decay);
  for (auto& group : groups) group.lr_scale = settings.encoder_lr_scale;
  for (auto& group : optim::decay_groups(optim::parameters_of(classifier.head), settings.weight_decay)) groups.push_back(group);
  optim::Sgd sgd(groups, {0.9, true});

  classifier.train();
  auto progress = experiment.report.progress(experiment.series(method), settings.steps, settings.batch);
  for (const Index step : progress) {
    const data::Batch batch = loader.next();
    const Tensor loss = cross_entropy(classifier(batch.views[0]), batch.labels);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::cosine(settings.learning_rate, step, settings.steps));

    progress.log({{"loss", loss.item()}});
    if (time_to_validate(step, settings.steps)) {
      progress.log({{"validation_accuracy", validation_accuracy(classifier, experiment)}});
    }
  }
  return {settings.steps, settings.steps * settings.batch, progress.seconds()};
}
// [supervised training]

}  // namespace selfsame::tutorials
