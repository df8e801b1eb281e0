/// \file
/// Pooling layers for images (N, H, W, C).
#pragma once

#include "selfsame/nn/module.hpp"

namespace selfsame::nn {

/// Largest value of each window: (N, H, W, C) -> (N, H', W', C).
class MaxPool2d : public Module {
 public:
  explicit MaxPool2d(Index kernel, Index stride = 0, Index padding = 0);  ///< stride 0 means kernel
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "MaxPool2d"; }

 private:
  Index kernel_, stride_, padding_;
};

/// Mean of each window: (N, H, W, C) -> (N, H', W', C).
class AvgPool2d : public Module {
 public:
  explicit AvgPool2d(Index kernel, Index stride = 0, Index padding = 0);  ///< stride 0 means kernel
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "AvgPool2d"; }

 private:
  Index kernel_, stride_, padding_;
};

/// Mean over each whole image: (N, H, W, C) -> (N, C).
class GlobalAvgPool : public Module {
 public:
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "GlobalAvgPool"; }
};

}  // namespace selfsame::nn
