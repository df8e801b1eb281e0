/// \file
/// Self-training: a classifier labels images for the next one, round by round.
#pragma once

#include <functional>
#include <memory>

#include "methods/supervised.hpp"
#include "selfsame/data/split.hpp"
#include "selfsame/ssl/self_training.hpp"

namespace selfsame::tutorials {

/// Settings of `train_self_training`.
struct SelfTrainingRecipe {
  Index rounds = 3;               ///< networks trained after the first
  double first_share = 0.6;       ///< of the guesses, kept in the first round
  double last_share = 1;          ///< kept in the last round; in between it grows evenly
  double labelled_share = 0.25;   ///< of the targets: true labels, repeated
  Index pool = 0;                 ///< images that are guessed, evenly spread over the unlabelled ones; 0: all of them
  bool settle_batch_norm = true;  ///< whether a network gets to know the pool's plain images before it guesses
  SupervisedRecipe training;      ///< of each round's network
};

/// A classifier and what it took.
struct TrainedClassifier {
  std::unique_ptr<nn::Classifier> classifier;  ///< ready to use
  Cost cost;                                   ///< of all rounds that led to it
};

/// The kept guesses as targets, each with weight 1.
/// \param pool  rows of the training images, rising; `kept` counts in it
data::Targets kept_guesses(const Indices& pool, const ssl::KeptGuesses& kept);

/// How good the guesses were that a round learns from.
struct GuessQuality {
  double coverage;   ///< images with a kept guess, in percent of the pool's images without a label
  double precision;  ///< kept guesses that are right, in percent; 0 where none is kept
};

/// Compares with the labels of unlabelled images: for looking, not for learning. No other function of this file sees
/// them.
GuessQuality guess_quality(const data::Dataset& data, const data::LabelSplit& split, const Indices& pool,
                           const data::Targets& guesses);

/// Rounds of: guess the pool with the network of the round before, keep the surest guesses of each class, train a new
/// network on labels and guesses. Coverage, precision and validation accuracy of each round are logged.
/// \param teacher  the network of round 0, which learnt from the labels alone; left as it is
/// \param make     makes a network with random weights
/// \return         the last network, and the cost of all rounds without the teacher's
TrainedClassifier train_self_training(nn::Classifier& teacher,
                                      const std::function<std::unique_ptr<nn::Classifier>()>& make,
                                      const data::Dataset& data, const data::LabelSplit& split,
                                      const SelfTrainingRecipe& recipe, std::uint64_t seed,
                                      const report::TrainingLog& log);

}  // namespace selfsame::tutorials
