/// \file
/// The rows of active learning.
#pragma once

#include "methods/active.hpp"
#include "protocol/cell.hpp"

namespace selfsame::tutorials {

/// The rows "active_STRATEGY" at every budget after the first: choose, ask, train a new network from random weights,
/// test it once. What was asked for is kept as a split file in the report's directory.
/// \param start  the cell of the first budget
/// \param first  the classifier that learnt from its labels
/// \return       the rows of the images that were asked for, in their order
Indices add_active(const Cell& start, nn::Classifier& first, const Indices& budgets, Strategy strategy);

}  // namespace selfsame::tutorials
