/// \file
/// The traps: a wrong way beside the right one, on the same images, split and starting weights.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "protocol/cell.hpp"
#include "selfsame/nn/classifier.hpp"

namespace selfsame::tutorials {

/// Networks that several traps judge in different ways, trained when the first of them asks.
struct SharedNetworks {
  std::unique_ptr<nn::Classifier> supervised;  ///< on the labelled images, after the last step
  report::Cost supervised_cost;                ///< of training it
  double best_on_test = 0;                     ///< the highest of ten test accuracies on the way, in percent
  std::unique_ptr<nn::Classifier> fixmatch;    ///< the averaged weights, with the statistics of training
  report::Cost fixmatch_cost;                  ///< of training it
};

/// A mistake that is easily made.
struct Trap {
  std::string wrong;                                            ///< its name, and that of its row
  std::string right;                                            ///< the row beside it
  std::string mistake;                                          ///< what is done, in a few words
  void (*compare)(const Cell& cell, SharedNetworks& networks);  ///< adds both rows to the report, unless it has them
};

/// All of them.
const std::vector<Trap>& traps();

/// Compares both ways on a cell, unless the report has both rows.
void compare(const Trap& trap, const Cell& cell, SharedNetworks& networks);

/// The table "trap, right, wrong, difference", header first, of the traps that the report has both rows of: means and
/// standard deviations over splits; the difference is wrong less right, split by split.
std::vector<std::vector<std::string>> trap_cells(const std::vector<report::Result>& results);

}  // namespace selfsame::tutorials
