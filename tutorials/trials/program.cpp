// Trials: one method with settings of one's own, judged on validation images. So recipes are chosen, and so one sees
// how long a method has to learn before it may be judged. The test set is not read.
#include <CLI/CLI.hpp>
#include <cmath>
#include <iostream>
#include <optional>

#include "methods/fixmatch_variant.hpp"
#include "methods/label_graph.hpp"
#include "methods/rotation.hpp"
#include "methods/simclr.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/pretext.hpp"
#include "recipes/semi_supervised.hpp"
#include "recipes/supervised.hpp"
#include "selfsame/core/random.hpp"
#include "selfsame/data/recipes.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/predict.hpp"
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
  double crop = 0;                // the smallest share of an image that SimCLR's crops keep
  bool class_thresholds = false;  // of FixMatch, in the place of one threshold
  Index encoders = 1;       // of a pretext, trained from other seeds; what their graphs say of an image is averaged
  double graph_passes = 0;  // of the network that learns from the graph's labels
  bool pixels = false;      // whether the graph of raw pixels is averaged with those of the encoders
  Index rounds = 1;         // of graphs: a second one is made of what the network learnt from the labels of the first
  bool chain = false;       // whether FixMatch trains on the first graph's labels as well
  Index validation = 1000;
};

// "simclr_wide_50p_b256": what was set, so that rows of several trials stand side by side.
std::string name_of(const Trial& trial) {
  std::string name = trial.method;
  if (trial.network != "convnet") name += "_" + trial.network;
  if (trial.passes > 0) name += concat("_", trial.passes, "p");
  if (trial.batch > 0) name += concat("_b", trial.batch);
  if (trial.rate > 0) name += concat("_r", trial.rate);
  if (trial.crop > 0) name += concat("_c", trial.crop);
  if (trial.class_thresholds) name += "_class_thresholds";
  if (trial.encoders > 1) name += concat("_e", trial.encoders);
  if (trial.pixels) name += "_pixels";
  if (trial.graph_passes > 0) name += concat("_g", trial.graph_passes, "p");
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

// The recipe, for so many passes; 0 leaves its steps. A pass over U images without labels takes U / B steps, whatever
// is learnt from.
template <class Recipe>
Recipe of_passes(Recipe recipe, double passes, const data::LabelSplit& split) {
  const double images = passes * static_cast<double>(split.unlabelled.size());
  if (passes > 0) recipe.steps = std::max<Index>(1, std::llround(images / static_cast<double>(recipe.batch)));
  return recipe;
}

// The recipe with what the trial sets.
template <class Recipe>
Recipe with(Recipe recipe, const Trial& trial, const data::LabelSplit& split) {
  if (trial.batch > 0) recipe.batch = trial.batch;
  if (trial.rate > 0) recipe.learning_rate = trial.rate;
  return of_passes(std::move(recipe), trial.passes, split);
}

SimclrRecipe simclr_with(const Trial& trial, const Cell& cell) {
  SimclrRecipe recipe = with(simclr_recipe(cell.situation()), trial, cell.split);
  if (trial.crop > 0) {
    data::ContrastiveOptions crops;
    crops.scale_low = trial.crop;
    recipe.augment = data::contrastive_augment(cell.data, crops);
  }
  return recipe;
}

bool has_row(const Cell& cell, const std::string& name, const std::string& metric = "validation_accuracy") {
  return cell.report.find(name, cell.labels, cell.split_number, cell.seed, metric) != nullptr;
}

void add_validation_row(const Cell& cell, const std::string& name, double accuracy, const Cost& cost) {
  report::Result result = cell.result(name, "validation_accuracy", cost);
  result.value = accuracy;
  cell.report.add(result);
}

// [own class]
// What a label that goes from neighbour to neighbour has to rely on, for validation images: how many of their
// neighbours in the graph are of their own class (%), and how many would be answered right if each of its images had
// its true label (%), which is about as far as labels that spread can get. Judged by labels that no training sees;
// the same for every cell.
void add_neighbours_rows(const Cell& cell, const std::string& name, const ImageGraph& graph) {
  if (has_row(cell, name, "neighbours_of_own_class")) return;
  const Indices classes = eval::labels_of(cell.data.train, cell.split.unlabelled);
  const Indices own = eval::labels_of(cell.data.train, cell.split.validation);
  const Indices& nearest = graph.validation.rows;
  const std::size_t k = nearest.size() / own.size();
  Array truth = filled({static_cast<Index>(classes.size()), cell.data.classes()}, 0);  // (U, classes)
  for (std::size_t i = 0; i < classes.size(); ++i) truth(i, classes[i]) = 1;
  Index same = 0;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    if (classes[static_cast<std::size_t>(nearest[i])] == own[i / k]) ++same;
  }
  const auto add = [&](const std::string& metric, double value) {
    report::Result result = cell.result(name, metric, graph.cost);
    result.value = value;
    cell.report.add(result);
  };
  add("neighbours_of_own_class", 100 * static_cast<double>(same) / static_cast<double>(nearest.size()));
  add("if_all_had_labels", eval::accuracy(ssl::mean_over(graph.validation, truth), own));
}
// [own class]

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
    FixMatchVariant variant;  // with nothing exchanged it is the paper's loop, to the bit
    variant.class_thresholds = trial.class_thresholds;
    cost = train_fixmatch_variant(*classifier, *averaged, cell.data, cell.true_labels(), cell.split.unlabelled,
                                  with(fixmatch_recipe(cell.situation()), trial, cell.split), variant, cell.seed,
                                  cell.log(name));
    settle_batch_norm(*classifier, cell, cell.split.unlabelled);
  }
  add_validation_row(cell, name, validation_accuracy(*classifier, cell), cost);
}
// [trial of training on labels]

