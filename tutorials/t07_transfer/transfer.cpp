#include "t07_transfer/transfer.hpp"

#include "selfsame/data/subset.hpp"
#include "selfsame/eval/predict.hpp"
#include "t02_supervised/supervised.hpp"

namespace selfsame::tutorials {

// [source and target]
SourceAndTarget source_and_target(const Options& options, const std::string& target) {
  data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  if (target.empty()) {
    data::ClassHalves halves = data::halves_by_class(data);
    return {std::move(halves.first), std::move(halves.second)};
  }
  data::Dataset other = data::load_dataset(target, options.data_dir);
  require<UsageError>(
      other.height() == data.height() && other.width() == data.width() && other.channels() == data.channels(),
      "--target: images of ", target, " (", other.height(), ", ", other.width(), ", ", other.channels(),
      ") have another shape than those of ", options.dataset, " (", data.height(), ", ", data.width(), ", ",
      data.channels(), ")");
  return {std::move(data), std::move(other)};
}
// [source and target]

// [labelled source]
Pretrained labelled_encoder(const Experiment& source, const Options& options) {
  return pretrain(source, options, "labelled", [&](nn::Encoder& encoder) {
    auto classifier = make_classifier(source.data, source.seed);
    const SupervisedSettings settings = supervised_settings(source.data, all_labels, options);
    const Cost cost = train_supervised(*classifier, source, true_labels(source), settings, "labelled source");
    encoder.load_state_dict(classifier->encoder.state_dict());  // the head stays behind: its classes are not asked for
    return cost;
  });
}
// [labelled source]

Index block_count(const nn::Encoder& encoder) { return static_cast<Index>(encoder.children().size()) / 2; }

// [freeze]
void freeze_below(nn::Encoder& encoder, Index trained) {
  const Index frozen = block_count(encoder) - trained;
  require<UsageError>(trained >= 0 && frozen >= 0, "freeze_below: ", trained, " blocks shall be trained, there are ",
                      block_count(encoder));
  for (Index i = 0; i < 2 * frozen; ++i) encoder.children()[static_cast<std::size_t>(i)].second->freeze();
}

std::uint64_t frozen_hash(const nn::Encoder& encoder) {
  std::uint64_t hash = 0;
  for (const auto& [name, child] : encoder.children()) {
    if (child->frozen()) hash = 31 * hash + eval::weights_hash(*child);
  }
  return hash;
}
// [freeze]

std::string transfer_row(const std::string& source, Index trained, Index blocks) {
  if (trained == 0) return source + "_probe";
  return trained == blocks ? source + "_all" : concat(source, "_last", trained);
}

// [transfer]
std::unique_ptr<nn::Classifier> run_transfer(const Experiment& target, const Options& options,
                                             const Pretrained& pretrained, Index trained) {
  auto classifier = probed_classifier(target, pretrained);  // the encoder's weights, and its probe as the head
  freeze_below(classifier->encoder, trained);
  const std::uint64_t before = frozen_hash(classifier->encoder);

  const std::string row = transfer_row(pretrained.name, trained, block_count(classifier->encoder));
  SupervisedSettings settings = fine_tuning_settings(target.data, target.labels, options);
  settings.learning_rate = 0.03;       // other classes are further away than the same ones, for which 0.003 is right
  if (pretrained.cost.updates == 0) {  // a random encoder has nothing to lose: it learns at the rate from scratch
    settings.learning_rate = supervised_settings(target.data, target.labels, options).learning_rate;
  }
  const Cost cost = train_supervised(*classifier, target, true_labels(target), settings, row);
  settle_batch_norm(*classifier, target, target.split.labelled);  // of the blocks that were trained

  require<Error>(frozen_hash(classifier->encoder) == before, row, ": a frozen block has changed");
  report_classifier(target, row, *classifier, pretrained.cost + cost);
  return classifier;
}
// [transfer]

}  // namespace selfsame::tutorials
