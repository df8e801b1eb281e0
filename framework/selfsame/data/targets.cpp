#include "selfsame/data/targets.hpp"

#include <algorithm>

#include "selfsame/core/error.hpp"

namespace selfsame::data {

std::pair<Indices, Tensor> Targets::of(const Indices& batch_rows) const {
  Indices batch_classes;
  Array batch_weights = empty({static_cast<Index>(batch_rows.size())});
  for (std::size_t i = 0; i < batch_rows.size(); ++i) {
    const auto at = std::lower_bound(rows.begin(), rows.end(), batch_rows[i]);
    require<Error>(at != rows.end() && *at == batch_rows[i], "targets: image ", batch_rows[i], " has no class");
    batch_classes.push_back(classes[static_cast<std::size_t>(at - rows.begin())]);
    batch_weights(static_cast<Index>(i)) = weights(at - rows.begin());
  }
  return {std::move(batch_classes), Tensor(std::move(batch_weights))};
}

Targets true_labels(const ImageSet& set, const Indices& rows) {
  Targets targets{rows, {}, filled({static_cast<Index>(rows.size())}, 1)};
  for (const Index row : rows) targets.classes.push_back(set.labels.at(static_cast<std::size_t>(row)));
  return targets;
}

// [blended]
Targets blended(const Targets& labelled, const Targets& pseudo_labelled, double labelled_share) {
  struct Entry {
    Index row, its_class;
    Scalar weight;
  };
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < pseudo_labelled.rows.size(); ++i) {
    const Index row = pseudo_labelled.rows[i];
    if (std::binary_search(labelled.rows.begin(), labelled.rows.end(), row)) continue;
    entries.push_back({row, pseudo_labelled.classes[i], pseudo_labelled.weights(static_cast<Index>(i))});
  }
  const double wanted = labelled_share / (1 - labelled_share) * static_cast<double>(entries.size());
  const auto copies =
      std::max<std::size_t>(1, static_cast<std::size_t>(wanted) / std::max<std::size_t>(1, labelled.rows.size()));
  for (std::size_t i = 0; i < labelled.rows.size(); ++i) {
    entries.insert(entries.end(), copies,
                   Entry{labelled.rows[i], labelled.classes[i], labelled.weights(static_cast<Index>(i))});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.row < b.row; });
  Targets all{{}, {}, empty({static_cast<Index>(entries.size())})};
  for (const Entry& entry : entries) {
    all.weights(static_cast<Index>(all.rows.size())) = entry.weight;
    all.rows.push_back(entry.row);
    all.classes.push_back(entry.its_class);
  }
  return all;
}
// [blended]

}  // namespace selfsame::data
