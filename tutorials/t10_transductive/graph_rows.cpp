#include "t10_transductive/graph_rows.hpp"

#include <algorithm>
#include <chrono>

#include "protocol/rows.hpp"
#include "recipes/semi_supervised.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/report/image_figures.hpp"

namespace selfsame::tutorials {

// [propagated rows]
void add_propagated(const Cell& cell, const std::string& features, const ImageGraph& graph, const Cost& before) {
  const LabelGraphRecipe recipe = label_graph_recipe(cell.situation());
  for (const Propagation propagation : {Propagation::harmonic, Propagation::spreading, Propagation::poisson}) {
    const auto start = std::chrono::steady_clock::now();
    const Array shares = propagated_shares(graph, cell.data, cell.split, recipe, propagation);  // (U, classes)
    Cost cost = before + graph.cost;
    cost.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const std::string row = features + "_" + name_of(propagation);
    add_transductive(cell, row, shares, cost);
    add_row(cell, row, ssl::mean_over(graph.test, shares), ssl::mean_over(graph.validation, shares), cost);
  }
}
// [propagated rows]

void draw_neighbours(const Cell& cell, const ImageGraph& graph, const std::string& features) {
  const data::Dataset& data = cell.data;
  const Index shown = std::min<Index>(8, data.test.count);
  const Index k = graph.test.weights.shape()[1];
  const Index columns = std::min<Index>(7, k);
  std::vector<Tensor> pictures;
  std::vector<std::string> names;
  for (Index i = 0; i < shown; ++i) {
    const Index image = i * data.test.count / shown;
    Indices nearest;
    for (Index j = 0; j < columns; ++j) {
      const Index node = graph.test.rows[static_cast<std::size_t>(image * k + j)];
      nearest.push_back(cell.split.unlabelled[static_cast<std::size_t>(node)]);
    }
    pictures.emplace_back(data::to_array(data, data.test, {image}));
    pictures.emplace_back(data::to_array(data, data.train, nearest));
    const Index label = data.test.labels[static_cast<std::size_t>(image)];
    names.push_back(data.class_names[static_cast<std::size_t>(label)]);
  }
  cell.report.add(report::image_grid(
      "neighbours_" + features, "Nearest neighbours by " + features, cat(pictures).data(), columns + 1, names, {},
      "The first image of a row is a test image, beside it its class; then its nearest training images, as the graph "
      "has them. A label goes from image to image along such rows."));
}

}  // namespace selfsame::tutorials
