/// \file
/// Adam, and AdamW, which decays weights beside the adaptive step instead of through it.
#pragma once

#include "selfsame/optim/optimizer.hpp"

namespace selfsame::optim {

/// Options of `Adam` and `AdamW`.
struct AdamOptions {
  double beta1 = 0.9;    ///< memory of the mean gradient, in [0, 1)
  double beta2 = 0.999;  ///< memory of the mean squared gradient, in [0, 1)
  double eps = 1e-8;     ///< added to the divisor; above 0
};

/// Adam (Kingma & Ba 2015, algorithm 1). Weight decay is added to the gradient, and so is divided by its size too.
class Adam : public Optimizer {
 public:
  /// \throws Error if a beta is outside [0, 1) or eps is not above 0
  explicit Adam(std::vector<ParamGroup> groups, AdamOptions options = {})
      : Adam("adam", std::move(groups), options, false) {}

 protected:
  /// For AdamW, which differs in where the decay acts. \param decoupled  decay beside the step
  Adam(const char* name, std::vector<ParamGroup> groups, AdamOptions options, bool decoupled);

 private:
  void update(std::size_t index, Tensor& parameter, const ParamGroup& group, double lr) override;

  AdamOptions options_;
  bool decoupled_;  // weight decay beside the step
  std::vector<Array>& mean_;
  std::vector<Array>& square_;
  std::vector<Array>& steps_;  // of each parameter: one that had no gradient so far starts afresh
};

/// Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2): p -= lr * weight_decay * p besides.
class AdamW : public Adam {
 public:
  /// \throws Error if a beta is outside [0, 1) or eps is not above 0
  explicit AdamW(std::vector<ParamGroup> groups, AdamOptions options = {})
      : Adam("adamw", std::move(groups), options, true) {}
};

}  // namespace selfsame::optim
