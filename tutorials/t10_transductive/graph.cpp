#include "t10_transductive/graph.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "selfsame/data/recipes.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/predict.hpp"
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

// Subtracts the first array's column means from both and divides by its deviations.
Array standardised(const Array& features, const Array& measured) {
  const Index n = measured.shape()[0];
  const Index width = measured.shape()[1];
  std::vector<double> mean(static_cast<std::size_t>(width), 0), square = mean;
  for (Index i = 0; i < n; ++i) {
    for (Index d = 0; d < width; ++d) {
      const double x = double{measured(i, d)};
      mean[static_cast<std::size_t>(d)] += x / static_cast<double>(n);
      square[static_cast<std::size_t>(d)] += x * x / static_cast<double>(n);
    }
  }
  Array result = features;
  for (Index i = 0; i < features.shape()[0]; ++i) {
    for (Index d = 0; d < width; ++d) {
      const double m = mean[static_cast<std::size_t>(d)];
      const double deviation = std::sqrt(std::max(square[static_cast<std::size_t>(d)] - m * m, 0.0));
      result(i, d) = static_cast<Scalar>((double{features(i, d)} - m) / (deviation + 1e-6));
    }
  }
  return result;
}

// Where the labelled images stand among the nodes, which are sorted by row.
ssl::KnownNodes known_nodes(const Experiment& experiment) {
  const Indices& nodes = experiment.split.unlabelled;
  ssl::KnownNodes known;
  for (const Index row : experiment.split.labelled) {
    known.nodes.push_back(std::lower_bound(nodes.begin(), nodes.end(), row) - nodes.begin());
  }
  known.labels = eval::labels_of(experiment.data.train, experiment.split.labelled);
  return known;
}

// Class shares after the options of the settings.
Array balanced(const Array& shares, const Experiment& experiment, const GraphSettings& settings) {
  if (!settings.class_mass) return shares;
  Array prior = filled({experiment.data.classes()}, 0);
  for (const Index label : eval::labels_of(experiment.data.train, experiment.split.labelled)) prior(label) += 1;
  prior /= static_cast<Scalar>(experiment.split.labelled.size());
  return ssl::class_mass_normalized(shares, prior);
}

}  // namespace

// [t10 graph]
ImageGraph pixel_graph(const Experiment& experiment, const GraphSettings& settings) {
  const data::Dataset& data = experiment.data;
  const auto start = std::chrono::steady_clock::now();
  ImageGraph result;
  result.features = pixels_of(data, data.train, experiment.split.unlabelled);  // (U, D)
  result.graph = ssl::neighbour_graph(result.features, settings.neighbours);
  result.validation = ssl::neighbours_of(pixels_of(data, data.train, experiment.split.validation), result.features,
                                         settings.neighbours);
  result.test =
      ssl::neighbours_of(pixels_of(data, data.test, all_rows(data.test)), result.features, settings.neighbours);
  result.cost.seconds = seconds_since(start);
  return result;
}

ImageGraph encoder_graph(const Experiment& experiment, const GraphSettings& settings, const Pretrained& pretrained) {
  const data::Dataset& data = experiment.data;
  const auto start = std::chrono::steady_clock::now();
  const auto features = [&](const data::ImageSet& set, const Indices& rows) {
    return eval::outputs(*pretrained.encoder, data, set, rows);
  };
  ImageGraph result;
  result.features = features(data.train, experiment.split.unlabelled);  // (U, 128)
  const Array nodes = standardised(result.features, result.features);   // no channel counts more because it is larger
  result.graph = ssl::neighbour_graph(nodes, settings.neighbours);
  result.validation = ssl::neighbours_of(
      standardised(features(data.train, experiment.split.validation), result.features), nodes, settings.neighbours);
  result.test = ssl::neighbours_of(standardised(features(data.test, all_rows(data.test)), result.features), nodes,
                                   settings.neighbours);
  result.cost = pretrained.cost;
  result.cost.seconds += seconds_since(start);
  return result;
}
// [t10 graph]

