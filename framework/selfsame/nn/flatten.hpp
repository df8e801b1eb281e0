/// \file
/// Images, or whatever a sample is, as rows of numbers.
#pragma once

#include "selfsame/nn/module.hpp"

namespace selfsame::nn {

/// (N, ...) -> (N, product of the rest).
class Flatten : public Module {
 public:
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Flatten"; }
};

}  // namespace selfsame::nn
