/// \file
/// The convolution layer, for images (N, H, W, C).
#pragma once

#include "selfsame/core/random.hpp"
#include "selfsame/nn/module.hpp"
#include "selfsame/ops/conv.hpp"

namespace selfsame::nn {

/// Square convolution kernel's step, border and bias.
struct Conv2dLayerOptions {
  Index stride = 1;   ///< pixels between neighbouring outputs
  Index padding = 0;  ///< zeros added on each side
  bool bias = true;   ///< leave it out before batch norm, which would cancel it
};

/// Convolution (N, H, W, in) -> (N, H', W', out) with H' = (H + 2 padding - kernel) / stride + 1.
/// Weight (kernel, kernel, in, out), bias (out); starts as `init::kaiming_normal`.
class Conv2d : public Module {
 public:
  /// \param in, out  channels of the input and of the output
  /// \param kernel   rows and columns of the kernel
  /// \param random   draws the starting weights; the bias starts as 0
  Conv2d(Index in, Index out, Index kernel, Conv2dLayerOptions options = {}, Generator& random = default_generator());
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Conv2d"; }

  Tensor& weight;  ///< (kernel, kernel, in, out)
  Tensor& bias;    ///< undefined if there is none

 private:
  Conv2dOptions options_;
};

}  // namespace selfsame::nn
