/// \file
/// Which training images a method may see the labels of.
#pragma once

#include <cstdint>
#include <string>

#include "selfsame/data/dataset.hpp"

namespace selfsame::data {

/// Rows of the training images, by what they may be used for.
struct LabelSplit {
  Indices labelled;    ///< their labels may be trained on
  Indices validation;  ///< their labels are for choices (rates, steps, thresholds) and never trained on
  Indices unlabelled;  ///< all but the validation images: the labelled ones are in here as well, as FixMatch has it
};

/// Draws a class-balanced split; a pure function of its arguments.
///
/// \param train       labelled training images
/// \param classes     number of classes; each needs labels / classes images
/// \param labels      number of labelled images, or `train.count` for all but the validation images
/// \param seed        another seed, another draw
/// \param validation  number of validation images, rounded down to the same number in each class; of no class more than
///                    a fifth is set aside
///
/// The validation images are the same for every number of labels and every seed: all splits of a set share their
/// unlabelled images, so that one pre-training serves them all. For one seed, fewer labels are a subset of more: curves
/// over the number of labels compare like with like.
/// \throws UsageError  if labels is not positive, not divisible by classes, or more than there are besides validation
LabelSplit few_labels(const ImageSet& train, Index classes, Index labels, std::uint64_t seed, Index validation = 1000);

/// The draw of `few_labels` for a data set's training images.
LabelSplit few_labels(const Dataset& dataset, Index labels, std::uint64_t seed, Index validation = 1000);

/// Writes a split to a JSON file, together with what identifies the data it was drawn from.
/// \throws Error  if the file cannot be written
void save_split(const std::string& path, const LabelSplit& split, const Dataset& dataset);

/// Reads a split file.
/// \throws Error  if it is missing, damaged, or was drawn from other data: another set, another number of images, or
///                the same number with other labels
LabelSplit load_split(const std::string& path, const Dataset& dataset);

/// The split stored in `directory` for these labels and this seed; drawn and stored there if it is not there yet.
///
/// A run that is resumed, and a later step of it, must train on the labels it began with: a split drawn anew by changed
/// code would let it see more labels than it reports.
/// \throws UsageError, Error  as `few_labels`, `save_split` and `load_split`
LabelSplit split_for(const Dataset& dataset, Index labels, std::uint64_t seed, const std::string& directory,
                     Index validation = 1000);

/// FNV-1a hash of the labels, by which a split file recognises its data.
std::uint64_t label_checksum(const Indices& labels);

}  // namespace selfsame::data
