#include "t08_self_training/self_training.hpp"

#include <algorithm>

#include "selfsame/eval/predict.hpp"
#include "selfsame/ops/loss.hpp"

namespace selfsame::tutorials {
namespace {

bool is_labelled(const Experiment& experiment, Index row) {
  return std::binary_search(experiment.split.labelled.begin(), experiment.split.labelled.end(), row);
}

}  // namespace

Indices pool_of(const Experiment& experiment, Index images) {
  const Indices& all = experiment.split.unlabelled;
  const auto n = static_cast<Index>(all.size());
  if (images == 0 || images >= n) return all;
  Indices pool;
  for (Index i = 0; i < images; ++i) pool.push_back(all[static_cast<std::size_t>(i * n / images)]);
  return pool;
}

Teaching kept_guesses(const Indices& pool, const ssl::KeptGuesses& kept) {
  Teaching guesses{{}, kept.classes, filled({static_cast<Index>(kept.images.size())}, 1)};
  for (const Index image : kept.images) guesses.rows.push_back(pool.at(static_cast<std::size_t>(image)));
  return guesses;
}

GuessQuality guess_quality(const Experiment& experiment, const Indices& pool, const Teaching& guesses) {
  double kept = 0, right = 0, unlabelled = 0;
  for (const Index row : pool) unlabelled += is_labelled(experiment, row) ? 0 : 1;
  for (std::size_t i = 0; i < guesses.rows.size(); ++i) {
    if (is_labelled(experiment, guesses.rows[i])) continue;
    kept += 1;
    right += guesses.classes[i] == experiment.data.train.labels[static_cast<std::size_t>(guesses.rows[i])] ? 1 : 0;
  }
  return {unlabelled > 0 ? 100 * kept / unlabelled : 0, kept > 0 ? 100 * right / kept : 0};
}

// [self-training]
TrainedClassifier self_train(const Experiment& experiment, nn::Classifier& teacher,
                             const SelfTrainingSettings& settings) {
  const data::Dataset& data = experiment.data;
  const Indices pool = pool_of(experiment, settings.pool);
  TrainedClassifier student;
  auto rounds = experiment.report.progress(experiment.series("self_training"), settings.rounds);
  for (const Index round : rounds) {
    nn::Classifier& labeller = student.classifier ? *student.classifier : teacher;
    const Array says = softmax(Tensor(eval::outputs(labeller, data, data.train, pool))).data();  // (U, classes)
    const double progress = settings.rounds > 1 ? double(round) / double(settings.rounds - 1) : 1;
    const double share = settings.first_share + progress * (settings.last_share - settings.first_share);
    const Teaching guesses = kept_guesses(pool, ssl::balanced_guesses(says, share));
    const Teaching taught = blended(true_labels(experiment), guesses, settings.labelled);

    // From random weights again: a network that goes on from its own would also keep its own mistakes.
    auto next = make_classifier(data, experiment.seed);
    student.cost = student.cost +
                   train_supervised(*next, experiment, taught, settings.training, concat("self_training_", round + 1));
    settle_batch_norm(*next, experiment, pool);
    student.classifier = std::move(next);

    const GuessQuality quality = guess_quality(experiment, pool, guesses);
    rounds.log({{"coverage", quality.coverage},
                {"precision", quality.precision},
                {"round_accuracy", validation_accuracy(*student.classifier, experiment)}});
  }
  return student;
}
// [self-training]

SelfTrainingSettings self_training_settings(const data::Dataset& data, Index labels, const Options& options) {
  SelfTrainingSettings settings;
  settings.rounds = options.by_profile<Index>(1, 3, 3);
  settings.pool = options.by_profile<Index>(1000, 0, 0);
  settings.training = supervised_settings(data, labels, options);
  settings.training.batch = 64;  // thousands of guesses want more images a step than a hundred labels
  return settings;
}

Cost cost_of_row(const Experiment& experiment, const std::string& method) {
  const report::Result* row =
      experiment.report.find(method, experiment.labels, experiment.split_number, experiment.seed);
  return row ? Cost{row->updates, row->images_seen, row->train_seconds} : Cost{};
}

std::unique_ptr<nn::Classifier> run_self_training(const Experiment& experiment, const Options& options,
                                                  nn::Classifier& supervised) {
  const SelfTrainingSettings settings = self_training_settings(experiment.data, experiment.labels, options);
  TrainedClassifier student = self_train(experiment, supervised, settings);
  report_classifier(experiment, "self_training", *student.classifier,
                    cost_of_row(experiment, "supervised") + student.cost);
  return std::move(student.classifier);
}

}  // namespace selfsame::tutorials
