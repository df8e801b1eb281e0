#include "methods/transfer.hpp"

#include "selfsame/eval/predict.hpp"

namespace selfsame::tutorials {

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

// [transfer]
Cost train_transfer(nn::Classifier& classifier, Index trained, const data::Dataset& data, const data::Targets& targets,
                    const SupervisedRecipe& recipe, std::uint64_t seed, const report::TrainingLog& log) {
  freeze_below(classifier.encoder, trained);
  const std::uint64_t before = frozen_hash(classifier.encoder);
  const Cost cost = train_supervised(classifier, data, targets, recipe, seed, log);
  require<Error>(frozen_hash(classifier.encoder) == before, log.series().method, ": a frozen block has changed");
  return cost;
}
// [transfer]

}  // namespace selfsame::tutorials
