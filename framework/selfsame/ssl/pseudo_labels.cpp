#include "selfsame/ssl/pseudo_labels.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/ops/reduce.hpp"

namespace selfsame::ssl {

// [pseudo labels]
PseudoLabels pseudo_labels(const Tensor& probabilities, Scalar threshold) {
  require(probabilities.dim() == 2, "pseudo_labels: probabilities ", probabilities.shape(),
          " must be (images, classes)");
  //! BEGIN SOLUTION a4.t1
  //! probabilities: (U, C), rows sum to 1. Returns a PseudoLabels:
  //!   classes   U indices, the most probable class of each row; of equal ones the first
  //!   mask      (U), 1 where that class's probability is at least the threshold, else 0; zeros({U}) makes a tensor
  //!   accepted  the share of ones in the mask; 0 where there are no rows
  //! All of it is made from numbers, probabilities.data()(i, c), so that no gradient can flow through it.
  PseudoLabels result{argmax(probabilities, 1), zeros({probabilities.size(0)}), 0};
  Array& mask = result.mask.mutable_data();
  for (Index i = 0; i < probabilities.size(0); ++i) {
    mask(i) = probabilities.data()(i, result.classes[static_cast<std::size_t>(i)]) >= threshold ? 1 : 0;
    result.accepted += mask(i);
  }
  if (probabilities.size(0) > 0) result.accepted /= static_cast<Scalar>(probabilities.size(0));
  return result;
  //! END SOLUTION
}
// [pseudo labels]

// [soft pseudo labels]
PseudoLabels soft_pseudo_labels(const Tensor& probabilities, Scalar threshold, Scalar temperature) {
  PseudoLabels result = pseudo_labels(probabilities, threshold);
  result.soft = sharpen(probabilities, temperature);
  return result;
}

Tensor sharpen(const Tensor& probabilities, Scalar temperature) {
  require<UsageError>(temperature > 0 && temperature <= 1, "sharpen: temperature ", temperature,
                      " must be above 0 and at most 1");
  if (temperature == 1) return probabilities.detach();
  Array sharp = probabilities.data();
  const Index classes = probabilities.size(-1);
  for (Index i = 0; i < probabilities.numel(); i += classes) {
    Scalar* p = sharp.data() + i;
    const Scalar largest = *std::max_element(p, p + classes);  // divided by it, no power of a row underflows to all 0
    Scalar total = 0;
    for (Index c = 0; c < classes; ++c) total += p[c] = std::pow(p[c] / largest, 1 / temperature);
    for (Index c = 0; c < classes; ++c) p[c] /= total;
  }
  return Tensor(std::move(sharp));
}
// [soft pseudo labels]

}  // namespace selfsame::ssl
