/// \file
/// Some classes of a data set as a data set of its own.
#pragma once

#include "selfsame/data/dataset.hpp"

namespace selfsame::data {

/// The training and test images of some classes, in the order they had. Class k of the result is `classes[k]`, under
/// the name it had; mean and standard deviation are measured anew. Images without labels (STL-10's) are left out:
/// nobody knows whose they are.
///
/// \param classes  in 0..C-1, each once
/// \param name     of the new set, for tables and file names
/// \throws UsageError  if there is no class, one is none of the set's, is listed twice or has no training image
Dataset with_classes(const Dataset& dataset, const Indices& classes, const std::string& name);

/// Two sets that share no class.
struct ClassHalves {
  Dataset first;   ///< the lower classes, one more than half where their number is odd: "fashion-mnist-0-4"
  Dataset second;  ///< the others: "fashion-mnist-5-9"
};

/// The lower and the upper half of a set's classes, each as a data set.
/// \throws UsageError  if there are fewer than four classes, so that a half would have nothing to tell apart
ClassHalves halves_by_class(const Dataset& dataset);

}  // namespace selfsame::data
