#include <doctest/doctest.h>

#include "protocol/standard_rows.hpp"
#include "recipes/semi_supervised.hpp"
#include "selfsame/eval/predict.hpp"
#include "tutorials/cell_of_shapes.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

TEST_CASE("graph labels and the network that learns from them do not see the labels of unlabelled images") {
  const data::Dataset data = few_shapes();
  report::Report report;
  const Cell honest = cell_of(data, report);
  const data::Dataset wrong = scrambled(data, honest.split, honest.split.labelled);
  const auto trained = [](const Cell& cell) {
    const Pretrained untrained{make_encoder(cell.data, 0), {}, "untrained"};
    const ImageGraph graph = encoder_graph(cell, untrained);
    const auto classifier = add_graph(cell, untrained, graph);
    return std::make_pair(spread_labels(graph, cell.data, cell.split, label_graph_recipe(cell.situation())),
                          eval::weights_hash(*classifier));
  };
  const auto a = trained(honest);
  const auto b = trained(with_data(honest, wrong));
  CHECK(a.first == b.first);
  CHECK(a.second == b.second);
}

TEST_CASE("labelled images keep their labels among the spread ones, whatever their neighbours say") {
  const data::Dataset data = few_shapes();
  report::Report report;
  const Cell cell = cell_of(data, report);
  const LabelGraphRecipe recipe = label_graph_recipe(cell.situation());
  const Array shares = spread_labels(pixel_graph(data, cell.split), data, cell.split, recipe);
  for (std::size_t i = 0; i < cell.split.unlabelled.size(); ++i) {
    const Index row = cell.split.unlabelled[i];
    if (!std::binary_search(cell.split.labelled.begin(), cell.split.labelled.end(), row)) continue;
    CHECK(shares(static_cast<Index>(i), data.train.labels[static_cast<std::size_t>(row)]) == 1);
  }
}

TEST_CASE("what several graphs say is their mean, and a row with pixels trains on what both say") {
  const data::Dataset data = few_shapes();
  report::Report report;
  const Cell cell = cell_of(data, report);
  const LabelGraphRecipe recipe = label_graph_recipe(cell.situation());
  const Pretrained untrained{make_encoder(data, 0), {}, "untrained"};
  const ImageGraph features = encoder_graph(cell, untrained), pixels = pixel_graph(data, cell.split);
  const Array a = spread_labels(features, data, cell.split, recipe),
              b = spread_labels(pixels, data, cell.split, recipe);
  REQUIRE(a != b);
  const Array both = spread_labels({&features, &pixels}, data, cell.split, recipe);
  for (std::size_t i = 0; i < both.size(); ++i) {
    CHECK(both.data()[i] == doctest::Approx((a.data()[i] + b.data()[i]) / 2));
  }
  CHECK(spread_labels({&features}, data, cell.split, recipe) == a);
  const data::Targets targets = targets_of(both, data, cell.split, recipe);
  for (const Index row : cell.split.labelled) {
    const auto at = std::find(targets.rows.begin(), targets.rows.end(), row) - targets.rows.begin();
    CHECK(targets.classes[static_cast<std::size_t>(at)] == data.train.labels[static_cast<std::size_t>(row)]);
  }

  const auto alone = add_graph(cell, untrained, features), beside = add_graph(cell, untrained, features, &pixels);
  CHECK(eval::weights_hash(*alone) != eval::weights_hash(*beside));
  CHECK(cell.find("untrained_graph") != nullptr);
  CHECK(cell.find("untrained_pixels_graph") != nullptr);
}

TEST_CASE("transductive accuracy leaves labelled images out, and says nothing where none is unlabelled") {
  const data::Dataset data = few_shapes();
  report::Report report;
  Cell cell = cell_of(data, report);
  // Right for every image that has a label, wrong for all others.
  Array scores = filled({static_cast<Index>(cell.split.unlabelled.size()), data.classes()}, 0);
  for (std::size_t i = 0; i < cell.split.unlabelled.size(); ++i) {
    const Index row = cell.split.unlabelled[i];
    const bool labelled = std::binary_search(cell.split.labelled.begin(), cell.split.labelled.end(), row);
    const Index truth = data.train.labels[static_cast<std::size_t>(row)];
    scores(static_cast<Index>(i), labelled ? truth : (truth + 1) % data.classes()) = 1;
  }
  add_transductive(cell, "half", scores, {});
  REQUIRE(report.results().size() == 1);
  CHECK(report.results()[0].metric == "transductive_accuracy");
  CHECK(report.results()[0].value == 0);
  cell.split.labelled = cell.split.unlabelled;
  add_transductive(cell, "none", scores, {});
  CHECK(report.results().size() == 1);
}
