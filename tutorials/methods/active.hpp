/// \file
/// Active learning: the network says which images it wants labelled, a person answers, and it learns again.
#pragma once

#include <string>

#include "selfsame/core/random.hpp"
#include "selfsame/data/split.hpp"
#include "selfsame/nn/classifier.hpp"

namespace selfsame::tutorials {

/// How the images are chosen that a label is asked for.
enum class Strategy { random, least_confident, most_diverse };

/// "random", "least_confident", "diverse".
std::string name_of(Strategy strategy);

/// Numbers of labels, from 2/5 of `labels` to all of them in `rounds` equal additions, each rounded down to a multiple
/// of the number of classes so that supervised training can be given as many. Equal ones are listed once.
Indices budgets_of(Index labels, Index classes, Index rounds);

/// Rows of training images that the strategy asks for: of the pool, and none that has a label.
/// \param classifier  trained on the labels that the split has so far
Indices choose(Strategy strategy, nn::Classifier& classifier, const data::Dataset& data, const data::LabelSplit& split,
               const Indices& pool, Index count, Generator& random);

/// The oracle: the split with these images labelled as well. It answers for the split's unlabelled images, each once,
/// and for no other.
/// \throws Error  if a row is a validation image, or labelled already
data::LabelSplit with_labels_of(const data::LabelSplit& split, const Indices& asked);

}  // namespace selfsame::tutorials
