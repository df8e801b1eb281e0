#include <doctest/doctest.h>

#include "methods/own.hpp"
#include "protocol/networks.hpp"
#include "recipes/supervised.hpp"
#include "selfsame/eval/predict.hpp"
#include "tutorials/cell_of_shapes.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

std::uint64_t trained(const Cell& cell) {
  const auto classifier = make_classifier(cell.data, 1);
  train_own(*classifier, cell.data, cell.true_labels(), cell.split.unlabelled, supervised_recipe(cell.situation()), 0,
            silent(cell.report));
  return eval::weights_hash(*classifier);
}

}  // namespace

TEST_CASE("the Pi-model does not see the labels of unlabelled images, and sees the images") {
  const data::Dataset data = few_shapes(300);
  report::Report report;
  const Cell honest = cell_of(data, report);
  const data::Dataset wrong = scrambled(data, honest.split, honest.split.labelled);
  CHECK(trained(honest) == trained(with_data(honest, wrong)));

  data::Dataset other = data;
  for (const Index row : honest.split.unlabelled) {
    const auto& labelled = honest.split.labelled;
    if (std::find(labelled.begin(), labelled.end(), row) == labelled.end()) {
      other.train.pixels[static_cast<std::size_t>(row * other.train.image_size())] ^= 0xffU;
    }
  }
  CHECK(trained(honest) != trained(with_data(honest, other)));
}
