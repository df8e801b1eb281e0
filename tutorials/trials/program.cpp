// Trials: one method with settings of one's own, judged on validation images. So recipes are chosen, and so one sees
// how long a method has to learn before it may be judged. The test set is not read.
#include <CLI/CLI.hpp>
#include <cmath>
#include <iostream>

#include "methods/rotation.hpp"
#include "methods/simclr.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/pretext.hpp"
#include "recipes/semi_supervised.hpp"
#include "recipes/supervised.hpp"
#include "selfsame/core/random.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/nn/wide_resnet.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// What is tried; 0 leaves a setting as the recipe has it.
struct Trial {
  std::string method = "supervised";
  std::string network = "convnet";
  double passes = 0;  // over the images without labels: as many images as these, for training on labels as well
  Index batch = 0;
  double rate = 0;
};

// "simclr_wide_50p_b256": what was set, so that rows of several trials stand side by side.
std::string name_of(const Trial& trial) {
  std::string name = trial.method;
  if (trial.network != "convnet") name += "_" + trial.network;
  if (trial.passes > 0) name += concat("_", trial.passes, "p");
  if (trial.batch > 0) name += concat("_b", trial.batch);
  if (trial.rate > 0) name += concat("_r", trial.rate);
  return name;
}

// [trial networks]
MakeEncoder encoder_maker(const std::string& network) {
  return [network](const data::Dataset& data, std::uint64_t seed) -> std::unique_ptr<nn::Encoder> {
    if (network == "convnet") return make_encoder(data, seed);
    Generator random(named_seed(seed, "encoder"));
    if (network == "wide")
      return std::make_unique<nn::ConvNet>(std::vector<Index>{data.channels(), 64, 128, 256}, random);
    return std::make_unique<nn::WideResNet>(data.channels(), network == "wrn-16-2" ? 16 : 28, 2, random);
  };
}
// [trial networks]

// The recipe with what the trial sets. A pass over U images without labels takes U / B steps, whatever is learnt from.
template <class Recipe>
Recipe with(Recipe recipe, const Trial& trial, const data::LabelSplit& split) {
  if (trial.batch > 0) recipe.batch = trial.batch;
  if (trial.rate > 0) recipe.learning_rate = trial.rate;
  const double images = trial.passes * static_cast<double>(split.unlabelled.size());
  if (trial.passes > 0) recipe.steps = std::max<Index>(1, std::llround(images / static_cast<double>(recipe.batch)));
  return recipe;
}

bool has_row(const Cell& cell, const std::string& name) {
  return cell.report.find(name, cell.labels, cell.split_number, cell.seed, "validation_accuracy") != nullptr;
}

void add_validation_row(const Cell& cell, const std::string& name, double accuracy, const Cost& cost) {
  report::Result result = cell.result(name, "validation_accuracy", cost);
  result.value = accuracy;
  cell.report.add(result);
}

// [trial of training on labels]
// Supervised training or FixMatch, from random weights.
void try_on_labels(const Cell& cell, const Trial& trial) {
  const std::string name = name_of(trial);
  if (has_row(cell, name)) return;
  const MakeEncoder make = encoder_maker(trial.network);
  const auto classifier = make_classifier(cell.data, cell.seed, make);
  Cost cost;
  if (trial.method == "supervised") {
    cost = train_supervised(*classifier, cell.data, cell.true_labels(),
                            with(supervised_recipe(cell.situation()), trial, cell.split), cell.seed, cell.log(name));
    settle_batch_norm(*classifier, cell, cell.split.labelled);
  } else {
    const auto averaged = make_classifier(cell.data, cell.seed, make);
    cost = train_fixmatch(*classifier, *averaged, cell.data, cell.true_labels(), cell.split.unlabelled,
                          with(fixmatch_recipe(cell.situation()), trial, cell.split), cell.seed, cell.log(name));
    settle_batch_norm(*classifier, cell, cell.split.unlabelled);
  }
  add_validation_row(cell, name, validation_accuracy(*classifier, cell), cost);
}
// [trial of training on labels]

