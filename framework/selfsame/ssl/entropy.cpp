#include "selfsame/ssl/entropy.hpp"

#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/reduce.hpp"

namespace selfsame::ssl {

// [prediction entropy]
Tensor prediction_entropy(const Tensor& logits) {
  require(logits.dim() == 2 && logits.size(0) > 0, "prediction_entropy: logits ", logits.shape(),
          " must be (inputs, classes) with at least one input");
  return -sum(softmax(logits) * log_softmax(logits)) / static_cast<Scalar>(logits.size(0));
}
// [prediction entropy]

}  // namespace selfsame::ssl
