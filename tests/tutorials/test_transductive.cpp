#include <doctest/doctest.h>

#include <algorithm>

#include "selfsame/eval/predict.hpp"
#include "t10_transductive/graph.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// A few of the generated images, so that a test takes a moment.
data::Dataset few_shapes() {
  data::Dataset data = data::load_dataset("shapes", "");
  for (data::ImageSet* set : {&data.train, &data.test}) {
    set->count = std::min<Index>(set->count, 400);
    set->labels.resize(static_cast<std::size_t>(set->count));
    set->pixels.resize(static_cast<std::size_t>(set->count * set->image_size()));
  }
  return data;
}

Options smoke() {
  Options options;
  options.profile = Profile::smoke;
  options.steps = 3;
  return options;
}

Experiment experiment_on(const data::Dataset& data, report::Report& report) {
  return {data, data::few_labels(data, 2 * data.classes(), 0, 50), 2 * data.classes(), 0, 0, report};
}

}  // namespace

TEST_CASE("graph labels and the network that learns from them do not see the labels of unlabelled images") {
  const data::Dataset data = few_shapes();
  report::Report report;
  const Experiment honest = experiment_on(data, report);
  data::Dataset scrambled = data;  // every label but the labelled and the validation images' is wrong
  for (const Index row : honest.split.unlabelled) {
    if (std::binary_search(honest.split.labelled.begin(), honest.split.labelled.end(), row)) continue;
    Index& label = scrambled.train.labels[static_cast<std::size_t>(row)];
    label = (label + 1) % data.classes();
  }
  const Experiment blind{scrambled, honest.split, honest.labels, 0, 0, report};
  const auto trained = [](const Experiment& experiment) {
    const GraphSettings settings = graph_settings(experiment.data, experiment.labels, smoke());
    const Pretrained untrained{make_encoder(experiment.data, 0), {}, "untrained"};
    const ImageGraph graph = encoder_graph(experiment, settings, untrained);
    const auto classifier = run_graph(experiment, smoke(), untrained, graph, "graph");
    return std::make_pair(spread_labels(experiment, graph, settings), eval::weights_hash(*classifier));
  };
  const auto a = trained(honest);
  const auto b = trained(blind);
  CHECK(a.first == b.first);
  CHECK(a.second == b.second);
}

TEST_CASE("labelled images keep their labels among the spread ones, whatever their neighbours say") {
  const data::Dataset data = few_shapes();
  report::Report report;
  const Experiment experiment = experiment_on(data, report);
  const GraphSettings settings = graph_settings(data, experiment.labels, smoke());
  const Array shares = spread_labels(experiment, pixel_graph(experiment, settings), settings);
  for (std::size_t i = 0; i < experiment.split.unlabelled.size(); ++i) {
    const Index row = experiment.split.unlabelled[i];
    if (!std::binary_search(experiment.split.labelled.begin(), experiment.split.labelled.end(), row)) continue;
    CHECK(shares(static_cast<Index>(i), data.train.labels[static_cast<std::size_t>(row)]) == 1);
  }
}

TEST_CASE("transductive accuracy leaves labelled images out, and says nothing where none is unlabelled") {
  const data::Dataset data = few_shapes();
  report::Report report;
  Experiment experiment = experiment_on(data, report);
  // Right for every image that has a label, wrong for all others.
  Array scores = filled({static_cast<Index>(experiment.split.unlabelled.size()), data.classes()}, 0);
  for (std::size_t i = 0; i < experiment.split.unlabelled.size(); ++i) {
    const Index row = experiment.split.unlabelled[i];
    const bool labelled = std::binary_search(experiment.split.labelled.begin(), experiment.split.labelled.end(), row);
    const Index truth = data.train.labels[static_cast<std::size_t>(row)];
    scores(static_cast<Index>(i), labelled ? truth : (truth + 1) % data.classes()) = 1;
  }
  report_transductive(experiment, "half", scores, {});
  REQUIRE(report.results().size() == 1);
  CHECK(report.results()[0].metric == "transductive_accuracy");
  CHECK(report.results()[0].value == 0);
  experiment.split.labelled = experiment.split.unlabelled;
  report_transductive(experiment, "none", scores, {});
  CHECK(report.results().size() == 1);
}
