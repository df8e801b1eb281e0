/// \file
/// PIRL: an encoder learns to ignore what a pretext task does to an image.
#pragma once

#include "selfsame/data/augment.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/data/split.hpp"
#include "selfsame/nn/encoder.hpp"
#include "selfsame/report/cost.hpp"
#include "selfsame/report/training_log.hpp"

namespace selfsame::tutorials {

using report::Cost;

/// The transformation that shall make no difference.
enum class Pretext {
  rotation,  ///< 0 to 3 quarter turns
  jigsaw     ///< four tiles in any order
};

/// Settings of `train_pirl`.
struct PirlRecipe {
  Pretext pretext = Pretext::rotation;  ///< what features shall ignore
  Index steps = 1000;                   ///< updates
  Index batch = 256;                    ///< images; each goes forward as it is and transformed
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

/// Trains an encoder to give an image and its transformed self one vector (Misra and van der Maaten 2020). Both
/// projection heads are thrown away.
/// \param unlabelled  rows of the training images; their labels play no part
/// \param seed        of batches, augmentation, transformations, negatives and the first bank
Cost train_pirl(nn::Encoder& encoder, const data::Dataset& data, const Indices& unlabelled, const PirlRecipe& recipe,
                std::uint64_t seed, const report::TrainingLog& log);

/// How well a linear probe tells from an encoder's features by how many quarter turns an image was rotated, in percent:
/// what prediction teaches and PIRL forgets. Guessing gives 25. Fitted to the labelled images of the split, whose
/// labels play no part, and measured on its validation images, all in four orientations.
double rotation_probe_accuracy(nn::Encoder& encoder, const data::Dataset& data, const data::LabelSplit& split);

}  // namespace selfsame::tutorials
