/// \file
/// Rotation: an encoder learns from which way is up.
#pragma once

#include "common/experiment.hpp"

namespace selfsame::tutorials {

/// What `pretrain_rotation` can be told.
struct RotationSettings {
  Index steps = 1000;
  Index batch = 128;            ///< images; each goes forward in four orientations
  double learning_rate = 0.05;  ///< of SGD with Nesterov momentum 0.9, with a cosine to 0
  double weight_decay = 5e-4;   ///< on weights, not on biases and norms
  data::Augment augment;        ///< done before the turn
};

/// Trains an encoder to tell by how many quarter turns each unlabelled image was rotated.
Cost pretrain_rotation(nn::Encoder& encoder, const Experiment& experiment, const RotationSettings& settings,
                       const std::string& method = "rotation");

/// What the validation images of each data set chose within the profile's time; --steps replaces the steps.
RotationSettings rotation_settings(const data::Dataset& data, const Options& options);

/// An encoder pre-trained by `pretrain_rotation` with these settings, or the one that a resumed run has finished.
Pretrained rotation_encoder(const Experiment& experiment, const Options& options);

}  // namespace selfsame::tutorials
