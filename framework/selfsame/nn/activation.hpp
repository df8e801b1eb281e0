/// \file
/// Activations as layers, for `Sequential`; elsewhere `relu(x)` and its like say the same.
#pragma once

#include "selfsame/nn/module.hpp"

namespace selfsame::nn {

/// max(x, 0). Any shape.
class Relu : public Module {
 public:
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Relu"; }
};

/// x where positive, slope * x elsewhere. Any shape.
class LeakyRelu : public Module {
 public:
  /// \param slope  of the negative side
  explicit LeakyRelu(Scalar slope = Scalar(0.01)) : slope_(slope) {}
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "LeakyRelu"; }

 private:
  Scalar slope_;
};

/// x * Phi(x) (Hendrycks & Gimpel 2016). Any shape.
class Gelu : public Module {
 public:
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Gelu"; }
};

}  // namespace selfsame::nn
