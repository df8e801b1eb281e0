#include "t02_supervised/supervised.hpp"

#include "selfsame/data/recipes.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/optim/adam.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"

namespace selfsame::tutorials {

// [supervised training]
Cost train_supervised(nn::Classifier& classifier, const Experiment& experiment, const Teaching& taught,
                      const SupervisedSettings& settings, const std::string& method) {
  const data::Dataset& data = experiment.data;
  data::Loader loader(data, data.train, taught.rows, settings.batch, {settings.augment}, experiment.seed);

  const auto groups = optim::decay_groups(optim::parameters_of(classifier), settings.weight_decay);
  std::unique_ptr<optim::Optimizer> optimizer = std::make_unique<optim::Sgd>(groups, optim::SgdOptions{0.9, true});
  if (settings.adamw) optimizer = std::make_unique<optim::AdamW>(groups);

  classifier.train();
  auto progress = experiment.report.progress(experiment.series(method), settings.steps, settings.batch);
  for (const Index step : progress) {
    const data::Batch batch = loader.next();
    const auto [classes, weights] = taught.of(batch.rows);
    const Tensor loss = cross_entropy(classifier(batch.views[0]), classes, {weights});
    optimizer->zero_grad();
    loss.backward();
    optimizer->step(optim::warmup_cosine(settings.learning_rate, step, settings.steps, settings.warmup));

    progress.log({{"loss", loss.item()}});
    if (time_to_validate(step, settings.steps)) {
      progress.log({{"validation_accuracy", validation_accuracy(classifier, experiment)}});
    }
  }
  return {settings.steps, settings.steps * settings.batch, progress.seconds()};
}
// [supervised training]

SupervisedSettings supervised_settings(const data::Dataset& data, Index labels, const Options& options) {
  SupervisedSettings settings;
  settings.augment = data::strong_augment(data);
  const bool much = much_to_learn(data, labels);
  settings.steps = much ? options.steps_or(20, 2000, 4000) : options.steps_or(20, 1000, 2000);
  settings.batch = much ? 64 : options.by_profile<Index>(32, 32, 64);
  settings.weight_decay = labels >= many_labels ? 5e-4 : 2e-3;
  if (labels == all_labels) {
    settings.augment = data::no_augment();
    settings.batch = 128;
    settings.learning_rate = 0.1;
    settings.weight_decay = 5e-4;
    if (options.profile == Profile::full) {  // two passes are too few for mirrored images to help
      data::WeakOptions flip;
      if (data.channels() == 1) flip.shift = 0;  // clothes and digits stand in the middle of every image
      settings.augment = data::weak_augment(data, flip);
      settings.weight_decay = 1e-3;
    }
    const Index passes = options.by_profile<Index>(1, 2, 30);
    const Index images = options.profile == Profile::smoke ? 20 * settings.batch : data.train.count;
    if (options.steps == 0) settings.steps = passes * images / settings.batch;
  }
  return settings;
}

std::unique_ptr<nn::Classifier> run_supervised(const Experiment& experiment, const Options& options) {
  auto classifier = make_classifier(experiment.data, experiment.seed);
  const SupervisedSettings settings = supervised_settings(experiment.data, experiment.labels, options);
  const Cost cost = train_supervised(*classifier, experiment, true_labels(experiment), settings, "supervised");
  settle_batch_norm(*classifier, experiment, experiment.split.labelled);
  report_classifier(experiment, "supervised", *classifier, cost);
  return classifier;
}

SupervisedSettings fine_tuning_settings(const data::Dataset& data, Index labels, const Options& options) {
  SupervisedSettings settings = supervised_settings(data, labels, options);
  settings.learning_rate = 0.003;  // 0.03 is 0.5 to 2 points worse from SimCLR and from rotation with 100 labels
  if (labels >= many_labels) {
    settings.learning_rate = 0.03;
  } else if (labels != all_labels && !data.photographs) {
    settings.steps = options.steps_or(20, 500, 1000);
  }
  return settings;
}

std::unique_ptr<nn::Classifier> run_fine_tuning(const Experiment& experiment, const Options& options,
                                                const Pretrained& pretrained) {
  return run_fine_tuning(experiment, fine_tuning_settings(experiment.data, experiment.labels, options), pretrained);
}

// [fine-tuning]
std::unique_ptr<nn::Classifier> run_fine_tuning(const Experiment& experiment, const SupervisedSettings& settings,
                                                const Pretrained& pretrained) {
  auto classifier = probed_classifier(experiment, pretrained);
  const Cost cost = train_supervised(*classifier, experiment, true_labels(experiment), settings, pretrained.name);
  settle_batch_norm(*classifier, experiment, experiment.split.unlabelled);
  report_classifier(experiment, pretrained.name, *classifier, pretrained.cost + cost);
  return classifier;
}
// [fine-tuning]

}  // namespace selfsame::tutorials
