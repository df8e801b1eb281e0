/// \file
/// FixMatch: few labelled and many unlabelled images in one loop.
#pragma once

#include "selfsame/data/augment.hpp"
#include "selfsame/data/targets.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/report/cost.hpp"
#include "selfsame/report/training_log.hpp"

namespace selfsame::tutorials {

using report::Cost;

/// Settings of `train_fixmatch`.
struct FixMatchRecipe {
  Index steps = 1000;
  Index batch = 128;             ///< B labelled images
  Index unlabelled_ratio = 2;    ///< mu: unlabelled images for each labelled one; each goes forward in two views
  double learning_rate = 0.03;   ///< of SGD with Nesterov momentum 0.9, with cos(7 pi t / 16 T)
  double weight_decay = 5e-4;    ///< on weights, not on biases and norms
  Scalar threshold = 0.95f;      ///< tau: the probability from which a guess becomes a pseudo-label
  double unlabelled_weight = 1;  ///< lambda
  double ema = 0.999;            ///< decay of the averaged weights that are evaluated
  data::Augment labelled, weak, strong;
};

/// FixMatch (Sohn et al. 2020) with distribution alignment, the extension that its section 2.5 takes from ReMixMatch.
/// Training starts from the weights that the classifier has.
/// \param averaged    a second network of the same kind; its weights are overwritten. On return both networks hold the
///                    averaged weights
/// \param targets     labelled images, or images with labels that something else has propagated
/// \param unlabelled  rows of the training images; their labels are only compared with, for the log
/// \param seed        of batches and augmentation
Cost train_fixmatch(nn::Classifier& classifier, nn::Classifier& averaged, const data::Dataset& data,
                    const data::Targets& targets, const Indices& unlabelled, const FixMatchRecipe& recipe,
                    std::uint64_t seed, const report::TrainingLog& log);

/// What stands in the place of FixMatch's own choices in `train_fixmatch_variant`.
struct FixMatchVariant {
  bool soft_labels = false;            ///< the whole guess is the target, not its most probable class
  Scalar temperature = 1;              ///< by which soft labels are sharpened, see ssl::sharpen; 1: not at all
  bool distribution_alignment = true;  ///< see ssl::DistributionAlignment
  bool ema_teacher = false;            ///< the averaged weights guess, not those in training: mean teacher
};

/// `train_fixmatch` with some of its parts exchanged, to see what each of them does. The default is FixMatch as it is.
Cost train_fixmatch_variant(nn::Classifier& classifier, nn::Classifier& averaged, const data::Dataset& data,
                            const data::Targets& targets, const Indices& unlabelled, const FixMatchRecipe& recipe,
                            const FixMatchVariant& variant, std::uint64_t seed, const report::TrainingLog& log);

}  // namespace selfsame::tutorials
