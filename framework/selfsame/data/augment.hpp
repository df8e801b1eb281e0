/// \file
/// Augmentation: another picture of the same thing. Random operations on one 8-bit image, and their composition.
///
/// Each function here returns a Transform. Grey images (1 channel) and colour images (3) are both taken; operations on
/// colour leave grey images as they are.
#pragma once

#include <functional>
#include <vector>

#include "selfsame/core/random.hpp"
#include "selfsame/data/image_ops.hpp"

namespace selfsame::data {

/// Changes the image in place, drawing from the generator and nothing else.
using Transform = std::function<void(const ImageView&, Scratch&, Generator&)>;

/// Transforms one after another. An empty one leaves images as they are. It is a Transform itself, so they nest.
class Augment {
 public:
  Augment() = default;
  /// These steps, in this order.
  explicit Augment(std::vector<Transform> steps) : steps_(std::move(steps)) {}
  /// Changes the image in place; what is drawn comes from `random` alone.
  void operator()(const ImageView& image, Scratch& scratch, Generator& random) const {
    for (const Transform& step : steps_) step(image, scratch, random);
  }
  bool empty() const { return steps_.empty(); }  ///< whether it changes nothing

 private:
  std::vector<Transform> steps_;
};

/// The steps in their order.
Augment compose(std::vector<Transform> steps);

/// The transform with probability p, otherwise nothing.
Transform with_probability(double p, Transform transform);

/// Moves by up to `pixels` whole pixels along each axis, uniformly. The same as padding by `pixels` on each side and
/// cropping at random.
Transform shift(Index pixels, Border border = Border::fill, std::uint8_t fill = 0);

/// Mirrors left and right with probability p.
Transform horizontal_flip(double p = 0.5);

/// Enlarges a random box to the whole image (Szegedy et al. 2015).
/// \param scale_low, scale_high  share of the area that the box has
/// \param ratio_low, ratio_high  its width / height; the logarithm is drawn uniformly
Transform random_resized_crop(double scale_low = 0.08, double scale_high = 1, double ratio_low = 3.0 / 4,
                              double ratio_high = 4.0 / 3);

/// Changes brightness, contrast, saturation by factors from [1 - s, 1 + s] and hue by up to +-h of a turn, in random
/// order (Chen et al. 2020, appendix A). On grey images only the first two act.
Transform color_jitter(double brightness, double contrast, double saturation, double hue);

/// Takes the colours away with probability p.
Transform grayscale(double p = 0.2);

/// Gaussian blur with probability p, its width (in pixels) drawn from [sigma_low, sigma_high].
Transform blur(double p = 0.5, double sigma_low = 0.1, double sigma_high = 2);

/// Fills a square whose centre lies anywhere in the image (DeVries & Taylor 2017); near an edge less of it is seen.
Transform cutout(Index size, std::uint8_t fill);

/// Which operations `rand_augment` draws from.
///
/// color: the 14 of FixMatch: identity, autocontrast, equalize, rotate, solarize, color (saturation), contrast,
///        brightness, sharpness, shear x and y, translate x and y, posterize.
/// gray:  without color, which does nothing on grey images, and solarize, which makes the bright inside of a drawing as
///        dark as the black around it.
enum class Pool { color, gray };

/// Strengths of `rand_augment`.
struct RandAugmentOptions {
  int ops = 2;               ///< operations per image, drawn with replacement
  double low = 0.1;          ///< magnitudes are drawn uniformly from [low, high], within 0..1: rotation by 30 degrees,
  double high = 0.9;         ///< shear by 0.3, translation by 0.3 of the side, all of either sign, times the magnitude;
                             ///< enhancement by 0.1 + 1.8 m; solarize from 256 m; posterize to 8 - 4 m bits
  double probability = 0.5;  ///< of each operation to be applied; the paper's text has 1, its code 0.5
};

/// RandAugment as FixMatch uses it (Cubuk et al. 2020; Sohn et al. 2020, appendix C): operations of random magnitude.
/// Geometric operations interpolate bilinearly and see `fill` beyond the edge.
Transform rand_augment(const RandAugmentOptions& options, Pool pool, std::uint8_t fill);

}  // namespace selfsame::data
