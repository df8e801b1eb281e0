/// \file
/// Self-training: a classifier labels images for the next one, round by round.
#pragma once

#include "selfsame/ssl/self_training.hpp"
#include "t02_supervised/supervised.hpp"

namespace selfsame::tutorials {

/// What `self_train` can be told.
struct SelfTrainingSettings {
  Index rounds = 3;          ///< networks trained after the first
  double first_share = 0.6;  ///< of the guesses, kept in the first round
  double last_share = 1;     ///< kept in the last round; in between it grows evenly
  double labelled = 0.25;    ///< share of what is shown that has a true label
  Index pool = 0;            ///< images that are labelled, evenly spread over the unlabelled ones; 0: all of them
  SupervisedSettings training;
};

/// A classifier and what it took.
struct TrainedClassifier {
  std::unique_ptr<nn::Classifier> classifier;
  Cost cost;
};

/// `images` of the split's unlabelled images, evenly spread; all of them for 0 or where there are no more.
Indices pool_of(const Experiment& experiment, Index images);

/// The kept guesses as something to train on, each with weight 1.
/// \param pool  rows of the training images, rising; `kept` counts in it
Teaching kept_guesses(const Indices& pool, const ssl::KeptGuesses& kept);

/// How good the guesses were that a round learns from.
struct GuessQuality {
  double coverage;   ///< images with a kept guess, in percent of the pool's images without a label
  double precision;  ///< kept guesses that are right, in percent; 0 where none is kept
};

/// Compares with the labels of unlabelled images: for looking, not for learning. No other function of this file sees
/// them.
GuessQuality guess_quality(const Experiment& experiment, const Indices& pool, const Teaching& guesses);

/// Rounds of: label the pool with the network of the round before, keep the surest guesses of each class, train a new
/// network on labels and guesses. Coverage, precision and validation accuracy of each round go into metrics.csv.
/// \param teacher  the network of round 0, which learnt from the labels alone; left as it is
/// \return         the last network, and the cost of all rounds without the teacher's
TrainedClassifier self_train(const Experiment& experiment, nn::Classifier& teacher,
                             const SelfTrainingSettings& settings);

/// What the validation images chose within the profile's time; --steps replaces the steps of each round.
SelfTrainingSettings self_training_settings(const data::Dataset& data, Index labels, const Options& options);

/// The row "self_training": `self_train` from the classifier of the row "supervised"; the last network, tested once, is
/// returned.
std::unique_ptr<nn::Classifier> run_self_training(const Experiment& experiment, const Options& options,
                                                  nn::Classifier& supervised);

/// The cost of a row that is in the report already; nothing where it is not.
Cost cost_of_row(const Experiment& experiment, const std::string& method);

}  // namespace selfsame::tutorials
