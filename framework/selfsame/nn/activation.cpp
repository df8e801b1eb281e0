#include "selfsame/nn/activation.hpp"

#include "selfsame/ops/elementwise.hpp"

namespace selfsame::nn {

Tensor Relu::forward(const Tensor& x) { return relu(x); }
Tensor LeakyRelu::forward(const Tensor& x) { return leaky_relu(x, slope_); }
Tensor Gelu::forward(const Tensor& x) { return gelu(x); }

}  // namespace selfsame::nn
