/// \file
/// Entropy minimisation (Grandvalet & Bengio 2004): where there is no label, be sure of something.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::ssl {

/// Mean entropy of the predicted distributions, -1 / U sum_i sum_c p_ic ln p_ic with p = softmax(logits).
///
/// Added to a supervised loss, it moves the border between the classes away from the unlabelled inputs: entropy is
/// high near the border only. It has no say in which class an input is sure of.
/// \param logits  (U, C) scores of unlabelled inputs
/// \return        (); ln C where all scores are equal, towards 0 where every prediction is certain
/// \throws ShapeError unless (U, C) with U >= 1
Tensor prediction_entropy(const Tensor& logits);

}  // namespace selfsame::ssl
