/// \file
/// Settings of what learns from labelled and unlabelled images together: FixMatch, label graphs, self-training.
#pragma once

#include "methods/fixmatch.hpp"
#include "methods/label_graph.hpp"
#include "methods/self_training.hpp"
#include "recipes/situation.hpp"

namespace selfsame::tutorials {

/// FixMatch as published: from random weights, on the labelled images.
FixMatchRecipe fixmatch_recipe(const Situation& situation);

/// FixMatch from a pre-trained encoder, on labels that its graph has propagated.
FixMatchRecipe fixmatch_chain_recipe(const Situation& situation);

/// How a graph propagates labels.
LabelGraphRecipe label_graph_recipe(const Situation& situation);

/// How a network learns from them.
SupervisedRecipe graph_training_recipe(const Situation& situation);

/// Self-training.
SelfTrainingRecipe self_training_recipe(const Situation& situation);

/// Images that active learning may ask about, evenly spread over the unlabelled ones; 0: all of them.
Index active_pool(const Situation& situation);

}  // namespace selfsame::tutorials
