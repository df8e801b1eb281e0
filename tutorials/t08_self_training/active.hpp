/// \file
/// Active learning: the network says which images it wants labelled, a person answers, and it learns again.
#pragma once

#include "t08_self_training/self_training.hpp"

namespace selfsame::tutorials {

/// How the images are chosen that a label is asked for.
enum class Strategy { random, least_confident, most_diverse };

/// "active_random", "active_least_confident", "active_diverse": the name of the strategy's row.
std::string name_of(Strategy strategy);

/// What `run_active` can be told.
struct ActiveSettings {
  Index pool = 0;  ///< images that may be asked for, evenly spread over the unlabelled ones; 0: all of them
  SupervisedSettings training;
};

/// Numbers of labels, from 2/5 of `labels` to all of them in `rounds` equal additions, each rounded down to a multiple
/// of the number of classes so that supervised training can be given as many. Equal ones are listed once.
Indices budgets_of(Index labels, Index classes, Index rounds);

/// Rows of training images that the strategy asks for: of the pool, and none that has a label.
Indices choose(Strategy strategy, const Experiment& experiment, nn::Classifier& classifier, const Indices& pool,
               Index count);

/// The oracle: the split with these images labelled as well. It answers for the split's unlabelled images, each once,
/// and for no other.
/// \throws Error  if a row is a validation image, or labelled already
data::LabelSplit with_labels_of(const data::LabelSplit& split, const Indices& asked);

/// The rows "active_STRATEGY" at every budget after the first: choose, ask, train a new network from random weights,
/// test it once. What was asked for is kept as a split file in the report's directory.
/// \param start    the cell of the first budget
/// \param first    the classifier that learnt from its labels
/// \return         the rows of the images that were asked for, in their order
Indices run_active(const Experiment& start, const Options& options, nn::Classifier& first, const Indices& budgets,
                   Strategy strategy);

/// What the profile gives; --steps replaces the steps of each training.
ActiveSettings active_settings(const data::Dataset& data, Index labels, const Options& options);

}  // namespace selfsame::tutorials
