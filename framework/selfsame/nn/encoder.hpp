/// \file
/// Encoder: what all networks for images have in common, whatever their layers.
#pragma once

#include "selfsame/nn/module.hpp"

namespace selfsame::nn {

/// A model that turns images into feature vectors; a head on top of it makes classes or projections of them.
class Encoder : public Module {
 public:
  virtual Index features() const = 0;  ///< length D of the feature vectors: forward is (N, H, W, C) -> (N, D)
};

}  // namespace selfsame::nn
