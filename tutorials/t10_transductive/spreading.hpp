/// \file
/// Label spreading as its formula has it, step by step, and a picture of it.
#pragma once

#include <vector>

#include "selfsame/report/graph_steps.hpp"
#include "selfsame/ssl/propagation.hpp"

namespace selfsame::tutorials {

/// F <- alpha S F + (1 - alpha) Y from F = 0, as often as the last of `steps` says. With more and more steps it comes
/// to what ssl::label_spreading solves for.
/// \param steps  ascending: those after which shares are returned
/// \return       rows of F scaled to sum 1, (n, classes); equal shares where no label has arrived yet
/// \throws ShapeError if steps do not ascend from 0 or more, or known nodes are none of the graph's, or labels none of
///                    the classes
std::vector<report::StepShares> spread_by_steps(const ssl::NeighbourGraph& graph, const ssl::KnownNodes& known,
                                                Index classes, double alpha, const Indices& steps);

/// Two moons of 240 points, one label in each, and what 300 steps make of them. The label of the lower moon stands
/// close to the upper one, and at first goes over.
report::Figure spreading_figure();

}  // namespace selfsame::tutorials