// [trial of a pretext]
// An encoder that learns without labels, once for all cells.
Pretrained pretrain(const Cell& cell, const Trial& trial) {
  const auto train = [&](nn::Encoder& encoder) {
    const report::TrainingLog log = cell.pretext_log(name_of(trial));
    if (trial.method == "rotation") {
      return train_rotation(encoder, cell.data, cell.split.unlabelled,
                            with(rotation_recipe(cell.situation()), trial, cell.split), cell.seed, log);
    }
    return train_simclr(encoder, cell.data, cell.split.unlabelled,
                        with(simclr_recipe(cell.situation()), trial, cell.split), cell.seed, log);
  };
  return tutorials::pretrain(cell, name_of(trial), train, encoder_maker(trial.network));
}

// What the encoder is worth in a cell: by a linear probe, fine-tuned, and by the labels that spread over its graph.
void try_encoder(const Cell& cell, const Pretrained& pretrained, const ImageGraph& graph) {
  const std::string& name = pretrained.name;
  if (has_row(cell, name + "_graph")) return;
  const eval::LinearProbe probe = fit_probe(cell, *pretrained.encoder);
  const auto judge = [&](const std::string& row, const data::Targets& targets, const SupervisedRecipe& recipe) {
    const auto classifier = probed_classifier(cell, pretrained, probe);
    const Cost cost = train_supervised(*classifier, cell.data, targets, recipe, cell.seed, cell.log(row));
    settle_batch_norm(*classifier, cell, cell.split.unlabelled);
    add_validation_row(cell, row, validation_accuracy(*classifier, cell), pretrained.cost + cost);
  };
  const auto frozen = probed_classifier(cell, pretrained, probe);
  add_validation_row(cell, name + "_probe", validation_accuracy(*frozen, cell), pretrained.cost);
  judge(name, cell.true_labels(), fine_tuning_recipe(cell.situation()));
  judge(name + "_graph", propagated_labels(graph, cell.data, cell.split, label_graph_recipe(cell.situation())),
        graph_training_recipe(cell.situation()));
}
// [trial of a pretext]

// [trials program]
void run(const Options& options, const Trial& trial) {
  const data::Dataset data = load_data(options);
  if (trial.method == "rotation") require_square_images(data, "rotation");
  report::Report report(report_setup(options, "A trial: " + name_of(trial),
                                     "One method with settings of one's own, judged on validation images. The test set "
                                     "was not read."));
  const std::vector<Cell> cells = make_cells(data, options, report);
  if (trial.method == "supervised" || trial.method == "fixmatch") {
    for (const Cell& cell : cells) try_on_labels(cell, trial);
  } else {
    const Pretrained pretrained = pretrain(cells.front(), trial);
    const ImageGraph graph = encoder_graph(cells.front(), pretrained);
    for (const Cell& cell : cells) try_encoder(cell, pretrained, graph);
  }
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Ten measurements in each run, on images that no run was trained on.");
  std::cout << report.table("validation_accuracy") << "accuracy on validation images; the test set was not read\n";
  report.finish();
}
// [trials program]

}  // namespace

int main(int argc, char** argv) {
  Program program{"trials", "One method with settings of your own, judged on validation images."};
  program.several_labels = true;
  program.example = "--method simclr --passes 10 --labels 40,100 --splits 2";
  Trial trial;
  program.more_options = [&trial](CLI::App& app) {
    app.add_option("--method", trial.method, "what is tried")
        ->check(CLI::IsMember({"supervised", "rotation", "simclr", "fixmatch"}))
        ->capture_default_str();
    app.add_option("--network", trial.network, "32-64-128, 64-128-256, or a WideResNet")
        ->check(CLI::IsMember({"convnet", "wide", "wrn-16-2", "wrn-28-2"}))
        ->capture_default_str();
    app.add_option("--passes", trial.passes, "over the images without labels; 0: as the profile says")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    app.add_option("--batch", trial.batch, "images a step; 0: as the recipe says")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    app.add_option("--rate", trial.rate, "learning rate; 0: as the recipe says")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
  };
  return run_program(argc, argv, program, [&trial](const Options& options) { run(options, trial); });
}
