/// \file
/// Layers in a row.
#pragma once

#include "selfsame/nn/module.hpp"

namespace selfsame::nn {

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
