/// \file
/// Self-training: which of a network's guesses are kept as labels for the next one.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::ssl {

/// Images whose guessed class is taken for a label.
struct KeptGuesses {
  Indices images;   ///< (K) rows of the probabilities, rising
  Indices classes;  ///< (K) most probable class of each
};

/// Every guess whose probability reaches the threshold (Lee 2013, Sohn et al. 2020). How many of a class come through
/// is up to the network: classes that it finds easy get most of the labels.
/// \param probabilities  (U, C), rows sum to 1
/// \throws ShapeError unless (U, C) with C >= 1
KeptGuesses guesses_above(const Array& probabilities, Scalar threshold);

/// The most confident guesses of each class, at most `share` * U / C of every class (Zou et al. 2018; the growing share
/// is the curriculum of Cascante-Bonilla et al. 2021). A class that is guessed less often gives all it has. Of equally
/// confident guesses the lower row is kept.
///
/// Only the order of the confidences counts: a network that is too sure of everything keeps as many guesses as one that
/// is not. That classes are about equally frequent is an assumption.
/// \param probabilities  (U, C), rows sum to 1
/// \param share          0 to 1
/// \throws ShapeError unless (U, C) with C >= 1
/// \throws UsageError if share is not between 0 and 1
KeptGuesses balanced_guesses(const Array& probabilities, double share);

}  // namespace selfsame::ssl