// Nothing is learnt: labels go along the graph of raw pixels.
void try_pixels(const std::vector<Cell>& cells) {
  const ImageGraph graph = pixel_graph(cells.front().data, cells.front().split);
  add_neighbours_rows(cells.front(), "pixels", graph);
  for (const Cell& cell : cells) {
    if (has_row(cell, "pixels_graph")) continue;
    const Array shares = spread_labels(graph, cell.data, cell.split, label_graph_recipe(cell.situation()));
    const Array scores = ssl::mean_over(graph.validation, shares);
    add_validation_row(cell, "pixels_graph",
                       eval::accuracy(scores, eval::labels_of(cell.data.train, cell.split.validation)), graph.cost);
  }
}

// [trial of a pretext]
// An encoder that learns without labels, and the graph of its features: one of each for all cells.
struct Learnt {
  Pretrained pretrained;
  ImageGraph graph;
};

Learnt learn(const Cell& cell, const Trial& trial, Index number) {
  const std::string name = name_of(trial);
  const std::uint64_t seed = cell.seed + static_cast<std::uint64_t>(number);
  const auto train = [&](nn::Encoder& encoder) {
    const report::TrainingLog log = cell.pretext_log(number == 0 ? name : concat(name, " encoder ", number));
    if (trial.method == "rotation") {
      return train_rotation(encoder, cell.data, cell.split.unlabelled,
                            with(rotation_recipe(cell.situation()), trial, cell.split), seed, log);
    }
    return train_simclr(encoder, cell.data, cell.split.unlabelled, simclr_with(trial, cell), seed, log);
  };
  const auto other_weights = [make = encoder_maker(trial.network), number](const data::Dataset& data,
                                                                           std::uint64_t first_seed) {
    return make(data, first_seed + static_cast<std::uint64_t>(number));
  };
  Pretrained pretrained = pretrain(cell, name, train, other_weights, number == 0 ? "" : concat(name, "-", number));
  ImageGraph graph = encoder_graph(cell, pretrained);
  return {std::move(pretrained), std::move(graph)};
}

// What the encoders are worth in a cell: the first by a linear probe and fine-tuned, all of them by the labels that
// spread over the graphs.
void try_encoders(const Cell& cell, const std::vector<Learnt>& learnt, const ImageGraph* pixels, const Trial& trial) {
  const Pretrained& first = learnt.front().pretrained;
  const std::string name = first.name, last = name + "_graph" + (trial.rounds > 1 ? concat(trial.rounds) : "");
  if (has_row(cell, last) && (!trial.chain || has_row(cell, name + "_graph_fixmatch"))) return;
  Cost before;
  std::vector<const ImageGraph*> graphs;
  for (const auto& [pretrained, graph] : learnt) {
    before = before + pretrained.cost + graph.cost;
    graphs.push_back(&graph);
  }
  if (pixels) {
    before = before + pixels->cost;
    graphs.push_back(pixels);
  }
  const eval::LinearProbe probe = fit_probe(cell, *first.encoder);
  add_validation_row(cell, name + "_probe", validation_accuracy(*probed_classifier(cell, first, probe), cell),
                     first.cost);
  const auto finish = [&](const std::string& row, nn::Classifier& classifier, const Cost& cost) {
    settle_batch_norm(classifier, cell, cell.split.unlabelled);
    add_validation_row(cell, row, validation_accuracy(classifier, cell), cost);
  };
  const auto trained = [&](const std::string& row, const data::Targets& targets, const SupervisedRecipe& recipe,
                           const Cost& so_far) {
    auto classifier = probed_classifier(cell, first, probe);
    finish(row, *classifier,
           so_far + train_supervised(*classifier, cell.data, targets, recipe, cell.seed, cell.log(row)));
    return classifier;
  };
  trained(name, cell.true_labels(), fine_tuning_recipe(cell.situation()), first.cost);

  const auto labels_of = [&](const std::string& row, const std::vector<const ImageGraph*>& of, const Cost& cost) {
    const LabelGraphRecipe recipe = label_graph_recipe(cell.situation());
    const Array shares = spread_labels(of, cell.data, cell.split, recipe);
    add_transductive(cell, row, shares, cost);
    return targets_of(shares, cell.data, cell.split, recipe);
  };
  const SupervisedRecipe on_graph = of_passes(graph_training_recipe(cell.situation()), trial.graph_passes, cell.split);
  const data::Targets labels = labels_of(name + "_graph", graphs, before);
  auto classifier = trained(name + "_graph", labels, on_graph, before);
  for (Index round = 2; round <= trial.rounds; ++round) {
    const ImageGraph graph = encoder_graph(classifier->encoder, cell.data, cell.split);
    const std::string row = concat(name, "_graph", round);
    classifier = trained(row, labels_of(row, {&graph}, before + graph.cost), on_graph, before + graph.cost);
  }
  if (!trial.chain) return;
  const std::string chain = name + "_graph_fixmatch";
  classifier = probed_classifier(cell, first, probe);
  const auto averaged = make_classifier(cell.data, cell.seed, first.make);
  const Cost cost = train_fixmatch(*classifier, *averaged, cell.data, labels, cell.split.unlabelled,
                                   fixmatch_chain_recipe(cell.situation()), cell.seed, cell.log(chain));
  finish(chain, *classifier, before + cost);
}
// [trial of a pretext]

