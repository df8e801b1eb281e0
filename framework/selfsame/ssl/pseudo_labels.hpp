/// \file
/// Pseudo-labels: what a network guesses, taken for a label where it is sure.
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

}  // namespace selfsame::ssl
