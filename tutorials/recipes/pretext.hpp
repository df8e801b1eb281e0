/// \file
/// Settings of what learns without labels: rotation, SimCLR, PIRL, masked patches.
#pragma once

#include "methods/masked.hpp"
#include "methods/pirl.hpp"
#include "methods/rotation.hpp"
#include "methods/simclr.hpp"
#include "recipes/situation.hpp"

namespace selfsame::tutorials {

/// Predicting rotations.
RotationRecipe rotation_recipe(const Situation& situation);

/// Contrastive learning.
SimclrRecipe simclr_recipe(const Situation& situation);

/// PIRL sees as many images as rotation does, in as many updates: two forms of twice as many.
PirlRecipe pirl_recipe(const Situation& situation, Pretext pretext);

/// Filling in masked patches.
MaskedRecipe masked_recipe(const Situation& situation, double mask_share = 0.75);

}  // namespace selfsame::tutorials
