/// \file
/// Layers that normalise: batch norm of rows and of images, and layer norm.
#pragma once

#include "selfsame/nn/module.hpp"
#include "selfsame/ops/norm.hpp"

namespace selfsame::nn {

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

  Tensor& weight;        ///< (channels) scale after normalising; starts at 1
  Tensor& bias;          ///< (channels) shift after normalising; starts at 0
  Tensor& running_mean;  ///< (channels) buffer: average over the batches of training
  Tensor& running_var;   ///< (channels) buffer: average over the batches of training

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

  Tensor& weight;  ///< (channels) scale after normalising; starts at 1
  Tensor& bias;    ///< (channels) shift after normalising; starts at 0
};

}  // namespace selfsame::nn
