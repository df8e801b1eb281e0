/// \file
/// Layers without weights, and Linear: the small pieces.
#pragma once

#include "selfsame/nn/module.hpp"

namespace selfsame::nn {

/// y = x W + b: (..., in) -> (..., out). Weight (in, out), bias (out).
class Linear : public Module {
 public:
  /// \param in, out  sizes of the last dimension before and after
  /// \param bias     whether to add a bias
  Linear(Index in, Index out, bool bias = true);
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Linear"; }

  Tensor& weight;
  Tensor& bias;  ///< undefined if there is none
};

/// Sets elements to 0 with probability p while training, scaling the others by 1 / (1 - p). Any shape.
class Dropout : public Module {
 public:
  explicit Dropout(Scalar p = Scalar(0.5));  ///< \throws UsageError unless 0 <= p < 1
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Dropout"; }

 private:
  Scalar p_;
};

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

/// (N, ...) -> (N, product of the rest).
class Flatten : public Module {
 public:
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Flatten"; }
};

/// Modules one after another; each takes what the one before returns.
class Sequential : public Module {
 public:
  Sequential() = default;

  /// Appends a module, named by its position: "0", "1", ...
  template <class M, class... Arguments>
  Sequential& then(Arguments&&... arguments) {
    add<M>(std::to_string(children().size()), std::forward<Arguments>(arguments)...);
    return *this;
  }
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Sequential"; }
};

}  // namespace selfsame::nn
