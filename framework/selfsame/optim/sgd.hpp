/// \file
/// Stochastic gradient descent with momentum.
#pragma once

#include "selfsame/optim/optimizer.hpp"

namespace selfsame::optim {

/// Options of `Sgd`.
struct SgdOptions {
  double momentum = 0.9;  ///< share of the last update that carries on, in [0, 1)
  bool nesterov = false;  ///< look one update ahead (Sutskever et al. 2013, in PyTorch's form)
};

/// With d = g + weight_decay * p and the buffer b, which starts at 0:
/// b = momentum * b + d;  p -= lr * b, or with Nesterov p -= lr * (d + momentum * b).
class Sgd : public Optimizer {
 public:
  /// \throws Error if momentum is outside [0, 1), or Nesterov is asked for without momentum
  explicit Sgd(std::vector<ParamGroup> groups, SgdOptions options = {});

 private:
  void update(std::size_t index, Tensor& parameter, const ParamGroup& group, double lr) override;

  SgdOptions options_;
  std::vector<Array>* momentum_ = nullptr;  // null without momentum
};

}  // namespace selfsame::optim
