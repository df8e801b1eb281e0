#include "selfsame/nn/conv.hpp"

#include "selfsame/nn/init.hpp"

namespace selfsame::nn {

Conv2d::Conv2d(Index in, Index out, Index kernel, Conv2dLayerOptions options, Generator& random)
    : weight(param("weight", init::kaiming_normal({kernel, kernel, in, out}, random))),
      bias(options.bias ? param("bias", filled({out}, 0)) : no_param()),
      options_{options.stride, options.padding} {}

Tensor Conv2d::forward(const Tensor& x) { return conv2d(x, weight, bias, options_); }

}  // namespace selfsame::nn
