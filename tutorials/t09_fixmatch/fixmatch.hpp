/// \file
/// FixMatch: few labelled and many unlabelled images in one loop.
#pragma once

#include "common/experiment.hpp"

namespace selfsame::tutorials {

/// What `train_fixmatch` can be told.
struct FixMatchSettings {
  Index steps = 1000;
  Index batch = 64;                     ///< B labelled images
  Index unlabelled_ratio = 4;           ///< mu: unlabelled images for each labelled one; each goes forward in two views
  double learning_rate = 0.03;          ///< of SGD with Nesterov momentum 0.9, with cos(7 pi t / 16 T)
  double weight_decay = 5e-4;           ///< on weights, not on biases and norms
  Scalar threshold = 0.95f;             ///< tau: the probability from which a guess becomes a label
  double unlabelled_weight = 1;         ///< lambda
  double ema = 0.999;                   ///< decay of the averaged weights that are evaluated
  bool distribution_alignment = false;  ///< see ssl::DistributionAlignment
  data::Augment labelled, weak, strong;
};

/// Trains a classifier on the split's labelled and unlabelled images, starting from the weights it has. On return it
/// holds the averaged weights.
Cost train_fixmatch(nn::Classifier& classifier, const Experiment& experiment, const FixMatchSettings& settings,
                    const std::string& method);

/// What the validation images of each data set chose within the profile's time; --steps replaces the steps.
FixMatchSettings fixmatch_settings(const data::Dataset& data, const Options& options);

/// The row "fixmatch": a classifier that starts as a pre-trained encoder with its linear probe as head, tested once. Its
/// guesses are worth learning from at the first step; a random network has to find that out first. Returns it.
/// \param pretrained  by SimCLR, without labels; its cost counts
std::unique_ptr<nn::Classifier> run_fixmatch(const Experiment& experiment, const Options& options,
                                             const Pretrained& pretrained);

/// The row "fixmatch_scratch": the method of the paper, from random weights.
void run_fixmatch_from_scratch(const Experiment& experiment, const Options& options);

}  // namespace selfsame::tutorials
