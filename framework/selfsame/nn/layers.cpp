#include "selfsame/nn/layers.hpp"

#include "selfsame/nn/init.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/shape.hpp"

namespace selfsame::nn {

Linear::Linear(Index in, Index out, bool with_bias)
    : weight(param("weight", init::kaiming_uniform({in, out}))),
      bias(with_bias ? param("bias", filled({out}, 0)) : no_param()) {}

Tensor Linear::forward(const Tensor& x) { return linear(x, weight, bias); }

Dropout::Dropout(Scalar p) : p_(p) {
  require<UsageError>(p >= 0 && p < 1, "Dropout: probability ", p, " must be at least 0 and below 1");
}

Tensor Dropout::forward(const Tensor& x) { return dropout(x, p_, training()); }

Tensor Relu::forward(const Tensor& x) { return relu(x); }
Tensor LeakyRelu::forward(const Tensor& x) { return leaky_relu(x, slope_); }
Tensor Gelu::forward(const Tensor& x) { return gelu(x); }

Tensor Flatten::forward(const Tensor& x) {
  require(x.dim() >= 1, "flatten: needs at least one dimension");
  return reshape(x, {x.size(0), x.size(0) == 0 ? 0 : -1});
}

Tensor Sequential::forward(const Tensor& x) {
  Tensor y = x;
  for (const auto& [name, module] : children()) y = (*module)(y);
  return y;
}

}  // namespace selfsame::nn
