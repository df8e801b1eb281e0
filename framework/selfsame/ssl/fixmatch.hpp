/// \file
/// FixMatch (Sohn et al. 2020): what the network is sure of in a weakly augmented image it must also say of a strongly
/// augmented one.
#pragma once

#include "selfsame/ssl/pseudo_labels.hpp"

namespace selfsame::ssl {

/// The unlabelled half of FixMatch's loss: 1 / U * sum over i of mask_i * CE(target_i, strong_i), where the target is
/// the class, or the soft guess if there is one. It divides by all U images, not by the accepted ones, so that a
/// network that is sure of little learns little from it.
/// \param strong_logits  (U, C) scores of the strongly augmented images
/// \throws ShapeError if the sizes do not fit
Tensor consistency_loss(const Tensor& strong_logits, const PseudoLabels& targets);

}  // namespace selfsame::ssl
