#include "selfsame/ssl/fixmatch.hpp"

#include "selfsame/ops/loss.hpp"

namespace selfsame::ssl {

// [consistency loss]
Tensor consistency_loss(const Tensor& strong_logits, const PseudoLabels& targets) {
  //! BEGIN SOLUTION a4.t2
  //! strong_logits: (U, C) scores. targets.classes: U indices; targets.mask: (U), 1 or 0. Where targets.soft.defined(),
  //! it holds whole guesses, (U, C), and they are the targets in place of the classes.
  //! Returns one number, 1 / U * sum over i of mask_i * CE(target_i, strong_i), that gradients flow through.
  //! cross_entropy(scores, targets, options) takes weights in its options; see ops/loss.hpp by what it divides.
  CrossEntropyOptions options;
  options.weights = targets.mask;
  // Either mean divides by all U images.
  if (targets.soft.defined()) return cross_entropy(strong_logits, targets.soft, options);
  return cross_entropy(strong_logits, targets.classes, options);
  //! END SOLUTION
}
// [consistency loss]

}  // namespace selfsame::ssl
