/// \file
/// FixMatch (Sohn et al. 2020): what the network is sure of in a weakly augmented image it must also say of a strongly
/// augmented one.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::ssl {

/// Class guesses for unlabelled images: constants, no gradient flows through them.
struct PseudoLabels {
  Indices classes;   ///< (U) most probable class
  Tensor mask;       ///< (U) 1 where its probability reaches the threshold, else 0
  Scalar accepted;   ///< share of ones in the mask
  Tensor soft = {};  ///< (U, C) the whole guess, where all of it is the target; undefined where the class alone is
};

/// The most probable class of each row, and whether its probability reaches the threshold.
/// \param probabilities  (U, C), rows sum to 1
/// \param threshold      tau; FixMatch's 0.95
/// \throws ShapeError unless (U, C)
PseudoLabels pseudo_labels(const Tensor& probabilities, Scalar threshold);

/// The same with the probabilities themselves, sharpened, as the target: what is not sure stays not sure. The threshold
/// is compared with them before they are sharpened.
/// \param temperature  of `sharpen`; 1 keeps the guess (mean teacher), 0.4 is UDA's (Xie et al. 2020)
/// \throws ShapeError unless (U, C), UsageError as `sharpen`
PseudoLabels soft_pseudo_labels(const Tensor& probabilities, Scalar threshold, Scalar temperature = 1);

/// Rows p^(1 / temperature), made to sum to 1 again: below 1 the largest gains, towards 0 it takes all (MixMatch,
/// Berthelot et al. 2019). Constants: no gradient flows through them.
/// \param probabilities  (..., C)
/// \throws UsageError unless 0 < temperature <= 1
Tensor sharpen(const Tensor& probabilities, Scalar temperature);

/// The unlabelled half of FixMatch's loss: 1 / U * sum over i of mask_i * CE(target_i, strong_i), where the target is
/// the class, or the soft guess if there is one. It divides by all U images, not by the accepted ones, so that a
/// network that is sure of little learns little from it.
/// \param strong_logits  (U, C) scores of the strongly augmented images
/// \throws ShapeError if the sizes do not fit
Tensor consistency_loss(const Tensor& strong_logits, const PseudoLabels& targets);

/// Distribution alignment (ReMixMatch, Berthelot et al. 2020): rescales class probabilities by how often each class
/// should come up over how often it has come up lately, so that no class is guessed ever more often.
class DistributionAlignment {
 public:
  /// \param prior     (C) expected share of each class; the labelled set's shares
  /// \param momentum  weight of the past in the running mean of the model's probabilities
  explicit DistributionAlignment(Array prior, Scalar momentum = Scalar(0.99));

  /// Takes the batch into the running mean and returns normalised p * prior / running mean. (U, C) -> (U, C).
  /// \throws ShapeError if C differs from the prior's
  Tensor operator()(const Tensor& probabilities);

  const Array& running_mean() const { return mean_; }  ///< (C), for checkpoints
  /// Continues from a stored mean, as a resume does.
  void set_running_mean(Array mean) { mean_ = std::move(mean); }

 private:
  Array prior_;
  Array mean_;
  Scalar momentum_;
};

}  // namespace selfsame::ssl
