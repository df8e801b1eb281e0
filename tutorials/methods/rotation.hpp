/// \file
/// Rotation: an encoder learns from which way is up.
#pragma once

#include "selfsame/data/augment.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/nn/encoder.hpp"
#include "selfsame/report/cost.hpp"
#include "selfsame/report/training_log.hpp"

namespace selfsame::tutorials {

using report::Cost;

/// Settings of `train_rotation`.
struct RotationRecipe {
  Index steps = 1000;           ///< updates
  Index batch = 128;            ///< images; each goes forward in four orientations
  double learning_rate = 0.05;  ///< of SGD with Nesterov momentum 0.9, with a cosine to 0
  double weight_decay = 5e-4;   ///< on weights, not on biases and norms
  data::Augment augment;        ///< done before the rotation
};

/// Trains an encoder to tell by how many quarter turns each unlabelled image was rotated (Gidaris et al. 2018).
/// \param unlabelled  rows of the training images; their labels play no part
/// \param seed        of batches and augmentation
Cost train_rotation(nn::Encoder& encoder, const data::Dataset& data, const Indices& unlabelled,
                    const RotationRecipe& recipe, std::uint64_t seed, const report::TrainingLog& log);

}  // namespace selfsame::tutorials
