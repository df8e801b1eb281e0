/// \file
/// What a training loop trains towards: which images, and the class of each.
#pragma once

#include <utility>

#include "selfsame/core/tensor.hpp"
#include "selfsame/data/dataset.hpp"

namespace selfsame::data {

/// Images with the classes that a loop trains them on: labelled images with their labels, or many images with
/// pseudo-labels that something else has given them, each weighted by how sure that was.
struct Targets {
  Indices rows;     ///< (T) positions in the training images, rising; an image may be listed several times
  Indices classes;  ///< (T)
  Array weights;    ///< (T) 0 to 1

  /// Classes and weights of a batch, in its order. \throws Error if a row is not among the targets
  std::pair<Indices, Tensor> of(const Indices& batch_rows) const;
};

/// The given images with their true labels, each with weight 1.
Targets true_labels(const ImageSet& set, const Indices& rows);

/// Labels and pseudo-labels as one list to train on. An image that has a label keeps it. A few labels among thousands
/// of guesses would hardly be seen, so each is listed as often as makes the labels `labelled_share` of the list; at
/// least once.
/// \param labelled_share  0 for once each, less than 1
Targets blended(const Targets& labelled, const Targets& pseudo_labelled, double labelled_share);

}  // namespace selfsame::data