void report_transductive(const Experiment& experiment, const std::string& method, const Array& scores,
                         const Cost& cost) {
  const auto& [data, split, labels, split_number, seed, report] = experiment;
  const Indices guesses = argmax(Tensor(scores), 1);
  Indices asked, truth;  // of the images without a label
  for (std::size_t i = 0; i < split.unlabelled.size(); ++i) {
    if (std::binary_search(split.labelled.begin(), split.labelled.end(), split.unlabelled[i])) continue;
    asked.push_back(guesses[i]);
    truth.push_back(data.train.labels[static_cast<std::size_t>(split.unlabelled[i])]);
  }
  if (asked.empty()) return;
  report.add({data.name, method, labels, split_number, seed, "transductive_accuracy", eval::accuracy(asked, truth),
              cost.updates, cost.images_seen, cost.seconds});
}

// [t10 propagation]
void run_propagation(const Experiment& experiment, const ImageGraph& graph, const GraphSettings& settings,
                     const std::string& features) {
  const ssl::KnownNodes known = known_nodes(experiment);
  const Index classes = experiment.data.classes();
  const auto row = [&](const std::string& name, const std::function<Array()>& method) {
    const auto start = std::chrono::steady_clock::now();
    const Array shares = balanced(method(), experiment, settings);  // (U, classes)
    Cost cost = graph.cost;
    cost.seconds += seconds_since(start);
    report_transductive(experiment, features + name, shares, cost);
    report_scores(experiment, features + name, ssl::mean_over(graph.test, shares),
                  ssl::mean_over(graph.validation, shares), cost);
  };
  row("_harmonic", [&] { return ssl::harmonic(graph.graph, known, classes); });
  row("_spreading", [&] { return ssl::label_spreading(graph.graph, known, classes, settings.alpha); });
  row("_poisson", [&] { return ssl::row_shares(ssl::poisson(graph.graph, known, classes)); });
}
// [t10 propagation]

Array spread_labels(const Experiment& experiment, const ImageGraph& graph, const GraphSettings& settings) {
  const ssl::KnownNodes known = known_nodes(experiment);
  const Index classes = experiment.data.classes();
  Array shares = balanced(ssl::label_spreading(graph.graph, known, classes, settings.alpha), experiment, settings);
  for (std::size_t i = 0; i < known.nodes.size(); ++i) {
    for (Index c = 0; c < classes; ++c) shares(known.nodes[i], c) = c == known.labels[i] ? 1 : 0;
  }
  return shares;
}

Teaching carried_labels(const Experiment& experiment, const ImageGraph& graph, const GraphSettings& settings) {
  const Array shares = spread_labels(experiment, graph, settings);
  const Teaching carried{experiment.split.unlabelled, argmax(Tensor(shares), 1), ssl::confidence(shares)};
  return blended(true_labels(experiment), carried, settings.labelled_share);
}

// [t10 inductive]
std::unique_ptr<nn::Classifier> run_graph(const Experiment& experiment, const Options& options,
                                          const Pretrained& pretrained, const ImageGraph& graph,
                                          const std::string& method) {
  const data::Dataset& data = experiment.data;
  const GraphSettings settings = graph_settings(data, experiment.labels, options);
  auto classifier = probed_classifier(experiment, pretrained);
  const Teaching carried = carried_labels(experiment, graph, settings);
  const Cost cost = graph.cost + train_supervised(*classifier, experiment, carried, settings.training, method);
  report_transductive(experiment, method, eval::outputs(*classifier, data, data.train, experiment.split.unlabelled),
                      cost);
  report_classifier(experiment, method, *classifier, cost);
  return classifier;
}
// [t10 inductive]

GraphSettings graph_settings(const data::Dataset& data, Index labels, const Options& options) {
  GraphSettings settings;
  settings.training.steps = options.steps_or(20, 500, 500);
  settings.training.batch = options.by_profile<Index>(64, 64, 128);
  settings.training.learning_rate = 0.03;
  settings.training.augment = data::strong_augment(data);
  if (much_to_learn(data, labels)) {  // true labels are worth more than what a graph makes of them
    settings.labelled_share = labels >= many_labels ? 0.7 : 0.5;
    settings.training.steps = options.steps_or(20, 1000, 1500);
  }
  return settings;
}

}  // namespace selfsame::tutorials
