#include "selfsame/nn/dropout.hpp"

#include "selfsame/ops/elementwise.hpp"

namespace selfsame::nn {

Dropout::Dropout(Scalar p) : p_(p) {
  require<UsageError>(p >= 0 && p < 1, "Dropout: probability ", p, " must be at least 0 and below 1");
}

Tensor Dropout::forward(const Tensor& x) { return dropout(x, p_, training()); }

}  // namespace selfsame::nn
