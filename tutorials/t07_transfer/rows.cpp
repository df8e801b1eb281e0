#include "t07_transfer/rows.hpp"

#include "methods/transfer.hpp"
#include "protocol/rows.hpp"
#include "recipes/supervised.hpp"
#include "selfsame/data/subset.hpp"
#include "selfsame/report/text.hpp"

namespace selfsame::tutorials {

// [source and target]
SourceAndTarget source_and_target(const Options& options, const std::string& target) {
  data::Dataset data = load_data(options);
  if (target.empty()) {
    data::ClassHalves halves = data::halves_by_class(data);
    return {std::move(halves.first), std::move(halves.second)};
  }
  data::Dataset other = load_data(options, target);
  require<UsageError>(
      other.height() == data.height() && other.width() == data.width() && other.channels() == data.channels(),
      "--target: images of ", target, " (", other.height(), ", ", other.width(), ", ", other.channels(),
      ") have another shape than those of ", options.dataset, " (", data.height(), ", ", data.width(), ", ",
      data.channels(), ")");
  return {std::move(data), std::move(other)};
}
// [source and target]

// [labelled source]
Pretrained labelled_encoder(const Cell& source) {
  return pretrain(source, "labelled", [&](nn::Encoder& encoder) {
    auto classifier = make_classifier(source.data, source.seed);
    const Cost cost =
        train_supervised(*classifier, source.data, source.true_labels(), supervised_recipe(source.situation()),
                         source.seed, source.log("labelled source"));
    encoder.load_state_dict(classifier->encoder.state_dict());  // the head stays behind: its classes are not asked for
    return cost;
  });
}
// [labelled source]

std::string transfer_row(const std::string& source, Index trained, Index blocks) {
  if (trained == 0) return source + "_probe";
  return trained == blocks ? source + "_all" : concat(source, "_last", trained);
}

// [transfer row]
std::unique_ptr<nn::Classifier> add_transfer(const Cell& target, const Pretrained& pretrained, Index trained) {
  auto classifier = probed_classifier(target, pretrained, add_probe_row(target, pretrained));
  const std::string row = transfer_row(pretrained.name, trained, block_count(classifier->encoder));
  const SupervisedRecipe recipe = transfer_recipe(target.situation(), pretrained.cost.updates > 0);
  const Cost cost =
      train_transfer(*classifier, trained, target.data, target.true_labels(), recipe, target.seed, target.log(row));
  settle_batch_norm(*classifier, target, target.split.labelled);  // of the blocks that were trained
  add_row(target, row, *classifier, pretrained.cost + cost);
  return classifier;
}
// [transfer row]

report::HeatCell gain_cell(const report::MethodSummary& summary) {
  const double gain = summary.gain.mean;  // 0 for "supervised" itself
  std::string text = report::fixed(summary.value.mean, 1);
  if (summary.has_gain) text += concat(" (", gain < 0 ? "" : "+", report::fixed(gain, 1), ")");
  return {gain, text};
}

}  // namespace selfsame::tutorials
