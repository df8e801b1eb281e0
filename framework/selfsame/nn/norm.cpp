#include "selfsame/nn/norm.hpp"

namespace selfsame::nn {

BatchNorm::BatchNorm(Index channels, Activation activation, Scalar momentum)
    : weight(param("weight", filled({channels}, 1))),
      bias(param("bias", filled({channels}, 0))),
      running_mean(buffer("running_mean", filled({channels}, 0))),
      running_var(buffer("running_var", filled({channels}, 1))) {
  options_.momentum = momentum;
  options_.activation = activation;
}

const BatchNormOptions& BatchNorm::options() {
  options_.training = training();
  return options_;
}

Tensor BatchNorm::forward(const Tensor& x) { return batch_norm(x, weight, bias, running_mean, running_var, options()); }

Tensor BatchNorm1d::forward(const Tensor& x) {
  require(x.dim() == 2, "batch_norm: input ", x.shape(), " must be (N, C)");
  return BatchNorm::forward(x);
}

Tensor BatchNorm2d::forward(const Tensor& x) {
  require(x.dim() == 4, "batch_norm: input ", x.shape(), " must be (N, H, W, C)");
  return BatchNorm::forward(x);
}

Tensor BatchNormMaxPool2d::forward(const Tensor& x) {
  return batch_norm_max_pool2d(x, weight, bias, running_mean, running_var, options());
}

LayerNorm::LayerNorm(Index channels)
    : weight(param("weight", filled({channels}, 1))), bias(param("bias", filled({channels}, 0))) {}

Tensor LayerNorm::forward(const Tensor& x) { return layer_norm(x, weight, bias); }

}  // namespace selfsame::nn
