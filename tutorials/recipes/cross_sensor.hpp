/// \file
/// Settings of the networks that learn from a vehicle's camera.
#pragma once

#include "methods/supervised.hpp"
#include "recipes/situation.hpp"

namespace selfsame::tutorials {

/// Learning from a few images that a person has labelled.
SupervisedRecipe few_spots_recipe(const Situation& situation);

/// Learning from thousands of images, whoever labelled them.
SupervisedRecipe whole_drive_recipe(const Situation& situation);

}  // namespace selfsame::tutorials
