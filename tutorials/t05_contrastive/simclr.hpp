/// \file
/// SimCLR: an encoder learns that two views of an image are the same and all other images are not.
#pragma once

#include "common/experiment.hpp"

namespace selfsame::tutorials {

/// What `pretrain_simclr` can be told.
struct SimclrSettings {
  Index steps = 1000;
  Index batch = 256;            ///< images; each goes forward in two views
  double learning_rate = 0.12;  ///< of SGD with Nesterov momentum 0.9, warmed up, then with a cosine to 0
  double weight_decay = 5e-4;   ///< on weights, not on biases and norms
  Scalar temperature = 0.2f;    ///< tau of NT-Xent
  Index hidden = 128;           ///< width of the projection head's hidden layer
  Index projection = 64;        ///< length of the vectors that are compared
  data::Augment augment;        ///< draws a view
};

/// Trains an encoder on pairs of views of unlabelled images. The projection head is thrown away: the features before it
/// serve the task better, by more than ten points in the paper.
Cost pretrain_simclr(nn::Encoder& encoder, const Experiment& experiment, const SimclrSettings& settings,
                     const std::string& method = "simclr");

/// What the validation images of each data set chose within the profile's time; --steps replaces the steps.
SimclrSettings simclr_settings(const data::Dataset& data, const Options& options);

/// An encoder pre-trained by `pretrain_simclr` with these settings, or the one that a resumed run has finished.
Pretrained simclr_encoder(const Experiment& experiment, const Options& options);

}  // namespace selfsame::tutorials
