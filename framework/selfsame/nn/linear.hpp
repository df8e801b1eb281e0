/// \file
/// The linear layer.
#pragma once

#include "selfsame/core/random.hpp"
#include "selfsame/nn/module.hpp"

namespace selfsame::nn {

/// y = x W + b: (..., in) -> (..., out). Weight (in, out), bias (out).
class Linear : public Module {
 public:
  /// \param in, out  sizes of the last dimension before and after
  /// \param bias     whether to add a bias
  /// \param random   draws the starting weights, `init::kaiming_uniform`; the bias starts as 0
  Linear(Index in, Index out, bool bias = true, Generator& random = default_generator());
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Linear"; }

  Tensor& weight;  ///< (in, out)
  Tensor& bias;    ///< (out); undefined if there is none
};

}  // namespace selfsame::nn
