#include "protocol/standard_rows.hpp"

#include "recipes/semi_supervised.hpp"
#include "recipes/supervised.hpp"
#include "selfsame/eval/predict.hpp"

namespace selfsame::tutorials {

void add_random_probe(const Cell& cell, const MakeEncoder& make) {
  add_probe_row(cell, "random_probe", *make(cell.data, cell.seed), {});
}

std::unique_ptr<nn::Classifier> add_supervised(const Cell& cell) {
  auto classifier = make_classifier(cell.data, cell.seed);
  const Cost cost = train_supervised(*classifier, cell.data, cell.true_labels(), supervised_recipe(cell.situation()),
                                     cell.seed, cell.log("supervised"));
  settle_batch_norm(*classifier, cell, cell.split.labelled);
  add_row(cell, "supervised", *classifier, cost);
  return classifier;
}

void add_transformer_supervised(const Cell& cell) {
  const auto classifier = make_classifier(cell.data, cell.seed, make_transformer);
  const Cost cost = train_supervised(*classifier, cell.data, cell.true_labels(), transformer_recipe(cell.situation()),
                                     cell.seed, cell.log("vit_supervised"));
  add_row(cell, "vit_supervised", *classifier, cost);
}

std::unique_ptr<nn::Classifier> add_fine_tuned(const Cell& cell, const Pretrained& pretrained) {
  return add_fine_tuned(cell, pretrained, fine_tuning_recipe(cell.situation()));
}

// [fine-tuning]
std::unique_ptr<nn::Classifier> add_fine_tuned(const Cell& cell, const Pretrained& pretrained,
                                               const SupervisedRecipe& recipe) {
  auto classifier = probed_classifier(cell, pretrained, add_probe_row(cell, pretrained));
  const Cost cost =
      train_supervised(*classifier, cell.data, cell.true_labels(), recipe, cell.seed, cell.log(pretrained.name));
  settle_batch_norm(*classifier, cell, cell.split.unlabelled);
  add_row(cell, pretrained.name, *classifier, pretrained.cost + cost);
  return classifier;
}
// [fine-tuning]

// [graph row]
std::unique_ptr<nn::Classifier> add_graph(const Cell& cell, const Pretrained& pretrained, const ImageGraph& graph,
                                          const ImageGraph* pixels) {
  const std::string name = pretrained.name + (pixels ? "_pixels_graph" : "_graph");
  auto classifier = probed_classifier(cell, pretrained, add_probe_row(cell, pretrained));
  std::vector<const ImageGraph*> graphs{&graph};
  if (pixels) graphs.push_back(pixels);
  const LabelGraphRecipe recipe = label_graph_recipe(cell.situation());
  const Array shares = spread_labels(graphs, cell.data, cell.split, recipe);
  const Cost before = pretrained.cost + graph.cost + (pixels ? pixels->cost : Cost());
  const Cost cost = before + train_supervised(*classifier, cell.data, targets_of(shares, cell.data, cell.split, recipe),
                                              graph_training_recipe(cell.situation()), cell.seed, cell.log(name));
  add_transductive(cell, name, eval::outputs(*classifier, cell.data, cell.data.train, cell.split.unlabelled), cost);
  add_row(cell, name, *classifier, cost);
  return classifier;
}
// [graph row]

// [switches]
FixMatchRecipe with_switches(FixMatchRecipe recipe, const FixMatchSwitches& switches) {
  if (switches.no_threshold) recipe.threshold = 0;
  if (switches.weak_only) recipe.strong = recipe.weak;
  return recipe;
}
// [switches]

namespace {

// FixMatch as it is, or a variant where one is asked for; batch norm and the row are the same for both.
void add_fixmatch_row(const Cell& cell, const std::string& name, nn::Classifier& classifier,
                      const data::Targets& targets, FixMatchRecipe recipe, const FixMatchSwitches& switches,
                      const Cost& before) {
  recipe = with_switches(std::move(recipe), switches);
  const auto averaged = make_classifier(cell.data, cell.seed);
  const FixMatchVariant& v = switches.variant;
  const bool as_published = !v.soft_labels && !v.ema_teacher && v.distribution_alignment && !v.class_thresholds;
  const Cost cost = as_published ? train_fixmatch(classifier, *averaged, cell.data, targets, cell.split.unlabelled,
                                                  recipe, cell.seed, cell.log(name))
                                 : train_fixmatch_variant(classifier, *averaged, cell.data, targets,
                                                          cell.split.unlabelled, recipe, v, cell.seed, cell.log(name));
  settle_batch_norm(classifier, cell, cell.split.unlabelled);
  add_row(cell, name, classifier, before + cost);
}

}  // namespace

std::unique_ptr<nn::Classifier> add_fixmatch(const Cell& cell, const FixMatchSwitches& switches) {
  auto classifier = make_classifier(cell.data, cell.seed);
  add_fixmatch_row(cell, switches.name, *classifier, cell.true_labels(), fixmatch_recipe(cell.situation()), switches,
                   {});
  return classifier;
}

// [fixmatch with a start]
std::unique_ptr<nn::Classifier> add_graph_fixmatch(const Cell& cell, const Pretrained& pretrained,
                                                   const ImageGraph& graph, const FixMatchSwitches& switches) {
  auto classifier = probed_classifier(cell, pretrained, add_probe_row(cell, pretrained));
  const data::Targets propagated =
      propagated_labels(graph, cell.data, cell.split, label_graph_recipe(cell.situation()));
  add_fixmatch_row(cell, pretrained.name + "_graph_" + switches.name, *classifier, propagated,
                   fixmatch_chain_recipe(cell.situation()), switches, pretrained.cost + graph.cost);
  return classifier;
}
// [fixmatch with a start]

std::unique_ptr<nn::Classifier> add_self_training(const Cell& cell, nn::Classifier& supervised) {
  const auto make = [&cell] { return make_classifier(cell.data, cell.seed); };
  TrainedClassifier student =
      train_self_training(supervised, make, cell.data, cell.split, self_training_recipe(cell.situation()), cell.seed,
                          cell.log("self_training"));
  add_row(cell, "self_training", *student.classifier, cost_of_row(cell, "supervised") + student.cost);
  return std::move(student.classifier);
}

Cost cost_of_row(const Cell& cell, const std::string& method) {
  const report::Result* row = cell.find(method);
  return row ? Cost{row->updates, row->images_seen, row->train_seconds} : Cost{};
}

ImageGraph encoder_graph(const Cell& cell, const Pretrained& pretrained) {
  return encoder_graph(*pretrained.encoder, cell.data, cell.split, label_graph_recipe(cell.situation()).neighbours);
}

}  // namespace selfsame::tutorials
