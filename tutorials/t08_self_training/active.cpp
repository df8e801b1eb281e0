#include "t08_self_training/active.hpp"

#include <algorithm>

#include "selfsame/eval/predict.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ssl/active.hpp"

namespace selfsame::tutorials {

std::string name_of(Strategy strategy) {
  switch (strategy) {
    case Strategy::random:
      return "active_random";
    case Strategy::least_confident:
      return "active_least_confident";
    default:
      return "active_diverse";
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
Indices choose(Strategy strategy, const Experiment& experiment, nn::Classifier& classifier, const Indices& pool,
               Index count) {
  const data::Dataset& data = experiment.data;
  Indices labelled;  // where the labelled images stand in the pool
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const Indices& known = experiment.split.labelled;
    if (std::binary_search(known.begin(), known.end(), pool[i])) labelled.push_back(static_cast<Index>(i));
  }
  Indices chosen;
  if (strategy == Strategy::random) {
    Generator random({experiment.seed, static_cast<std::uint64_t>(experiment.labels)});
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

// [active]
Indices run_active(const Experiment& start, const Options& options, nn::Classifier& first, const Indices& budgets,
                   Strategy strategy) {
  const data::Dataset& data = start.data;
  const ActiveSettings settings = active_settings(data, start.labels, options);
  const std::string name = name_of(strategy);
  data::LabelSplit split = start.split;
  std::unique_ptr<nn::Classifier> classifier;
  Cost cost = cost_of_row(start, "supervised");
  Indices asked;
  for (std::size_t round = 1; round < budgets.size(); ++round) {
    const Experiment before{data, split, budgets[round - 1], start.split_number, start.seed, start.report};
    const Indices wanted = choose(strategy, before, classifier ? *classifier : first, pool_of(before, settings.pool),
                                  budgets[round] - budgets[round - 1]);
    asked.insert(asked.end(), wanted.begin(), wanted.end());
    split = with_labels_of(split, wanted);

    const Experiment now{data, split, budgets[round], start.split_number, start.seed, start.report};
    classifier = make_classifier(data, start.seed);
    cost = cost + train_supervised(*classifier, now, true_labels(now), settings.training, name);
    settle_batch_norm(*classifier, now, split.labelled);
    report_classifier(now, name, *classifier, cost);
  }
  const std::string file =
      start.report.file(concat("labels-", name, "-", budgets.back(), "-", start.split_number, ".json"));
  if (!start.report.file("").empty()) data::save_split(file, split, data);
  return asked;
}
// [active]

ActiveSettings active_settings(const data::Dataset& data, Index labels, const Options& options) {
  return {options.by_profile<Index>(1000, 0, 0), supervised_settings(data, labels, options)};
}

}  // namespace selfsame::tutorials
