/// \file
/// PIRL: an encoder learns to ignore what a pretext task does to an image.
#pragma once

#include "common/experiment.hpp"

namespace selfsame::tutorials {

/// The transformation that shall make no difference.
enum class Pretext {
  rotation,  ///< 0 to 3 quarter turns
  jigsaw     ///< four tiles in any order
};

/// What `pretrain_pirl` can be told.
struct PirlSettings {
  Pretext pretext = Pretext::rotation;
  Index steps = 1000;
  Index batch = 256;       ///< images; each goes forward as it is and transformed
  Index images = 2048;     ///< of the unlabelled ones, evenly spread, have a row in the bank: all are not revisited
                           ///< often enough in a short training
  Index negatives = 1500;  ///< rows of the bank that an image is told from
  double learning_rate = 0.12;  ///< of SGD with Nesterov momentum 0.9, warmed up, then with a cosine to 0
  double weight_decay = 5e-4;   ///< on weights, not on biases and norms
  Scalar weight = 0.5f;         ///< lambda: share of the transformed images in the loss
  Scalar temperature = 0.2f;    ///< tau
  Scalar bank_momentum = 0.5f;  ///< share of what the bank remembers at an update
  Index hidden = 128;           ///< width of both heads' hidden layer; 0 for none: linear, as in the paper
  Index projection = 64;        ///< length of the vectors that are compared
  data::Augment augment;        ///< done to the image and, drawn anew, before the transformation
};

/// Trains an encoder to give an image and its transformed self one vector. Both projection heads are thrown away.
Cost pretrain_pirl(nn::Encoder& encoder, const Experiment& experiment, const PirlSettings& settings);

/// What the validation images chose within the profile's time; --steps replaces the steps. As many images are seen as
/// by `rotation_settings`, in as many updates.
PirlSettings pirl_settings(const data::Dataset& data, Pretext pretext, const Options& options);

/// An encoder pre-trained by `pretrain_pirl` with these settings, named "pirl_rotation" or "pirl_jigsaw", or the one that
/// a resumed run has finished.
Pretrained pirl_encoder(const Experiment& experiment, const Options& options, Pretext pretext);

/// How well a linear probe tells from an encoder's features by how many quarter turns an image was rotated, in percent:
/// what prediction teaches and PIRL forgets. Guessing gives 25. Fitted to the labelled images of the split, whose labels
/// play no part, and measured on its validation images, all in four orientations.
double turn_accuracy(nn::Encoder& encoder, const Experiment& experiment);

}  // namespace selfsame::tutorials
