#include "selfsame/nn/conv.hpp"

#include "selfsame/nn/init.hpp"

namespace selfsame::nn {

Conv2d::Conv2d(Index in, Index out, Index kernel, Conv2dLayerOptions options)
    : weight(param("weight", init::kaiming_normal({kernel, kernel, in, out}))),
      bias(options.bias ? param("bias", filled({out}, 0)) : no_param()),
      options_{options.stride, options.padding} {}

Tensor Conv2d::forward(const Tensor& x) { return conv2d(x, weight, bias, options_); }

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

MaxPool2d::MaxPool2d(Index kernel, Index stride, Index padding)
    : kernel_(kernel), stride_(stride ? stride : kernel), padding_(padding) {}

Tensor MaxPool2d::forward(const Tensor& x) { return max_pool2d(x, kernel_, stride_, padding_); }

AvgPool2d::AvgPool2d(Index kernel, Index stride, Index padding)
    : kernel_(kernel), stride_(stride ? stride : kernel), padding_(padding) {}

Tensor AvgPool2d::forward(const Tensor& x) { return avg_pool2d(x, kernel_, stride_, padding_); }

Tensor GlobalAvgPool::forward(const Tensor& x) { return global_avg_pool(x); }

}  // namespace selfsame::nn
