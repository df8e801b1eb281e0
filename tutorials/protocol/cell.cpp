#include "protocol/cell.hpp"

#include "protocol/rows.hpp"

namespace selfsame::tutorials {

const report::Result* Cell::find(const std::string& method) const {
  return report.find(method, labels, split_number, seed);
}

report::Result Cell::result(const std::string& method, const std::string& metric, const report::Cost& cost) const {
  return {data.name, method, labels, split_number, seed, metric, 0, cost.updates, cost.images_seen, cost.seconds};
}

report::TrainingLog Cell::log(const std::string& method) const {
  return report.training_log({method, labels, split_number},
                             [this](nn::Module& network) { return validation_accuracy(network, *this); });
}

report::TrainingLog Cell::pretext_log(const std::string& method) const {
  return report.training_log(method + " pretext").of(concat("seed ", seed));
}

Cell make_cell(const data::Dataset& data, data::LabelCount labels, std::uint64_t split_number, const Options& options,
               report::Report& report) {
  const Index count = labels.of(data.train.count);
  const std::string directory = report.file("");
  data::LabelSplit split = directory.empty()
                               ? data::few_labels(data, count, split_number, options.validation)
                               : data::split_for(data, count, split_number, directory, options.validation);
  require<UsageError>(!split.validation.empty(), data.name, ": no class has five training images, of which one is set ",
                      "aside to choose settings on; add images");
  return {data,   std::move(split), labels,       split_number, options.seed + split_number,
          report, options.profile,  options.steps};
}

std::vector<Cell> make_cells(const data::Dataset& data, const Options& options, report::Report& report) {
  std::vector<Cell> cells;
  for (const data::LabelCount labels : options.label_counts) {
    for (const std::uint64_t split : options.splits) cells.push_back(make_cell(data, labels, split, options, report));
  }
  return cells;
}

}  // namespace selfsame::tutorials
