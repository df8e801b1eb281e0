/// \file
/// What a training run took.
#pragma once

#include "selfsame/core/types.hpp"

namespace selfsame::report {

/// What a training run took. Runs that build on each other add up.
struct Cost {
  Index updates = 0;      ///< steps of the optimizer
  Index images_seen = 0;  ///< images that went forward while training, every view counted
  double seconds = 0;     ///< wall time of the training loop

  /// Figure by figure.
  Cost operator+(const Cost& other) const {
    return {updates + other.updates, images_seen + other.images_seen, seconds + other.seconds};
  }
};

}  // namespace selfsame::report
