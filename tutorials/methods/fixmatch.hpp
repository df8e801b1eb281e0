/// \file
/// FixMatch: few labelled and many unlabelled images in one loop.
#pragma once

#include "selfsame/data/augment.hpp"
#include "selfsame/data/targets.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/report/cost.hpp"
#include "selfsame/report/training_log.hpp"
#include "selfsame/ssl/pseudo_labels.hpp"

namespace selfsame::tutorials {

using report::Cost;

/// Settings of `train_fixmatch`.
struct FixMatchRecipe {
  Index steps = 1000;            ///< updates
  Index batch = 128;             ///< B labelled images
  Index unlabelled_ratio = 2;    ///< mu: unlabelled images for each labelled one; each goes forward in two views
  double learning_rate = 0.03;   ///< of SGD with Nesterov momentum 0.9, with cos(7 pi t / 16 T)
  double weight_decay = 5e-4;    ///< on weights, not on biases and norms
  Scalar threshold = 0.95f;      ///< tau: the probability from which a guess becomes a pseudo-label
  double unlabelled_weight = 1;  ///< lambda
  double ema = 0.999;            ///< decay of the averaged weights that are evaluated
  data::Augment labelled,        ///< of labelled images
      weak,                      ///< of the view that is guessed
      strong;                    ///< of the view that learns the guess
};

/// Share of the accepted guesses that are right, in percent; 0 where none is accepted. Only this monitor sees the
/// labels of unlabelled images.
double precision(const ssl::PseudoLabels& guesses, const Indices& truth);

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

}  // namespace selfsame::tutorials
