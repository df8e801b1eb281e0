#include "selfsame/ssl/fixmatch.hpp"

#include "selfsame/ops/loss.hpp"

namespace selfsame::ssl {

// [consistency loss]
Tensor consistency_loss(const Tensor& strong_logits, const PseudoLabels& targets) {
  CrossEntropyOptions options;
  options.weights = targets.mask;
  // Either mean divides by all U images.
  if (targets.soft.defined()) return cross_entropy(strong_logits, targets.soft, options);
  return cross_entropy(strong_logits, targets.classes, options);
}
// [consistency loss]

}  // namespace selfsame::ssl
