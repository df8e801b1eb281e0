#include "methods/label_graph.hpp"

#include <algorithm>
#include <chrono>

#include "selfsame/eval/predict.hpp"
#include "selfsame/eval/standardise.hpp"
#include "selfsame/ops/reduce.hpp"

namespace selfsame::tutorials {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// (rows, D): the images' values one after another.
Array pixels_of(const data::Dataset& data, const data::ImageSet& set, const Indices& rows) {
  Array images = data::to_array(data, set, rows);
  images.reshape(Shape{static_cast<Index>(rows.size()), set.image_size()});
  return images;
}

// Where the labelled images stand among the nodes, which are sorted by row.
ssl::KnownNodes known_nodes(const data::Dataset& data, const data::LabelSplit& split) {
  const Indices& nodes = split.unlabelled;
  ssl::KnownNodes known;
  for (const Index row : split.labelled) {
    known.nodes.push_back(std::lower_bound(nodes.begin(), nodes.end(), row) - nodes.begin());
  }
  known.labels = eval::labels_of(data.train, split.labelled);
  return known;
}

// Class shares, brought to the shares that the labelled images have.
Array balanced(const Array& shares, const ssl::KnownNodes& known, Index classes) {
  Array prior = filled({classes}, 0);
  for (const Index label : known.labels) prior(label) += 1;
  prior /= static_cast<Scalar>(known.labels.size());
  return ssl::class_mass_normalized(shares, prior);
}

}  // namespace

// [image graph]
ImageGraph pixel_graph(const data::Dataset& data, const data::LabelSplit& split,
                       const ssl::NeighbourOptions& neighbours) {
  const auto start = std::chrono::steady_clock::now();
  ImageGraph result;
  result.features = pixels_of(data, data.train, split.unlabelled);  // (U, D)
  result.graph = ssl::neighbour_graph(result.features, neighbours);
  result.validation = ssl::neighbours_of(pixels_of(data, data.train, split.validation), result.features, neighbours);
  result.test = ssl::neighbours_of(pixels_of(data, data.test, all_rows(data.test)), result.features, neighbours);
  result.cost.seconds = seconds_since(start);
  return result;
}

ImageGraph encoder_graph(nn::Encoder& encoder, const data::Dataset& data, const data::LabelSplit& split,
                         const ssl::NeighbourOptions& neighbours) {
  const auto start = std::chrono::steady_clock::now();
  const auto features = [&](const data::ImageSet& set, const Indices& rows) {
    return eval::outputs(encoder, data, set, rows);
  };
  ImageGraph result;
  result.features = features(data.train, split.unlabelled);  // (U, 128)
  const eval::FeatureScale scale = eval::feature_scale(result.features);
  const Array nodes = eval::standardised(result.features, scale);  // no channel counts more because it is larger
  result.graph = ssl::neighbour_graph(nodes, neighbours);
  result.validation =
      ssl::neighbours_of(eval::standardised(features(data.train, split.validation), scale), nodes, neighbours);
  result.test =
      ssl::neighbours_of(eval::standardised(features(data.test, all_rows(data.test)), scale), nodes, neighbours);
  result.cost.seconds = seconds_since(start);
  return result;
}
// [image graph]

std::string name_of(Propagation propagation) {
  switch (propagation) {
    case Propagation::harmonic:
      return "harmonic";
    case Propagation::spreading:
      return "spreading";
    default:
      return "poisson";
  }
}

// [propagated labels]
Array propagated_shares(const ImageGraph& graph, const data::Dataset& data, const data::LabelSplit& split,
                        const LabelGraphRecipe& recipe, Propagation propagation) {
  const ssl::KnownNodes known = known_nodes(data, split);
  const Index classes = data.classes();
  const auto shares_of = [&] {
    if (propagation == Propagation::harmonic) return ssl::harmonic(graph.graph, known, classes);
    if (propagation == Propagation::poisson) return ssl::row_shares(ssl::poisson(graph.graph, known, classes));
    return ssl::label_spreading(graph.graph, known, classes, recipe.alpha);
  };
  const Array shares = shares_of();  // (U, classes)
  return recipe.class_mass ? balanced(shares, known, classes) : shares;
}

Array spread_labels(const ImageGraph& graph, const data::Dataset& data, const data::LabelSplit& split,
                    const LabelGraphRecipe& recipe) {
  Array shares = propagated_shares(graph, data, split, recipe);
  const ssl::KnownNodes known = known_nodes(data, split);
  for (std::size_t i = 0; i < known.nodes.size(); ++i) {
    for (Index c = 0; c < data.classes(); ++c) shares(known.nodes[i], c) = c == known.labels[i] ? 1 : 0;
  }
  return shares;
}

Array spread_labels(const std::vector<const ImageGraph*>& graphs, const data::Dataset& data,
                    const data::LabelSplit& split, const LabelGraphRecipe& recipe) {
  Array shares = spread_labels(*graphs.front(), data, split, recipe);
  for (std::size_t g = 1; g < graphs.size(); ++g) shares += spread_labels(*graphs[g], data, split, recipe);
  shares /= static_cast<Scalar>(graphs.size());
  return shares;
}

data::Targets targets_of(const Array& shares, const data::Dataset& data, const data::LabelSplit& split,
                         const LabelGraphRecipe& recipe) {
  const data::Targets propagated{split.unlabelled, argmax(Tensor(shares), 1), ssl::confidence(shares)};
  return data::blended(data::true_labels(data.train, split.labelled), propagated, recipe.labelled_share);
}

data::Targets propagated_labels(const ImageGraph& graph, const data::Dataset& data, const data::LabelSplit& split,
                                const LabelGraphRecipe& recipe) {
  return targets_of(spread_labels(graph, data, split, recipe), data, split, recipe);
}
// [propagated labels]

}  // namespace selfsame::tutorials
