/// \file
/// The rows of label propagation, and a picture of its graph.
#pragma once

#include <string>

#include "methods/label_graph.hpp"
#include "protocol/cell.hpp"

namespace selfsame::tutorials {

/// The rows FEATURES_harmonic, FEATURES_spreading and FEATURES_poisson, each with `transductive_accuracy` on the images
/// of the graph that have no label, and `test_accuracy` on new ones by their nearest nodes.
/// \param before  what the features cost
void add_propagated(const Cell& cell, const std::string& features, const ImageGraph& graph, const Cost& before);

/// A gallery: eight test images, one a row, and the seven training images nearest to each.
void draw_neighbours(const Cell& cell, const ImageGraph& graph, const std::string& features);

}  // namespace selfsame::tutorials
