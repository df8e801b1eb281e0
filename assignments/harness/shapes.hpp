// The data and the network of the tests that train.
#pragma once

#include "check.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/nn/convnet.hpp"

namespace course {

inline const selfsame::data::Dataset& shapes() {
  static const selfsame::data::Dataset data = selfsame::data::load_dataset("shapes", "");
  return data;
}

// Rows first, first + 1, ..., `count` of them.
inline selfsame::Indices rows_from(selfsame::Index first, selfsame::Index count) {
  selfsame::Indices rows;
  for (selfsame::Index i = 0; i < count; ++i) rows.push_back(first + i);
  return rows;
}

// The same weights for the same seed.
inline std::unique_ptr<selfsame::nn::Classifier> small_classifier(std::uint64_t seed) {
  selfsame::manual_seed(seed);
  auto encoder = std::make_unique<selfsame::nn::ConvNet>(std::vector<selfsame::Index>{shapes().channels(), 8, 8});
  return std::make_unique<selfsame::nn::Classifier>(std::move(encoder), shapes().classes());
}

}  // namespace course
