/// \file
/// Gradients of parameters, summed over the ranks while `backward` still computes others. Internal to core/.
#pragma once

#include <list>
#include <utility>
#include <vector>

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// One backward's gradients of leaves. They are sent in buckets: a message for each of many small gradients would wait
/// for its way each time, and one for all of them could begin only at the end.
class GradientSum {
 public:
  /// \param slots  all that the backward will visit. What leaves have of earlier backwards was summed then and is set
  ///               aside until `finish`
  explicit GradientSum(const std::vector<GradSlot*>& slots);

  /// Takes the gradient of a leaf that no later step of this backward adds to. All ranks call it in the same order, for
  /// leaves of the same shapes.
  void add(GradSlot& leaf);

  /// Waits for the sums and puts them where the gradients were.
  void finish();

 private:
  struct Bucket {
    std::vector<GradSlot*> leaves;
    std::vector<Scalar> values;  // of their gradients, one leaf after another
  };
  bool on_;
  std::list<Bucket> buckets_;  // a list: what is being summed keeps its address
  std::vector<std::pair<GradSlot*, Array>> earlier_;
};

}  // namespace selfsame
