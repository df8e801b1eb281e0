/// \file
/// Labels propagated along a graph of neighbours, for a network to learn from: the graph, and what it says of its
/// images.
#pragma once

#include <vector>

#include "selfsame/data/split.hpp"
#include "selfsame/data/targets.hpp"
#include "selfsame/nn/encoder.hpp"
#include "selfsame/report/cost.hpp"
#include "selfsame/ssl/propagation.hpp"

namespace selfsame::tutorials {

using report::Cost;

/// Settings of the functions below.
struct LabelGraphRecipe {
  ssl::NeighbourOptions neighbours;  ///< k = 10, weights cos^3
  double alpha = 0.99;               ///< of label spreading: the share that comes from the neighbours
  bool class_mass = true;            ///< whether shares of classes are brought to those of the labelled images
  double labelled_share = 0;         ///< of the targets: labelled images, repeated; 0 for once each
};

/// A graph over all images that a split leaves unlabelled, the labelled ones among them. No label takes part in it, and
/// these images are the same in every split: one graph serves them all.
struct ImageGraph {
  Array features;              ///< (U, D) as they come, in the order of split.unlabelled
  ssl::NeighbourGraph graph;   ///< of the standardised features
  ssl::Neighbours validation;  ///< the nodes nearest to each validation image, which is not in the graph
  ssl::Neighbours test;        ///< the same for test images
  Cost cost;                   ///< seconds; no updates
};

/// The graph of raw pixels.
ImageGraph pixel_graph(const data::Dataset& data, const data::LabelSplit& split,
                       const ssl::NeighbourOptions& neighbours = {});

/// The graph of what an encoder makes of the images.
ImageGraph encoder_graph(nn::Encoder& encoder, const data::Dataset& data, const data::LabelSplit& split,
                         const ssl::NeighbourOptions& neighbours = {});

/// How labels propagate.
enum class Propagation { harmonic, spreading, poisson };

/// "harmonic", "spreading", "poisson".
std::string name_of(Propagation propagation);

/// Class shares of every node of the graph, (U, classes): see ssl::harmonic, ssl::label_spreading, ssl::poisson.
Array propagated_shares(const ImageGraph& graph, const data::Dataset& data, const data::LabelSplit& split,
                        const LabelGraphRecipe& recipe, Propagation propagation = Propagation::spreading);

/// The same by label spreading; labelled images keep their labels.
Array spread_labels(const ImageGraph& graph, const data::Dataset& data, const data::LabelSplit& split,
                    const LabelGraphRecipe& recipe);

/// The shares of several graphs of these images, averaged: where one errs by itself, the others outvote it.
Array spread_labels(const std::vector<const ImageGraph*>& graphs, const data::Dataset& data,
                    const data::LabelSplit& split, const LabelGraphRecipe& recipe);

/// Class shares of the unlabelled images as targets for a network: the class of the largest share, weighted by how sure
/// the shares are. Labelled images keep their labels with weight 1 and come as often as `labelled_share` says.
/// \param shares  (U, classes) in the order of split.unlabelled
data::Targets targets_of(const Array& shares, const data::Dataset& data, const data::LabelSplit& split,
                         const LabelGraphRecipe& recipe);

/// What the graph says of each of its images, as targets for a network.
data::Targets propagated_labels(const ImageGraph& graph, const data::Dataset& data, const data::LabelSplit& split,
                                const LabelGraphRecipe& recipe);

}  // namespace selfsame::tutorials
