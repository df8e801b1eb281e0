/// \file
/// Settings of supervised training: from scratch, and from a pre-trained encoder.
#pragma once

#include "methods/supervised.hpp"
#include "recipes/situation.hpp"

namespace selfsame::tutorials {

/// Training from scratch.
SupervisedRecipe supervised_recipe(const Situation& situation);

/// Fine-tuning a pre-trained encoder whose head begins as its probe.
SupervisedRecipe fine_tuning_recipe(const Situation& situation);

/// Fine-tuning towards other classes than those that the encoder learnt from.
/// \param pretrained  whether the encoder learnt anything: a random one has nothing to lose and learns at the rate from
///                    scratch
SupervisedRecipe transfer_recipe(const Situation& situation, bool pretrained);

/// The vision transformer from scratch, by AdamW.
SupervisedRecipe transformer_recipe(const Situation& situation);

/// Fine-tuning the transformer.
SupervisedRecipe transformer_fine_tuning_recipe(const Situation& situation);

/// Whether batch norm gets to know plain images before a network is judged: its running statistics come from augmented
/// ones. See eval::update_bn.
bool settles_batch_norm(data::LabelCount labels);

}  // namespace selfsame::tutorials
