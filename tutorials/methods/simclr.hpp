/// \file
/// SimCLR: an encoder learns that two views of an image are the same and all other images are not.
#pragma once

#include "selfsame/data/augment.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/nn/encoder.hpp"
#include "selfsame/report/cost.hpp"
#include "selfsame/report/training_log.hpp"

namespace selfsame::tutorials {

using report::Cost;

/// Settings of `train_simclr`.
struct SimclrRecipe {
  Index steps = 1000;           ///< updates
  Index batch = 256;            ///< images; each goes forward in two views
  double learning_rate = 0.12;  ///< of SGD with Nesterov momentum 0.9, warmed up, then with a cosine to 0
  double weight_decay = 5e-4;   ///< on weights, not on biases and norms
  Scalar temperature = 0.2f;    ///< tau of NT-Xent
  Index hidden = 128;           ///< width of the projection head's hidden layer
  Index projection = 64;        ///< length of the vectors that are compared
  data::Augment augment;        ///< draws a view
};

/// Trains an encoder on pairs of views of unlabelled images (Chen et al. 2020). The projection head is thrown away: the
/// features before it serve the task better, by more than ten points in the paper.
/// \param unlabelled  rows of the training images; their labels play no part
/// \param seed        of batches and augmentation
Cost train_simclr(nn::Encoder& encoder, const data::Dataset& data, const Indices& unlabelled,
                  const SimclrRecipe& recipe, std::uint64_t seed, const report::TrainingLog& log);

}  // namespace selfsame::tutorials
