/// \file
/// Dropout.
#pragma once

#include "selfsame/nn/module.hpp"

namespace selfsame::nn {

/// Sets elements to 0 with probability p while training, scaling the others by 1 / (1 - p). Any shape.
class Dropout : public Module {
 public:
  explicit Dropout(Scalar p = Scalar(0.5));  ///< \throws UsageError unless 0 <= p < 1
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Dropout"; }

 private:
  Scalar p_;
};

}  // namespace selfsame::nn
