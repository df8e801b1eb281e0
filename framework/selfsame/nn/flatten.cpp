#include "selfsame/nn/flatten.hpp"

#include "selfsame/ops/shape.hpp"

namespace selfsame::nn {

Tensor Flatten::forward(const Tensor& x) {
  require(x.dim() >= 1, "flatten: needs at least one dimension");
  return reshape(x, {x.size(0), x.size(0) == 0 ? 0 : -1});
}

}  // namespace selfsame::nn
