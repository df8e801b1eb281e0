#include "t13_combined/combinations.hpp"

#include <algorithm>

#include "protocol/standard_rows.hpp"
#include "recipes/pretext.hpp"
#include "recipes/semi_supervised.hpp"
#include "recipes/supervised.hpp"
#include "selfsame/report/figures.hpp"

namespace selfsame::tutorials {
namespace {

// [t13 links]
// The links of the chains at one length: each trains a classifier as the method of its own lesson does, with the number
// of steps replaced, and adds the row METHOD@UPDATES.
struct Links {
  Cell cell;  // its `steps` are those of what is trained next
  Index updates;

  std::string named(const std::string& method) const { return method + "@" + std::to_string(updates); }
  std::string file(const std::string& method) const { return concat(named(method), "-", cell.seed); }
  bool misses(const std::string& method) const { return cell.misses(named(method)); }

  void supervised(const std::string& method, nn::Classifier& classifier, const data::Targets& targets,
                  const SupervisedRecipe& recipe, const Indices& seen, const Cost& before) const {
    const Cost cost = train_supervised(classifier, cell.data, targets, recipe, cell.seed, cell.log(named(method)));
    if (!seen.empty()) settle_batch_norm(classifier, cell, seen);
    add_row(cell, named(method), classifier, before + cost);
  }

  void fixmatch(const std::string& method, nn::Classifier& classifier, const data::Targets& targets,
                const FixMatchRecipe& recipe, const Cost& before) const {
    const auto averaged = make_classifier(cell.data, cell.seed);
    const Cost cost = train_fixmatch(classifier, *averaged, cell.data, targets, cell.split.unlabelled, recipe,
                                     cell.seed, cell.log(named(method)));
    settle_batch_norm(classifier, cell, cell.split.unlabelled);
    add_row(cell, named(method), classifier, before + cost);
  }
};
// [t13 links]

Pretrained pretrained_rotation(const Links& links) {
  const Cell& cell = links.cell;
  const auto train = [&](nn::Encoder& encoder) {
    return train_rotation(encoder, cell.data, cell.split.unlabelled, rotation_recipe(cell.situation()), cell.seed,
                          cell.pretext_log(links.named("rotation")));
  };
  return pretrain(cell, links.named("rotation"), train, make_encoder, links.file("rotation"));
}

Pretrained pretrained_simclr(const Links& links) {
  const Cell& cell = links.cell;
  const auto train = [&](nn::Encoder& encoder) {
    return train_simclr(encoder, cell.data, cell.split.unlabelled, simclr_recipe(cell.situation()), cell.seed,
                        cell.pretext_log(links.named("simclr")));
  };
  return pretrain(cell, links.named("simclr"), train, make_encoder, links.file("simclr"));
}

}  // namespace

// [t13 combinations]
void add_combinations(const Cell& cell, Index updates) {
  const Index first = std::max<Index>(updates * 3 / 5, 1);   // pre-training
  const Index second = std::max<Index>(updates - first, 1);  // what follows
  Links all{cell, updates}, start{cell, updates}, rest{cell, updates};
  all.cell.steps = updates;
  start.cell.steps = first;
  rest.cell.steps = second;
  const data::Targets labels = cell.true_labels();
  const Situation whole = all.cell.situation(), rest_of_it = rest.cell.situation();
  const Indices& unlabelled = cell.split.unlabelled;

  // From random weights.
  if (all.misses("supervised")) {
    const auto classifier = make_classifier(cell.data, cell.seed);
    all.supervised("supervised", *classifier, labels, supervised_recipe(whole), cell.split.labelled, {});
  }
  if (all.misses("fixmatch")) {
    const auto classifier = make_classifier(cell.data, cell.seed);
    all.fixmatch("fixmatch", *classifier, labels, fixmatch_recipe(whole), {});
  }

  // From an encoder that learnt without labels, and its probe.
  const auto probed = [&cell](const Pretrained& from) {
    return probed_classifier(cell, from, add_probe_row(cell, from));
  };
  const auto fine_tune = [&](const Pretrained& from, const std::string& method) {
    rest.supervised(method, *probed(from), labels, fine_tuning_recipe(rest_of_it), unlabelled, from.cost);
  };
  const auto fixmatch = [&](const Pretrained& from, const data::Targets& targets, const Cost& before,
                            const std::string& method) {
    rest.fixmatch(method, *probed(from), targets, fixmatch_chain_recipe(rest_of_it), before);
  };

  if (all.misses("rotation") || all.misses("rotation_fixmatch")) {
    const Pretrained rotation = pretrained_rotation(start);
    if (all.misses("rotation")) fine_tune(rotation, "rotation");
    if (all.misses("rotation_fixmatch")) fixmatch(rotation, labels, rotation.cost, "rotation_fixmatch");
  }
  if (!all.misses("simclr") && !all.misses("simclr_fixmatch") && !all.misses("simclr_graph") &&
      !all.misses("simclr_graph_fixmatch")) {
    return;
  }
  const Pretrained simclr = pretrained_simclr(start);
  if (all.misses("simclr")) fine_tune(simclr, "simclr");
  if (all.misses("simclr_fixmatch")) fixmatch(simclr, labels, simclr.cost, "simclr_fixmatch");

  const ImageGraph graph = encoder_graph(cell, simclr);
  const data::Targets propagated = propagated_labels(graph, cell.data, cell.split, label_graph_recipe(rest_of_it));
  if (all.misses("simclr_graph")) {
    rest.supervised("simclr_graph", *probed(simclr), propagated, graph_training_recipe(rest_of_it), {},
                    simclr.cost + graph.cost);  // batch norm as trained: see the board
  }
  if (all.misses("simclr_graph_fixmatch")) {
    fixmatch(simclr, propagated, simclr.cost + graph.cost, "simclr_graph_fixmatch");
  }
}
// [t13 combinations]

void draw_costs(report::Report& report) {
  std::vector<report::CostCurve> curves;
  for (const report::MethodSummary& row : report::summarize_methods(report.results())) {
    // "simclr@400_probe" is a point of "simclr_probe"; without a length it is the baseline at its own, the tuned one.
    const std::size_t at = row.method.find('@');
    const bool probe = row.method.find("_probe") != std::string::npos;
    const std::string method =
        at == std::string::npos ? row.method + ", tuned" : row.method.substr(0, at) + (probe ? "_probe" : "");
    auto curve = std::find_if(curves.begin(), curves.end(), [&](const auto& c) { return c.name == method; });
    if (curve == curves.end()) curve = curves.insert(curve, {method, {}});
    curve->points.push_back({row.seconds, row.value.mean});
  }
  report.add(report::cost_accuracy("cost", "What a second of training buys", curves,
                                   "Each method at each number of updates; seconds contain pre-training and the graph. "
                                   "The single point is supervised training at the length it was tuned for. The grey "
                                   "steps are the front: for so many seconds, nothing here was better. Where you draw "
                                   "a vertical line, methods are compared at equal seconds."));
}

}  // namespace selfsame::tutorials
