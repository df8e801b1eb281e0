/// \file
/// The rows of the transfer lesson: what an encoder learnt from other classes is worth for these.
#pragma once

#include <memory>
#include <string>

#include "protocol/pretrained.hpp"
#include "selfsame/report/figures.hpp"

namespace selfsame::tutorials {

/// What an encoder is taken from and what it is for. The two have images of one shape.
struct SourceAndTarget {
  data::Dataset source;  ///< what an encoder is taken from
  data::Dataset target;  ///< what it is for
};

/// The lower half of the data set's classes as source and the upper half as target; or, where `target` names another
/// data set, all of the first and all of the second.
/// \throws UsageError  if the images of the two differ in shape, or there are too few classes to halve
SourceAndTarget source_and_target(const Options& options, const std::string& target);

/// An encoder trained on the source's classes with all of its labels: "labelled".
Pretrained labelled_encoder(const Cell& source);

/// "simclr_probe", "simclr_last1", "simclr_last2", ..., "simclr_all": the row for a source and a number of blocks.
std::string transfer_row(const std::string& source, Index trained, Index blocks);

/// One row: a classifier on top of the pre-trained encoder whose head begins as a linear probe, and whose last
/// `trained` blocks go on learning from the labelled images. The row of the probe itself is added where it is missing.
/// Returns the classifier, tested once.
/// \throws Error  if a frozen block did not stay as it was
std::unique_ptr<nn::Classifier> add_transfer(const Cell& target, const Pretrained& pretrained, Index trained);

/// "71.2 (+0.8)": accuracy, and the gain where there is one, coloured by the gain.
report::HeatCell gain_cell(const report::MethodSummary& summary);

}  // namespace selfsame::tutorials
