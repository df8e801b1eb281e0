#include "selfsame/data/recipes.hpp"

#include <algorithm>
#include <cmath>

namespace selfsame::data {
namespace {

void add_flip(std::vector<Transform>& steps, const Dataset& dataset, const std::optional<bool>& wanted) {
  if (wanted.value_or(dataset.mirrored_alike)) steps.push_back(horizontal_flip());
}

Index share_of(double share, Index side) { return static_cast<Index>(std::lround(share * static_cast<double>(side))); }

}  // namespace

Augment no_augment() { return Augment(); }

Augment weak_augment(const Dataset& dataset, const WeakOptions& options) {
  std::vector<Transform> steps;
  const Index pixels = share_of(options.shift, std::max(dataset.height(), dataset.width()));
  const Border border = dataset.background == 0 ? Border::fill : Border::reflect;
  if (pixels > 0) steps.push_back(shift(pixels, border, dataset.background));
  add_flip(steps, dataset, options.flip);
  return compose(std::move(steps));
}

Augment strong_augment(const Dataset& dataset, const StrongOptions& options) {
  const Pool pool = dataset.channels() == 3 ? Pool::color : Pool::gray;
  std::vector<Transform> steps{weak_augment(dataset, options.weak),
                               rand_augment(options.rand_augment, pool, dataset.background)};
  const Index square = share_of(options.cutout, std::min(dataset.height(), dataset.width()));
  if (square > 0) steps.push_back(cutout(square, dataset.background));
  return compose(std::move(steps));
}

Augment contrastive_augment(const Dataset& dataset, const ContrastiveOptions& options) {
  std::vector<Transform> steps{random_resized_crop(options.scale_low)};
  add_flip(steps, dataset, options.flip);
  if (options.jitter > 0) {
    const double s = options.jitter;
    steps.push_back(with_probability(0.8, color_jitter(0.8 * s, 0.8 * s, 0.8 * s, 0.2 * s)));
  }
  if (options.grayscale > 0 && dataset.channels() == 3) steps.push_back(grayscale(options.grayscale));
  if (options.blur > 0) steps.push_back(blur(options.blur));
  return compose(std::move(steps));
}

}  // namespace selfsame::data
