/// \file
/// One cell of a comparison: what every method is given, the same for all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/options.hpp"
#include "recipes/situation.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/data/split.hpp"
#include "selfsame/data/targets.hpp"
#include "selfsame/report/report.hpp"

/// What the programs of the chapters are made of: methods, their recipes, the protocol of a comparison, and pictures.
namespace selfsame::tutorials {

/// A data set, a choice of labelled images, a seed, the time there is, and where results go.
struct Cell {
  const data::Dataset& data;         ///< of all cells of a program
  data::LabelSplit split;            ///< which images have labels, which are for validation
  data::LabelCount labels;           ///< as results.csv has it: `all_labels` for all of them
  std::uint64_t split_number;        ///< as results.csv has it
  std::uint64_t seed;                ///< of weights, order and augmentation
  report::Report& report;            ///< where results go
  Profile profile = Profile::quick;  ///< the time there is
  Index steps = 0;                   ///< 0: as the recipes say

  /// What recipes are asked for.
  Situation situation() const { return {data, labels, profile, steps}; }

  /// The labelled images of the split, each with weight 1.
  data::Targets true_labels() const { return data::true_labels(data.train, split.labelled); }

  /// The row that this cell has of a method already, for instance from before a resume; null if there is none.
  const report::Result* find(const std::string& method) const;

  /// Whether this cell has no such row yet.
  bool misses(const std::string& method) const { return find(method) == nullptr; }

  /// A measurement of this cell, to be given a value.
  report::Result result(const std::string& method, const std::string& metric, const report::Cost& cost = {}) const;

  /// The log of a training run of this cell, with accuracy on the split's validation images.
  report::TrainingLog log(const std::string& method) const;

  /// The log of a training run without labels, named "METHOD pretext"; checkpoints belong to the cell's seed as well.
  report::TrainingLog pretext_log(const std::string& method) const;
};

/// The cell for one number of labels and one split; the split is stored in the report's directory. Its seed is the
/// option's plus the split's number.
/// \throws UsageError if the data set has no such number of labels, or none to validate with
Cell make_cell(const data::Dataset& data, data::LabelCount labels, std::uint64_t split_number, const Options& options,
               report::Report& report);

/// The cells that a command line asks for: every number of labels with every split, in this order. All of them are
/// checked before anything is trained.
std::vector<Cell> make_cells(const data::Dataset& data, const Options& options, report::Report& report);

}  // namespace selfsame::tutorials
