/// \file
/// Combinations: what pre-training hands over, and what the labels of a graph and FixMatch make of it.
#pragma once

#include "protocol/cell.hpp"

namespace selfsame::tutorials {

/// Eight ways to spend the same number of updates, from labels alone to a chain of three methods. A method that
/// pre-trains spends three fifths of its updates on that. The rows are named by method and updates, as `simclr@600`:
///
/// | row | start | then |
/// | --- | --- | --- |
/// | `supervised` | random weights | labelled images |
/// | `fixmatch` | random weights | FixMatch |
/// | `rotation`, `simclr` | that encoder and its probe | fine-tuning on labelled images |
/// | `rotation_fixmatch`, `simclr_fixmatch` | the same | FixMatch |
/// | `simclr_graph` | the same | labels propagated on a graph of SimCLR's features |
/// | `simclr_graph_fixmatch` | the same | FixMatch whose labelled half trains on those |
///
/// A row that the report holds already is not computed again.
void add_combinations(const Cell& cell, Index updates);

/// Adds the figure of cost and accuracy to the report: each method's rows at its lengths, and the front.
void draw_costs(report::Report& report);

}  // namespace selfsame::tutorials
