/// \file
/// Supervised training: the baseline of every comparison, and the fine-tuning of every pre-trained encoder.
#pragma once

#include "selfsame/data/augment.hpp"
#include "selfsame/data/targets.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/report/cost.hpp"
#include "selfsame/report/training_log.hpp"

namespace selfsame::tutorials {

using report::Cost;

/// Settings of `train_supervised`.
struct SupervisedRecipe {
  Index steps = 1000;          ///< updates
  Index batch = 64;            ///< fewer labelled images than this are repeated, each time augmented anew
  double learning_rate = 0.3;  ///< of SGD with Nesterov momentum 0.9, with a cosine to 0
  double weight_decay = 5e-4;  ///< on weights, not on biases and norms
  bool adamw = false;          ///< AdamW in the place of SGD, as transformers need it
  Index warmup = 0;            ///< steps over which the rate grows to its full size
  data::Augment augment;       ///< what is done to each image each time
};

/// Trains a classifier on labelled images and on nothing else. It starts from the weights it has, so training from
/// scratch and fine-tuning are the same function; and it does not ask where the labels come from.
/// \param targets  true labels, or pseudo-labels
/// \param seed     of batches and augmentation
Cost train_supervised(nn::Classifier& classifier, const data::Dataset& data, const data::Targets& targets,
                      const SupervisedRecipe& recipe, std::uint64_t seed, const report::TrainingLog& log);

}  // namespace selfsame::tutorials
