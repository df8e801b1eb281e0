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
  bool soft_labels = false;             ///< the whole guess is the target, not its most probable class
  Scalar temperature = 1;               ///< of soft labels, see ssl::sharpen
  bool ema_teacher = false;             ///< the averaged weights guess, not those in training
  data::Augment labelled, weak, strong;
};

/// What to leave out of FixMatch, or put in its place, to see what each part does. The default is the method as it is.
struct FixMatchSwitches {
  bool no_threshold = false;           ///< every guess counts: tau = 0
  bool soft_labels = false;            ///< the guess itself is the target
  double temperature = 1;              ///< by which soft labels are sharpened; 1: not
  bool weak_only = false;              ///< the view that has to agree with the guess is a weak one, too
  bool distribution_alignment = true;  ///< see ssl::DistributionAlignment
  bool ema_teacher = false;            ///< the averaged weights guess
};

/// Trains a classifier on images whose classes it is told and on all others of the split, starting from the weights it
/// has. On return it holds the averaged weights.
/// \param taught  `true_labels`, or the labels that a graph carried to all images
Cost train_fixmatch(nn::Classifier& classifier, const Experiment& experiment, const Teaching& taught,
                    const FixMatchSettings& settings, const std::string& method);

/// What the validation images of each data set chose for `run_fixmatch` within the profile's time; --steps replaces the
/// number of steps. The switches come on top.
FixMatchSettings fixmatch_settings(const data::Dataset& data, Index labels, const Options& options,
                                   const FixMatchSwitches& switches = {});

/// The row "fixmatch": FixMatch with the best start that labels-free learning gives it. The network is a pre-trained
/// encoder with its linear probe as head, and the supervised half trains on the labels that the graph of this encoder's
/// features carried to all images, each weighted by how sure it is. Tested once. Returns it.
/// \param graph  of what `pretrained` makes of the images; its cost contains the pre-training's
std::unique_ptr<nn::Classifier> run_fixmatch(const Experiment& experiment, const Options& options,
                                             const Pretrained& pretrained, const ImageGraph& graph,
                                             const FixMatchSwitches& switches = {});

/// The same for FixMatch from random weights: batch, views and rate as in the paper.
FixMatchSettings fixmatch_scratch_settings(const data::Dataset& data, Index labels, const Options& options,
                                           const FixMatchSwitches& switches = {});

/// The row "fixmatch_scratch": the method of the paper, on the few labels alone and from random weights.
void run_fixmatch_from_scratch(const Experiment& experiment, const Options& options,
                               const FixMatchSwitches& switches = {});

}  // namespace selfsame::tutorials
