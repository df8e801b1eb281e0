/// \file
/// FixMatch: few labelled and many unlabelled images in one loop.
#pragma once

#include "common/experiment.hpp"
#include "t10_transductive/graph.hpp"

namespace selfsame::tutorials {

/// What `train_fixmatch` can be told.
struct FixMatchSettings {
  Index steps = 1000;
  Index batch = 128;                    ///< B labelled images
  Index unlabelled_ratio = 2;           ///< mu: unlabelled images for each labelled one; each goes forward in two views
  double learning_rate = 0.03;          ///< of SGD with Nesterov momentum 0.9, with cos(7 pi t / 16 T)
  double weight_decay = 5e-4;           ///< on weights, not on biases and norms
  Scalar threshold = 0.95f;             ///< tau: the probability from which a guess becomes a label
  double unlabelled_weight = 1;         ///< lambda
  double ema = 0.999;                   ///< decay of the averaged weights that are evaluated
  bool distribution_alignment = false;  ///< see ssl::DistributionAlignment
  data::Augment labelled, weak, strong;
};

/// Trains a classifier on images whose classes it is told and on all others of the split, starting from the weights it
/// has. On return it holds the averaged weights.
/// \param taught  `true_labels`, or the labels that a graph carried to all images
Cost train_fixmatch(nn::Classifier& classifier, const Experiment& experiment, const Teaching& taught,
                    const FixMatchSettings& settings, const std::string& method);

/// What the validation images of each data set chose for `run_fixmatch` within the profile's time; --steps replaces the
/// number of steps.
FixMatchSettings fixmatch_settings(const data::Dataset& data, const Options& options);

/// The row "fixmatch": FixMatch with the best start that labels-free learning gives it. The network is a pre-trained
/// encoder with its linear probe as head, and the supervised half trains on the labels that the graph of this encoder's
/// features carried to all images, each weighted by how sure it is. Tested once. Returns it.
/// \param graph  of what `pretrained` makes of the images; its cost contains the pre-training's
std::unique_ptr<nn::Classifier> run_fixmatch(const Experiment& experiment, const Options& options,
                                             const Pretrained& pretrained, const ImageGraph& graph);

/// The row "fixmatch_scratch": the method of the paper, on the few labels alone and from random weights.
void run_fixmatch_from_scratch(const Experiment& experiment, const Options& options);

}  // namespace selfsame::tutorials
