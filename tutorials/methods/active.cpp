#include "methods/active.hpp"

#include <algorithm>

#include "selfsame/eval/predict.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ssl/active.hpp"

namespace selfsame::tutorials {

std::string name_of(Strategy strategy) {
  switch (strategy) {
    case Strategy::random:
      return "random";
    case Strategy::least_confident:
      return "least_confident";
    default:
      return "diverse";
  }
}

Indices budgets_of(Index labels, Index classes, Index rounds) {
  Indices budgets;
  for (Index round = 0; round <= rounds; ++round) {
    const Index labelled = labels * (2 * rounds + 3 * round) / (5 * rounds);
    const Index budget = std::max(classes, labelled / classes * classes);
    if (budgets.empty() || budget > budgets.back()) budgets.push_back(budget);
  }
  return budgets;
}

// [choose]
Indices choose(Strategy strategy, nn::Classifier& classifier, const data::Dataset& data, const data::LabelSplit& split,
               const Indices& pool, Index count, Generator& random) {
  Indices labelled;  // where the labelled images stand in the pool
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const bool known = std::binary_search(split.labelled.begin(), split.labelled.end(), pool[i]);
    if (known) labelled.push_back(static_cast<Index>(i));
  }
  Indices chosen;
  if (strategy == Strategy::random) {
    chosen = ssl::choose_at_random(static_cast<Index>(pool.size()), labelled, count, random);
  } else if (strategy == Strategy::least_confident) {
    const Tensor scores(eval::outputs(classifier, data, data.train, pool));  // (U, classes)
    chosen = ssl::least_confident(softmax(scores).data(), labelled, count);
  } else {
    chosen = ssl::farthest_first(eval::outputs(classifier.encoder, data, data.train, pool), labelled, count);
  }
  for (Index& row : chosen) row = pool[static_cast<std::size_t>(row)];
  return chosen;
}
// [choose]

// [oracle]
data::LabelSplit with_labels_of(const data::LabelSplit& split, const Indices& asked) {
  data::LabelSplit answered = split;
  for (const Index row : asked) {
    require<Error>(std::binary_search(split.unlabelled.begin(), split.unlabelled.end(), row), "oracle: image ", row,
                   " is not one of the unlabelled images; only they may be asked for");
    const auto at = std::lower_bound(answered.labelled.begin(), answered.labelled.end(), row);
    require<Error>(at == answered.labelled.end() || *at != row, "oracle: image ", row, " has a label already");
    answered.labelled.insert(at, row);
  }
  return answered;
}
// [oracle]

}  // namespace selfsame::tutorials
