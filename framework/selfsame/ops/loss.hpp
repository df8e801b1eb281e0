/// \file
/// Losses: numbers that training makes small.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// What becomes of the losses of the samples.
enum class Reduction {
  mean,  ///< their sum divided by the number of samples N, also where weights make some of them count less
  sum,   ///< their sum
  none,  ///< all of them, (N)
};

/// Options of `cross_entropy`.
struct CrossEntropyOptions {
  Tensor weights = {};                    ///< (N) factor for each sample; undefined means 1. FixMatch's mask goes here
  Reduction reduction = Reduction::mean;  ///< see Reduction
};

/// log(softmax(x)) along the last dimension, shifted by the maximum so that it cannot overflow. x (..., C).
Tensor log_softmax(const Tensor& x);

/// softmax(x) along the last dimension: positive numbers that sum to 1. x (..., C).
Tensor softmax(const Tensor& x);

/// Cross-entropy of class scores against class indices: loss_i = -w_i log softmax(x_i)[t_i].
///
/// \param logits   (N, C) unnormalised scores
/// \param targets  N class indices, each in 0..C-1
/// \return         () or, without reduction, (N). Equal scores give ln C.
/// \throws ShapeError if sizes do not fit or a target is not a class
Tensor cross_entropy(const Tensor& logits, const Indices& targets, const CrossEntropyOptions& options = {});

/// Cross-entropy against soft targets: loss_i = -w_i sum_c p_ic log softmax(x_i)[c].
///
/// \param logits   (N, C) unnormalised scores
/// \param targets  (N, C) probabilities, taken as constants
/// \throws ShapeError if sizes do not fit
Tensor cross_entropy(const Tensor& logits, const Tensor& targets, const CrossEntropyOptions& options = {});

/// Squared difference, element by element, reduced over all elements (`none` keeps the shape).
/// \throws ShapeError if shapes differ
Tensor mse_loss(const Tensor& prediction, const Tensor& target, Reduction reduction = Reduction::mean);

/// Binary cross-entropy of scores x against targets y in [0, 1]: max(x, 0) - x y + log(1 + e^-|x|), which cannot
/// overflow; reduced over all elements (`none` keeps the shape). The targets are taken as constants.
/// \throws ShapeError if shapes differ
Tensor bce_with_logits(const Tensor& logits, const Tensor& targets, Reduction reduction = Reduction::mean);

}  // namespace selfsame
