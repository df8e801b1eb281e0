#include "t08_self_training/active_rows.hpp"

#include "protocol/standard_rows.hpp"
#include "recipes/semi_supervised.hpp"
#include "recipes/supervised.hpp"

namespace selfsame::tutorials {

// [active]
Indices add_active(const Cell& start, nn::Classifier& first, const Indices& budgets, Strategy strategy) {
  const data::Dataset& data = start.data;
  const SupervisedRecipe recipe = supervised_recipe(start.situation());
  const Index pool_size = active_pool(start.situation());
  const std::string name = "active_" + name_of(strategy);
  Cell cell = start;
  std::unique_ptr<nn::Classifier> classifier;
  Cost cost = cost_of_row(start, "supervised");
  Indices asked;
  for (std::size_t round = 1; round < budgets.size(); ++round) {
    const Indices& unlabelled = cell.split.unlabelled;
    const Indices pool = pool_size > 0 ? data::evenly_spread(unlabelled, pool_size) : unlabelled;
    Generator random({named_seed(cell.seed, "choice"), static_cast<std::uint64_t>(round)});
    const Indices wanted = choose(strategy, classifier ? *classifier : first, data, cell.split, pool,
                                  budgets[round] - budgets[round - 1], random);
    asked.insert(asked.end(), wanted.begin(), wanted.end());

    cell.split = with_labels_of(cell.split, wanted);
    cell.labels = budgets[round];
    classifier = make_classifier(data, cell.seed);
    cost = cost + train_supervised(*classifier, data, cell.true_labels(), recipe, cell.seed, cell.log(name));
    settle_batch_norm(*classifier, cell, cell.split.labelled);
    add_row(cell, name, *classifier, cost);
  }
  const std::string file =
      start.report.file(concat("labels-", name, "-", budgets.back(), "-", start.split_number, ".json"));
  if (!start.report.file("").empty()) data::save_split(file, cell.split, data);
  return asked;
}
// [active]

}  // namespace selfsame::tutorials
