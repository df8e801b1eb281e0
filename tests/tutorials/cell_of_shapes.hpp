// Small cells of a comparison for tests: generated images, few steps.
#pragma once

#include <algorithm>
#include <string>

#include "protocol/cell.hpp"

namespace selfsame::tutorials {

/// The generated images, of each set at most `images`, so that a test takes a moment.
inline data::Dataset few_shapes(Index images = 400) {
  data::Dataset data = data::load_dataset("shapes", "");
  for (data::ImageSet* set : {&data.train, &data.test}) {
    set->count = std::min(set->count, images);
    set->labels.resize(static_cast<std::size_t>(set->count));
    set->pixels.resize(static_cast<std::size_t>(set->count * set->image_size()));
  }
  return data;
}

/// A cell with two labels a class unless told otherwise, 50 validation images and a few steps of the smoke profile.
inline Cell cell_of(const data::Dataset& data, report::Report& report, Index labels = 0, Index steps = 3) {
  const Index count = labels > 0 ? labels : 2 * data.classes();
  return {data, data::few_labels(data, count, 0, 50), count, 0, 0, report, Profile::smoke, steps};
}

/// The same cell with other data behind its split.
inline Cell with_data(const Cell& cell, const data::Dataset& data) {
  return {data, cell.split, cell.labels, cell.split_number, cell.seed, cell.report, cell.profile, cell.steps};
}

/// A log that shows nothing and keeps nothing. The report must outlive it.
inline report::TrainingLog silent(report::Report& report, const std::string& name = "test") {
  return report.training_log(name);
}

/// The data with a wrong label on every unlabelled image of the split that is not among `known`.
inline data::Dataset scrambled(const data::Dataset& data, const data::LabelSplit& split, const Indices& known) {
  data::Dataset wrong = data;
  for (const Index row : split.unlabelled) {
    if (std::find(known.begin(), known.end(), row) != known.end()) continue;
    Index& label = wrong.train.labels[static_cast<std::size_t>(row)];
    label = (label + 1) % data.classes();
  }
  return wrong;
}

}  // namespace selfsame::tutorials
