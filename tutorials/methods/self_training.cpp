#include "methods/self_training.hpp"

#include <algorithm>

#include "selfsame/eval/predict.hpp"
#include "selfsame/eval/update_bn.hpp"
#include "selfsame/ops/loss.hpp"

namespace selfsame::tutorials {
namespace {

bool is_labelled(const data::LabelSplit& split, Index row) {
  return std::binary_search(split.labelled.begin(), split.labelled.end(), row);
}

}  // namespace

data::Targets kept_guesses(const Indices& pool, const ssl::KeptGuesses& kept) {
  data::Targets guesses{{}, kept.classes, filled({static_cast<Index>(kept.images.size())}, 1)};
  for (const Index image : kept.images) guesses.rows.push_back(pool.at(static_cast<std::size_t>(image)));
  return guesses;
}

GuessQuality guess_quality(const data::Dataset& data, const data::LabelSplit& split, const Indices& pool,
                           const data::Targets& guesses) {
  double kept = 0, right = 0, unlabelled = 0;
  for (const Index row : pool) unlabelled += is_labelled(split, row) ? 0 : 1;
  for (std::size_t i = 0; i < guesses.rows.size(); ++i) {
    if (is_labelled(split, guesses.rows[i])) continue;
    kept += 1;
    right += guesses.classes[i] == data.train.labels[static_cast<std::size_t>(guesses.rows[i])] ? 1 : 0;
  }
  return {unlabelled > 0 ? 100 * kept / unlabelled : 0, kept > 0 ? 100 * right / kept : 0};
}

// [self-training]
TrainedClassifier train_self_training(nn::Classifier& teacher,
                                      const std::function<std::unique_ptr<nn::Classifier>()>& make,
                                      const data::Dataset& data, const data::LabelSplit& split,
                                      const SelfTrainingRecipe& recipe, std::uint64_t seed,
                                      const report::TrainingLog& log) {
  const Indices& unlabelled = split.unlabelled;
  const Indices pool = recipe.pool > 0 ? data::evenly_spread(unlabelled, recipe.pool) : unlabelled;
  const data::Targets labels = data::true_labels(data.train, split.labelled);
  TrainedClassifier student;
  auto rounds = log.steps(recipe.rounds, 0);
  for (const Index round : rounds) {
    //! BEGIN SOLUTION a4.t7
    //! Before: `student` holds the last round's classifier, or none in round 0, where `teacher` labels. pool: rows of
    //! the training images that are guessed. labels: the targets of the labelled images. make(): a network, random
    //! weights.
    //! 1. says = softmax of eval::outputs(labeller, data, data.train, pool).
    //! 2. share grows evenly from recipe.first_share in round 0 to recipe.last_share in the last round.
    //! 3. guesses = kept_guesses(pool, ssl::balanced_guesses(says, share)).
    //! 4. A new network learns by train_supervised from data::blended(labels, guesses, recipe.labelled_share), with
    //!    recipe.training, seed (the same in each round) and the log log.part(std::to_string(round + 1)); its cost is
    //!    added to student.cost.
    //! 5. eval::update_bn(network, data, data.train, pool) where recipe.settle_batch_norm says so.
    //! 6. It becomes student.classifier, and rounds.log gets "coverage" and "precision" of guess_quality(data, split,
    //!    pool, guesses), and "round_accuracy", log.validation_accuracy(*student.classifier).
    nn::Classifier& labeller = student.classifier ? *student.classifier : teacher;
    const Array says = softmax(Tensor(eval::outputs(labeller, data, data.train, pool))).data();  // (U, classes)
    const double progress = recipe.rounds > 1 ? double(round) / double(recipe.rounds - 1) : 1;
    const double share = recipe.first_share + progress * (recipe.last_share - recipe.first_share);
    const data::Targets guesses = kept_guesses(pool, ssl::balanced_guesses(says, share));

    // From random weights again: a network that goes on from its own would also keep its own mistakes.
    auto next = make();
    const data::Targets targets = data::blended(labels, guesses, recipe.labelled_share);
    const report::TrainingLog round_log = log.part(std::to_string(round + 1));
    student.cost = student.cost + train_supervised(*next, data, targets, recipe.training, seed, round_log);
    if (recipe.settle_batch_norm) eval::update_bn(*next, data, data.train, pool);
    student.classifier = std::move(next);

    const GuessQuality quality = guess_quality(data, split, pool, guesses);
    rounds.log({{"coverage", quality.coverage},
                {"precision", quality.precision},
                {"round_accuracy", log.validation_accuracy(*student.classifier)}});
    //! END SOLUTION
  }
  return student;
}
// [self-training]

}  // namespace selfsame::tutorials
