/// \file
/// LARS: SGD for very large batches, with a rate of its own for each layer.
#pragma once

#include "selfsame/optim/optimizer.hpp"

namespace selfsame::optim {

/// Options of `Lars`.
struct LarsOptions {
  double momentum = 0.9;  ///< share of the last update that carries on, in [0, 1)
  double trust = 0.001;   ///< length of a step at rate 1 relative to the length of the weights; above 0
};

/// Layer-wise adaptive rate scaling (You, Gitman & Ginsburg 2017, algorithm 1):
/// local = trust * |p| / (|g| + weight_decay * |p|);  b = momentum * b + lr * local * (g + weight_decay * p);  p -= b.
///
/// `local` is 1 for groups with `adapt` off, where `decay_groups` puts biases and norms, and where |p| or |g| is 0.
class Lars : public Optimizer {
 public:
  /// \throws Error if momentum is outside [0, 1) or trust is not above 0
  explicit Lars(std::vector<ParamGroup> groups, LarsOptions options = {});

 private:
  void update(std::size_t index, Tensor& parameter, const ParamGroup& group, double lr) override;

  LarsOptions options_;
  std::vector<Array>& momentum_;
};

}  // namespace selfsame::optim
