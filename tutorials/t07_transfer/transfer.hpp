/// \file
/// Transfer: what an encoder learnt from other classes is worth for these.
#pragma once

#include "common/experiment.hpp"

namespace selfsame::tutorials {

/// What an encoder is taken from and what it is for. The two have images of one shape.
struct SourceAndTarget {
  data::Dataset source;
  data::Dataset target;
};

/// The lower half of the data set's classes as source and the upper half as target; or, where `target` names another data
/// set, all of the first and all of the second.
/// \throws UsageError  if the images of the two differ in shape, or there are too few classes to halve
SourceAndTarget source_and_target(const Options& options, const std::string& target);

/// An encoder that was taught the source's classes with all of its labels: "labelled".
Pretrained labelled_encoder(const Experiment& source, const Options& options);

/// Blocks of the encoder, each a convolution with its batch norm: the depth at which it can be cut.
Index block_count(const nn::Encoder& encoder);

/// Freezes all blocks but the last `trained`: their weights get no gradient and their batch norm no statistics, whatever
/// `train` says later.
/// \throws UsageError  if the encoder has fewer blocks
void freeze_below(nn::Encoder& encoder, Index trained);

/// A hash of the frozen blocks, running statistics included.
std::uint64_t frozen_hash(const nn::Encoder& encoder);

/// "simclr_probe", "simclr_last1", "simclr_last2", ..., "simclr_all": the row for a source and a number of blocks.
std::string transfer_row(const std::string& source, Index trained, Index blocks);

/// One row: a classifier on top of the pre-trained encoder whose head begins as a linear probe, and whose last `trained`
/// blocks go on learning from the labelled images. The row of the probe itself is added where it is missing. Returns the
/// classifier, tested once.
/// \throws Error  if a frozen block did not stay as it was
std::unique_ptr<nn::Classifier> run_transfer(const Experiment& target, const Options& options,
                                             const Pretrained& pretrained, Index trained);

}  // namespace selfsame::tutorials
