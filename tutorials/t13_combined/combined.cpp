#include "t13_combined/combined.hpp"

#include <algorithm>

#include "selfsame/report/figures.hpp"
#include "t02_supervised/supervised.hpp"
#include "t04_rotation/rotation.hpp"
#include "t05_contrastive/simclr.hpp"
#include "t09_fixmatch/fixmatch.hpp"
#include "t10_transductive/graph.hpp"

namespace selfsame::tutorials {

// [t13 combinations]
void run_combinations(const Experiment& experiment, const Options& options, Index updates) {
  const data::Dataset& data = experiment.data;
  const Index first = updates * 3 / 5, second = updates - first;  // pre-training, and what follows
  const auto named = [updates](const std::string& method) { return method + "@" + std::to_string(updates); };
  const auto missing = [&](const std::string& method) {
    return !experiment.report.find(named(method), experiment.labels, experiment.split_number, experiment.seed);
  };
  // Batch norm learns plain images before a network is judged; see settle_batch_norm.
  const auto report = [&](const std::string& method, nn::Classifier& classifier, const Indices& seen,
                          const Cost& cost) {
    settle_batch_norm(classifier, experiment, seen);
    report_classifier(experiment, named(method), classifier, cost);
  };
  const Teaching labels = true_labels(experiment);
  const Indices& unlabelled = experiment.split.unlabelled;

  // From random weights.
  if (missing("supervised")) {
    const auto classifier = make_classifier(data, experiment.seed);
    SupervisedSettings settings = supervised_settings(data, experiment.labels, options);
    settings.steps = updates;
    const Cost cost = train_supervised(*classifier, experiment, labels, settings, named("supervised"));
    report("supervised", *classifier, experiment.split.labelled, cost);
  }
  if (missing("fixmatch_scratch")) {
    const auto classifier = make_classifier(data, experiment.seed);
    FixMatchSettings settings = fixmatch_scratch_settings(data, experiment.labels, options);
    settings.steps = updates;
    const Cost cost = train_fixmatch(*classifier, experiment, labels, settings, named("fixmatch_scratch"));
    report("fixmatch_scratch", *classifier, unlabelled, cost);
  }

  // From an encoder that learnt without labels, and its probe.
  SupervisedSettings fine_tuning = fine_tuning_settings(data, experiment.labels, options);
  FixMatchSettings fixmatch = fixmatch_settings(data, experiment.labels, options);
  GraphSettings graph_labels = graph_settings(data, experiment.labels, options);
  fine_tuning.steps = fixmatch.steps = graph_labels.training.steps = second;
  const auto fine_tune = [&](const Pretrained& start, const std::string& method) {
    const auto classifier = probed_classifier(experiment, start);
    const Cost cost = train_supervised(*classifier, experiment, labels, fine_tuning, named(method));
    report(method, *classifier, unlabelled, start.cost + cost);
  };
  const auto fix = [&](const Pretrained& start, const Teaching& taught, const Cost& before, const std::string& method) {
    const auto classifier = probed_classifier(experiment, start);
    const Cost cost = train_fixmatch(*classifier, experiment, taught, fixmatch, named(method));
    report(method, *classifier, unlabelled, before + cost);
  };

  if (missing("rotation") || missing("rotation_fixmatch")) {
    const Pretrained rotation = pretrain(experiment, options, named("rotation"), [&](nn::Encoder& encoder) {
      RotationSettings settings = rotation_settings(data, options);
      settings.steps = first;
      return pretrain_rotation(encoder, experiment, settings, named("rotation"));
    });
    if (missing("rotation")) fine_tune(rotation, "rotation");
    if (missing("rotation_fixmatch")) fix(rotation, labels, rotation.cost, "rotation_fixmatch");
  }
  if (!missing("simclr") && !missing("simclr_fixmatch") && !missing("simclr_graph") &&
      !missing("simclr_graph_fixmatch")) {
    return;
  }
  const Pretrained simclr = pretrain(experiment, options, named("simclr"), [&](nn::Encoder& encoder) {
    SimclrSettings settings = simclr_settings(data, options);
    settings.steps = first;
    return pretrain_simclr(encoder, experiment, settings, named("simclr"));
  });
  if (missing("simclr")) fine_tune(simclr, "simclr");
  if (missing("simclr_fixmatch")) fix(simclr, labels, simclr.cost, "simclr_fixmatch");
  const ImageGraph graph = encoder_graph(experiment, graph_labels, simclr);
  const Teaching carried = carried_labels(experiment, graph, graph_labels);
  if (missing("simclr_graph")) {
    const auto classifier = probed_classifier(experiment, simclr);
    const Cost cost = train_supervised(*classifier, experiment, carried, graph_labels.training, named("simclr_graph"));
    report_classifier(experiment, named("simclr_graph"), *classifier, graph.cost + cost);  // as trained: see the board
  }
  if (missing("simclr_graph_fixmatch")) fix(simclr, carried, graph.cost, "simclr_graph_fixmatch");
}
// [t13 combinations]

void report_costs(report::Report& report) {
  std::vector<report::CostCurve> curves;
  for (const report::MethodSummary& row : report::summarize_methods(report.results())) {
    const std::size_t at = row.method.find('@');
    if (at == std::string::npos || row.method.find("_probe") != std::string::npos) continue;
    const std::string method = row.method.substr(0, at);
    auto curve = std::find_if(curves.begin(), curves.end(), [&](const auto& c) { return c.name == method; });
    if (curve == curves.end()) curve = curves.insert(curve, {method, {}});
    curve->points.push_back({row.seconds, row.value.mean});
  }
  report.add(report::cost_accuracy("cost", "What a second of training buys", curves,
                                   "Each method at each number of updates; seconds contain pre-training and the graph. "
                                   "The grey steps are the front: for so many seconds, nothing here was better. Where "
                                   "you draw a vertical line, methods are compared at equal seconds."));
}

}  // namespace selfsame::tutorials
