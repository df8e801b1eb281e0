/// \file
/// Labels carried along a graph of neighbours: for the images that are there (transductive), and by a network that
/// learns from the carried labels for all others (inductive).
#pragma once

#include "common/experiment.hpp"
#include "selfsame/ssl/propagation.hpp"
#include "t02_supervised/supervised.hpp"

namespace selfsame::tutorials {

/// What `image_graph` and `run_graph` can be told.
struct GraphSettings {
  ssl::NeighbourOptions neighbours;  ///< k = 10, weights cos^3
  double alpha = 0.99;               ///< of label spreading: the share that comes from the neighbours
  bool class_mass = true;            ///< whether shares of classes are brought to those of the labelled images
  double labelled_share = 0;         ///< of what a network is taught: labelled images, repeated; 0 for once each
  SupervisedSettings training;       ///< of the network that learns from the carried labels
};

/// A graph over all images that a split leaves unlabelled, the labelled ones among them. No label takes part in it, and
/// these images are the same in every split: one graph serves them all.
struct ImageGraph {
  Array features;              ///< (U, D) as they come, in the order of split.unlabelled
  ssl::NeighbourGraph graph;   ///< of the standardised features
  ssl::Neighbours validation;  ///< the nodes nearest to each validation image, which is not in the graph
  ssl::Neighbours test;        ///< the same for test images
  Cost cost;                   ///< pre-training included
};

/// The graph of raw pixels.
ImageGraph pixel_graph(const Experiment& experiment, const GraphSettings& settings);

/// The graph of what an encoder makes of the images.
ImageGraph encoder_graph(const Experiment& experiment, const GraphSettings& settings, const Pretrained& pretrained);

/// Class shares of every node of the graph, (U, classes), by label spreading; labelled images keep their labels.
Array spread_labels(const Experiment& experiment, const ImageGraph& graph, const GraphSettings& settings);

/// The rows FEATURES_harmonic, FEATURES_spreading and FEATURES_poisson, each with `transductive_accuracy` on the images
/// of the graph that have no label, and `test_accuracy` on new ones by their nearest nodes.
void run_propagation(const Experiment& experiment, const ImageGraph& graph, const GraphSettings& settings,
                     const std::string& features);

/// What the graph teaches of each of its images: the class of its largest share, weighted by how sure its shares are.
/// Labelled images keep their labels with weight 1 and come as often as `labelled_share` says.
Teaching carried_labels(const Experiment& experiment, const ImageGraph& graph, const GraphSettings& settings);

/// The row METHOD: the encoder that the graph was made of, with a linear probe as its head, trained on spread labels
/// and tested once. Returns it.
std::unique_ptr<nn::Classifier> run_graph(const Experiment& experiment, const Options& options,
                                          const Pretrained& pretrained, const ImageGraph& graph,
                                          const std::string& method);

/// What the validation images of each data set chose within the profile's time; --steps replaces the steps.
GraphSettings graph_settings(const data::Dataset& data, Index labels, const Options& options);

/// Adds `transductive_accuracy` to the report: accuracy on the split's unlabelled images that are not labelled. Nothing
/// is added where every image is labelled. Only this measurement sees their labels.
/// \param scores  (U, classes) in the order of split.unlabelled
void report_transductive(const Experiment& experiment, const std::string& method, const Array& scores,
                         const Cost& cost);

}  // namespace selfsame::tutorials
