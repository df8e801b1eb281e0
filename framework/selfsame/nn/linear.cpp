#include "selfsame/nn/linear.hpp"

#include "selfsame/nn/init.hpp"
#include "selfsame/ops/linalg.hpp"

namespace selfsame::nn {

Linear::Linear(Index in, Index out, bool with_bias, Generator& random)
    : weight(param("weight", init::kaiming_uniform({in, out}, random))),
      bias(with_bias ? param("bias", filled({out}, 0)) : no_param()) {}

Tensor Linear::forward(const Tensor& x) { return linear(x, weight, bias); }

}  // namespace selfsame::nn
