/// \file
/// Which augmentation suits which data set, with strengths that experiments may change.
#pragma once

#include <optional>

#include "selfsame/data/augment.hpp"
#include "selfsame/data/dataset.hpp"

namespace selfsame::data {

/// Strengths of `weak_augment`.
struct WeakOptions {
  double shift = 0.125;      ///< of the side: 4 pixels of 32, 3 of 24, 4 of 28 (rounded)
  std::optional<bool> flip;  ///< mirror half of the images; by default where the set's classes allow it
};

/// Strengths of `strong_augment`.
struct StrongOptions {
  WeakOptions weak;                 ///< what comes first
  RandAugmentOptions rand_augment;  ///< what follows it
  double cutout = 0.5;              ///< side of the square, as a share of the image's; 0 for none
};

/// Strengths of `contrastive_augment`.
struct ContrastiveOptions {
  double scale_low = 0.3;    ///< smallest area of the crop; 0.08 in the paper, for images with much around the object
  double jitter = 0.5;       ///< strength s: brightness, contrast, saturation +-0.8 s, hue +-0.2 s; on 80 % of images
  double grayscale = 0.2;    ///< probability, on colour images
  double blur = 0;           ///< probability; the paper leaves it out for small images
  std::optional<bool> flip;  ///< as in WeakOptions
};

/// No change: for evaluation, and for "without augmentation" rows.
Augment no_augment();

/// Shift and flip (Sohn et al. 2020: FixMatch's weak view, and the usual augmentation of supervised training).
/// What moves in from outside is the set's background where that is black; elsewhere the image is mirrored.
Augment weak_augment(const Dataset& dataset, const WeakOptions& options = {});

/// Weak, then RandAugment from the pool that suits the channels, then cutout (FixMatch's strong view). Everything that
/// comes from outside, cutout included, is the set's background.
Augment strong_augment(const Dataset& dataset, const StrongOptions& options = {});

/// Random resized crop and flip; brightness and contrast; on colour images saturation, hue and grayscale as well
/// (Chen et al. 2020: SimCLR).
Augment contrastive_augment(const Dataset& dataset, const ContrastiveOptions& options = {});

}  // namespace selfsame::data
