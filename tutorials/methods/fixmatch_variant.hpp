/// \file
/// FixMatch with parts exchanged: soft labels, no alignment, other thresholds, a teacher of averaged weights, another
/// loss.
#pragma once

#include <functional>

#include "methods/fixmatch.hpp"
#include "selfsame/ssl/fixmatch.hpp"

namespace selfsame::tutorials {

/// What stands in the place of FixMatch's own choices in `train_fixmatch_variant`.
struct FixMatchVariant {
  bool soft_labels = false;            ///< the whole guess is the target, not its most probable class
  Scalar temperature = 1;              ///< by which soft labels are sharpened, see ssl::sharpen; 1: not at all
  bool distribution_alignment = true;  ///< see ssl::DistributionAlignment
  bool ema_teacher = false;            ///< the averaged weights guess, not those in training: mean teacher
  bool class_thresholds = false;       ///< FreeMatch's in the place of tau, see ssl::ClassThresholds
  /// Loss of (U, C) scores of the strong views and the guesses for them.
  std::function<Tensor(const Tensor& strong_logits, const ssl::PseudoLabels& guesses)> consistency =
      ssl::consistency_loss;
};

/// `train_fixmatch` with some of its parts exchanged, to see what each of them does. The default is FixMatch as it is.
Cost train_fixmatch_variant(nn::Classifier& classifier, nn::Classifier& averaged, const data::Dataset& data,
                            const data::Targets& targets, const Indices& unlabelled, const FixMatchRecipe& recipe,
                            const FixMatchVariant& variant, std::uint64_t seed, const report::TrainingLog& log);

}  // namespace selfsame::tutorials
