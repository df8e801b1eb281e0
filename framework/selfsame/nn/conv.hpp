/// \file
/// Layers for images (N, H, W, C).
#pragma once

#include "selfsame/nn/module.hpp"
#include "selfsame/ops/conv.hpp"
#include "selfsame/ops/norm.hpp"
#include "selfsame/ops/pool.hpp"

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
  /// \param in  channels of the input  \param out  channels of the output  \param kernel  rows and columns of the kernel
  Conv2d(Index in, Index out, Index kernel, Conv2dLayerOptions options = {});
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Conv2d"; }

  Tensor& weight;
  Tensor& bias;  ///< undefined if there is none

 private:
  Conv2dOptions options_;
};

/// Batch normalisation over all dimensions but the last (Ioffe & Szegedy 2015), with the activation that follows it
/// computed in the same pass over memory. Parameters weight and bias (C), buffers running_mean and running_var (C).
class BatchNorm : public Module {
 public:
  /// \param channels    C
  /// \param activation  applied to the normalised values; none by default
  /// \param momentum    weight of the newest batch in the running statistics
  explicit BatchNorm(Index channels, Activation activation = {}, Scalar momentum = Scalar(0.1));
  Tensor forward(const Tensor& x) override;

  Scalar momentum() const { return options_.momentum; }  ///< weight of the newest batch in the running statistics
  void set_momentum(Scalar momentum) { options_.momentum = momentum; }  ///< for the batches from now on

  Tensor& weight;
  Tensor& bias;
  Tensor& running_mean;
  Tensor& running_var;

 protected:
  const BatchNormOptions& options();  ///< as they are at the moment: in training or not

 private:
  BatchNormOptions options_;
};

/// Batch normalisation of rows (N, C).
class BatchNorm1d : public BatchNorm {
 public:
  using BatchNorm::BatchNorm;
  Tensor forward(const Tensor& x) override;  ///< \throws ShapeError unless x is (N, C)
  std::string type() const override { return "BatchNorm1d"; }
};

/// Batch normalisation of images (N, H, W, C).
class BatchNorm2d : public BatchNorm {
 public:
  using BatchNorm::BatchNorm;
  Tensor forward(const Tensor& x) override;  ///< \throws ShapeError unless x is (N, H, W, C)
  std::string type() const override { return "BatchNorm2d"; }
};

/// Batch normalisation of images (N, H, W, C), its activation and a 2x2 max-pool, in one pass: (N, H / 2, W / 2, C).
class BatchNormMaxPool2d : public BatchNorm {
 public:
  using BatchNorm::BatchNorm;
  Tensor forward(const Tensor& x) override;  ///< \throws ShapeError unless x is (N, H, W, C) with H, W at least 2
  std::string type() const override { return "BatchNormMaxPool2d"; }
};

/// Normalises the last dimension of each position (Ba et al. 2016). Parameters weight and bias (C).
class LayerNorm : public Module {
 public:
  /// \param channels  size of the last dimension, which is normalised
  explicit LayerNorm(Index channels);
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "LayerNorm"; }

  Tensor& weight;
  Tensor& bias;
};

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