// Refuses what a method has no use for, rather than to pass over it.
void check(const Trial& trial) {
  const std::string is = "; --method is " + trial.method;
  const bool an_encoder = trial.method == "rotation" || trial.method == "simclr";
  const bool one_network =
      trial.encoders == 1 && trial.rounds == 1 && !trial.chain && !trial.pixels && trial.graph_passes == 0;
  require<UsageError>(an_encoder || one_network,
                      "--encoders, --rounds, --chain, --pixels and --graph-passes are for what ",
                      "an encoder learnt by rotation or simclr", is);
  require<UsageError>(!trial.class_thresholds || trial.method == "fixmatch", "--class-thresholds is for fixmatch", is);
  require<UsageError>(trial.crop == 0 || trial.method == "simclr", "--crop is for simclr", is);
  const bool nothing_trained =
      trial.network == Trial().network && trial.passes == 0 && trial.batch == 0 && trial.rate == 0;
  require<UsageError>(nothing_trained || trial.method != "pixels",
                      "--network, --passes, --batch and --rate are for what is trained", is);
}

// [trials program]
void run(Options options, const Trial& trial) {
  check(trial);
  options.validation = trial.validation;
  const data::Dataset data = load_data(options);
  if (trial.method == "rotation") require_square_images(data, "rotation");
  report::Report report(report_setup(options, "A trial: " + name_of(trial),
                                     "One method with settings of one's own, judged on validation images. The test set "
                                     "was not read."));
  const std::vector<Cell> cells = make_cells(data, options, report);
  if (trial.method == "pixels") {
    try_pixels(cells);
  } else if (trial.method == "supervised" || trial.method == "fixmatch") {
    for (const Cell& cell : cells) try_on_labels(cell, trial);
  } else {
    std::vector<Learnt> learnt;
    for (Index e = 0; e < trial.encoders; ++e) learnt.push_back(learn(cells.front(), trial, e));
    add_neighbours_rows(cells.front(), name_of(trial), learnt.front().graph);
    std::optional<ImageGraph> pixels;
    if (trial.pixels) pixels = pixel_graph(data, cells.front().split);
    for (const Cell& cell : cells) try_encoders(cell, learnt, pixels ? &*pixels : nullptr, trial);
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
        ->check(CLI::IsMember({"supervised", "pixels", "rotation", "simclr", "fixmatch"}))
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
    app.add_option("--crop", trial.crop, "smallest share of an image that SimCLR's crops keep; 0: as the recipe says")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    app.add_flag("--class-thresholds", trial.class_thresholds, "FixMatch with thresholds, one a class, that adapt");
    app.add_option("--encoders", trial.encoders, "of a pretext, from several seeds: what their graphs say is averaged")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--graph-passes", trial.graph_passes,
                   "of the network that learns from the graph's labels; 0: as the recipe says")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    app.add_flag("--pixels", trial.pixels, "the graph of raw pixels has a say beside those of the encoders");
    app.add_option("--rounds", trial.rounds, "of graphs: each of what the network learnt from the one before")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_flag("--chain", trial.chain, "after a pretext, FixMatch on its graph's labels as well");
    app.add_option("--validation", trial.validation, "number of images to judge by")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
  };
  return run_program(argc, argv, program, [&trial](const Options& options) { run(options, trial); });
}
