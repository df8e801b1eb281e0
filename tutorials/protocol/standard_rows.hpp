/// \file
/// The rows that lessons and the board have in common: each makes a network, asks the recipe, calls the method, and is
/// tested once.
#pragma once

#include <memory>
#include <string>

#include "methods/fixmatch_variant.hpp"
#include "methods/label_graph.hpp"
#include "methods/supervised.hpp"
#include "protocol/rows.hpp"

namespace selfsame::tutorials {

/// "random_probe": what a linear probe finds in the features of an encoder that never learnt anything.
void add_random_probe(const Cell& cell, const MakeEncoder& make = make_encoder);

/// "supervised": the baseline, trained from scratch.
std::unique_ptr<nn::Classifier> add_supervised(const Cell& cell);

/// "vit_supervised": the vision transformer trained on the labelled images alone, from random weights.
void add_transformer_supervised(const Cell& cell);

/// NAME_probe, a linear probe on the frozen encoder, and NAME, the whole network fine-tuned from there.
std::unique_ptr<nn::Classifier> add_fine_tuned(const Cell& cell, const Pretrained& pretrained);

/// The same with settings of one's own.
std::unique_ptr<nn::Classifier> add_fine_tuned(const Cell& cell, const Pretrained& pretrained,
                                               const SupervisedRecipe& recipe);

/// NAME_graph: the encoder that the graph was made of, with a linear probe as its head, trained on the labels that
/// spread over the graph. Adds `transductive_accuracy` as well. With the graph of pixels, whose word counts as much, it
/// is NAME_pixels_graph.
std::unique_ptr<nn::Classifier> add_graph(const Cell& cell, const Pretrained& pretrained, const ImageGraph& graph,
                                          const ImageGraph* pixels = nullptr);

/// Parts of FixMatch exchanged, to see what each does; the default is the method as it is.
struct FixMatchSwitches {
  std::string name = "fixmatch";  ///< of the row
  bool no_threshold = false;      ///< every guess counts: tau = 0
  bool weak_only = false;         ///< the view that has to agree with the guess is a weak one, too
  FixMatchVariant variant;        ///< what the loop itself does otherwise
};

/// The recipe with the switches on top.
FixMatchRecipe with_switches(FixMatchRecipe recipe, const FixMatchSwitches& switches);

/// "fixmatch", or what the switches call it: on the few labels alone and from random weights, as in the paper.
std::unique_ptr<nn::Classifier> add_fixmatch(const Cell& cell, const FixMatchSwitches& switches = {});

/// NAME_graph_fixmatch, or what the switches call it behind NAME_graph_, a chain of three: the network is a pre-trained
/// encoder with its linear probe as head, and FixMatch's supervised half trains on the labels that the graph of this
/// encoder's features propagated to all images, each weighted by how sure it is.
std::unique_ptr<nn::Classifier> add_graph_fixmatch(const Cell& cell, const Pretrained& pretrained,
                                                   const ImageGraph& graph, const FixMatchSwitches& switches = {});

/// "self_training": rounds of guesses from the classifier of the row "supervised".
std::unique_ptr<nn::Classifier> add_self_training(const Cell& cell, nn::Classifier& supervised);

/// The cost of a row that is in the report already; nothing where it is not.
Cost cost_of_row(const Cell& cell, const std::string& method);

/// The graph of an encoder's features over the unlabelled images of the cell.
ImageGraph encoder_graph(const Cell& cell, const Pretrained& pretrained);

}  // namespace selfsame::tutorials
