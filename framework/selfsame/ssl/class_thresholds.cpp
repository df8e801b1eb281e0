#include "selfsame/ssl/class_thresholds.hpp"

#include <algorithm>

#include "selfsame/core/ranks.hpp"

namespace selfsame::ssl {

ClassThresholds::ClassThresholds(Index classes, Scalar momentum)
    : means_(filled({classes + 1}, 1 / static_cast<Scalar>(classes))), momentum_(momentum) {}

Scalar ClassThresholds::of(Index c) const {
  const Index classes = count(means_) - 1;
  return means_(classes) * means_(c) / *std::max_element(means_.data(), means_.data() + classes);
}

// [class thresholds]
void ClassThresholds::operator()(PseudoLabels& guesses, const Tensor& probabilities) {
  const Index images = static_cast<Index>(guesses.classes.size()), classes = count(means_) - 1;
  require(probabilities.shape() == Shape{images, classes}, "class_thresholds: probabilities ", probabilities.shape(),
          " must be (", images, ", ", classes, ")");
  const Array& p = probabilities.data();
  Array batch = filled({classes + 1}, 0);
  for (Index i = 0; i < images; ++i) {
    for (Index c = 0; c < classes; ++c) batch(c) += p(i, c);
    batch(classes) += p(i, guesses.classes[static_cast<std::size_t>(i)]);
  }
  if (images > 0) batch /= static_cast<Scalar>(images);
  mean_over_ranks(batch.data(), count(batch));
  means_ = momentum_ * means_ + (1 - momentum_) * batch;

  Array& mask = guesses.mask.mutable_data();
  guesses.accepted = 0;
  for (Index i = 0; i < images; ++i) {
    const Index c = guesses.classes[static_cast<std::size_t>(i)];
    guesses.accepted += mask(i) = p(i, c) >= of(c) ? 1 : 0;
  }
  if (images > 0) guesses.accepted /= static_cast<Scalar>(images);
}
// [class thresholds]

}  // namespace selfsame::ssl
