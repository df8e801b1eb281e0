/// \file
/// The place for a method of your own: what it is given, and what it owes. Selfsame's own example is the Pi-model.
#pragma once

#include "methods/supervised.hpp"

namespace selfsame::tutorials {

/// Trains a classifier on labelled and unlabelled images. Selfsame's example is the Pi-model (Laine & Aila 2017): two
/// augmentations of one image shall get the same class probabilities, which costs no threshold and no second network.
/// \param recipe      the baseline's: so many steps, labelled images in each, rate and augmentation. A method that is
///                    compared with the baseline takes as many steps; what else it needs are constants of its own
/// \param unlabelled  rows of the training images; their labels play no part
/// \param seed        of batches and augmentation: the same seed, the same weights
Cost train_own(nn::Classifier& classifier, const data::Dataset& data, const data::Targets& targets,
               const Indices& unlabelled, const SupervisedRecipe& recipe, std::uint64_t seed,
               const report::TrainingLog& log);

}  // namespace selfsame::tutorials
