/// \file
/// What keeps the training loops of several ranks the same.
#pragma once

#include <string>
#include <vector>

#include "selfsame/report/stateful.hpp"

namespace selfsame::report {

/// Lets every rank go on from the first one's state: its weights, and where a resume put them.
/// \throws Error that names the rank whose network or data is another one
void take_first_ranks_state(const std::vector<Stateful>& all);

/// Compares the states, bit by bit, of all ranks. Ranks that have drifted apart train different networks, and no loss
/// would show it.
/// \param step  steps done, for the error
/// \throws Error that names the rank whose state is another one
void require_same_state(const std::vector<Stateful>& all, Index step);

/// Which rank the others wait for, in a sentence; empty where none is much slower than the rest.
/// \param waited   seconds that each rank has spent in messages
/// \param seconds  of the whole loop
std::string slow_rank(const std::vector<double>& waited, double seconds);

}  // namespace selfsame::report
