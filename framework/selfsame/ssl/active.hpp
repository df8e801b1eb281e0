/// \file
/// Active learning: which images of a pool should be labelled next.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::ssl {

/// \name What to ask for
///
/// Each looks at a pool of n images, of which some are labelled already, and returns `count` others, each once, in the
/// order in which they were chosen. None looks at a class: whoever calls asks for the labels afterwards.
/// \param labelled  positions in the pool, 0..n-1; never returned
/// \throws ShapeError if a labelled position is not in the pool, or an array is not two-dimensional
/// \throws UsageError if fewer than `count` images are without a label
/// \{

/// Any images, all equally likely: what the other two have to beat.
/// \param pool  n
Indices choose_at_random(Index pool, const Indices& labelled, Index count, Generator& random);

/// The images whose largest class probability is lowest (Lewis & Gale 1994): where the network says itself that it does
/// not know. Of equal ones the lower position.
/// \param probabilities  (n, C), rows sum to 1
Indices least_confident(const Array& probabilities, const Indices& labelled, Index count);

/// One by one the image that lies farthest from every labelled or chosen one, by Euclidean distance of features
/// (Gonzalez 1985; Sener & Savarese 2018, "k-centre greedy"): no image of the pool is left far from all labels. Of
/// equal distances the lower position; where nothing is labelled, the first choice is position 0.
/// \param features  (n, D)
/// \throws Error    if a feature is not finite
Indices farthest_first(const Array& features, const Indices& labelled, Index count);
/// \}

}  // namespace selfsame::ssl
