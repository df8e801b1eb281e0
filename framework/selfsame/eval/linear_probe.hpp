/// \file
/// Linear probe: how much of the classes can a straight cut through frozen features tell?
#pragma once

#include "selfsame/nn/linear.hpp"

namespace selfsame::eval {

/// Options of `LinearProbe`.
struct LinearProbeOptions {
  double weight_decay = 1e-2;   ///< strength of the L2 penalty on the weights, as decoupled decay
  double learning_rate = 0.02;  ///< AdamW's, with a cosine to 0
  Index steps = 400;            ///< full-batch steps; the problem is convex, 400 are enough to converge
};

/// Multinomial logistic regression on cached features (Alain & Bengio 2017; Kolesnikov et al. 2019).
///
/// Features are standardised by the mean and standard deviation of the features it is fitted to, the affine-free batch
/// norm that probes of generative features need. The encoder is not touched: only its outputs come in here.
class LinearProbe {
 public:
  /// Fits to features (N, D) and N class indices.
  /// \throws ShapeError if sizes do not fit or a label is not a class
  LinearProbe(const Array& features, const Indices& labels, Index classes, const LinearProbeOptions& options = {});

  /// Class scores (M, classes) of features (M, D). \throws ShapeError if D differs
  Array operator()(const Array& features) const;

  /// Gives a linear layer the same scores on features as they come, standardising included: fine-tuning that starts
  /// from a fitted head instead of a random one does not tear the features down first (Kumar et al. 2022, "LP-FT").
  /// \throws ShapeError if the layer is not (D, classes)
  void copy_to(nn::Linear& head) const;

 private:
  Array standardised(const Array& features) const;
  Array mean_;     // (D)
  Array stddev_;   // (D)
  Tensor weight_;  // (D, classes)
  Tensor bias_;    // (classes)
};

}  // namespace selfsame::eval
