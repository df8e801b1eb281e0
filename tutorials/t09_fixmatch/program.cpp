// FixMatch: few labelled and many unlabelled images in one loop. From random weights, as published, and as the last
// link of a chain behind SimCLR and a graph of its features; beside the labels alone.
#include <CLI/CLI.hpp>
#include <optional>

#include "protocol/gallery.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/semi_supervised.hpp"
#include "selfsame/distributed/mpirun.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

void draw_weak_and_strong(const Cell& cell, const FixMatchSwitches& switches) {
  const FixMatchRecipe recipe = with_switches(fixmatch_recipe(cell.situation()), switches);
  draw_views(cell, "views", "Weak and strong views of ten images",
             {{"image", data::Augment()}, {"weak", recipe.weak}, {"strong", recipe.strong}, {"strong", recipe.strong}},
             "The guess on the weak view becomes the label of the strong one.");
}

// [switch options]
void add_switches(CLI::App& app, FixMatchSwitches& switches) {
  FixMatchVariant& variant = switches.variant;
  app.add_flag("--no-threshold", switches.no_threshold, "every guess counts, however unsure");
  CLI::Option* soft =
      app.add_flag("--soft-labels", variant.soft_labels, "the guess itself is the target, not its most probable class");
  app.add_option("--temperature", variant.temperature, "sharpens soft labels; 1 leaves them as they are [1]")
      ->option_text("T")
      ->needs(soft)
      ->capture_default_str();
  app.add_flag("--weak-only", switches.weak_only, "a second weak view takes the place of the strong one");
  app.add_flag("--class-thresholds", variant.class_thresholds, "FreeMatch's thresholds, one a class, that adapt");
  app.add_flag("--ema-teacher", variant.ema_teacher, "the averaged weights guess, not those in training");
  app.add_flag("--distribution-alignment,!--no-distribution-alignment", variant.distribution_alignment,
               "rescale guesses so that classes come up equally often [yes]")
      ->default_str("true");
}
// [switch options]

// [all variants]
// The rows of --all-variants, and the switches that each stands for. The last five are older methods; of those that
// guess and train on one and the same view the second one here is a weak view as well.
const std::vector<std::pair<std::string, std::string>> named_switches = {
    {"fixmatch", ""},
    {"fixmatch_no_threshold", "--no-threshold"},
    {"fixmatch_weak_only", "--weak-only"},
    {"fixmatch_soft_labels", "--soft-labels"},
    {"fixmatch_ema_teacher", "--ema-teacher"},
    {"fixmatch_class_thresholds", "--class-thresholds"},
    {"fixmatch_no_alignment", "--no-distribution-alignment"},
    {"uda", "--soft-labels --temperature 0.4 --no-distribution-alignment"},
    {"pseudo_label_threshold", "--weak-only --no-distribution-alignment"},
    {"pseudo_label", "--weak-only --no-distribution-alignment --no-threshold"},
    {"pi_model", "--weak-only --no-distribution-alignment --no-threshold --soft-labels"},
    {"mean_teacher", "--weak-only --no-distribution-alignment --no-threshold --soft-labels --ema-teacher"},
};

std::vector<FixMatchSwitches> all_variants() {
  std::vector<FixMatchSwitches> variants;
  for (const auto& [name, switches] : named_switches) {
    FixMatchSwitches& variant = variants.emplace_back();
    variant.name = name;
    CLI::App app;
    add_switches(app, variant);
    app.parse(switches);
  }
  return variants;
}
// [all variants]

// [t09 program]
void run(const Options& options, const std::vector<FixMatchSwitches>& variants) {
  const data::Dataset data = load_data(options);
  report::Report report(
      report_setup(options, "FixMatch: sure of the easy view, so right about the hard one",
                   "One loop over few labelled and many unlabelled images: what the network is sure of "
                   "in a weakly augmented image it must also say of a strongly augmented one."));
  std::optional<Pretrained> pretrained;  // labels play no part in these two: one of each for all splits
  std::optional<ImageGraph> graph;
  const std::vector<Cell> cells = make_cells(data, options, report);
  for (const Cell& cell : cells) {
    if (!cell.misses("simclr_graph_" + variants.back().name)) continue;  // done before a resume
    if (&cell == &cells.front()) draw_weak_and_strong(cell, variants.front());
    add_supervised(cell);
    for (const FixMatchSwitches& switches : variants) add_fixmatch(cell, switches);
    if (!pretrained) {
      pretrained = simclr_encoder(cell);
      graph = encoder_graph(cell, *pretrained);
    }
    for (const FixMatchSwitches& switches : variants) {
      const auto classifier = add_graph_fixmatch(cell, *pretrained, *graph, switches);
      if (&cell != &cells.front() || &switches != &variants.front()) continue;
      draw_confusion(cell, *classifier);
      save_model(cell, *classifier);
    }
  }
  report.add_curves("pseudo_labels", "Guesses that became labels", "accepted", "share of unlabelled images (%)",
                    "How many guesses passed the threshold.");
  report.add_curves("precision", "How many of them were right", "precision", "right (%)",
                    "Measured with labels that training does not see. Where it falls while more is accepted, the "
                    "network has begun to teach itself its own mistakes.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Supervised alone, and FixMatch's averaged weights.");
  report.finish();
}
// [t09 program]

}  // namespace

int main(int argc, char** argv) {
  FixMatchSwitches switches;
  bool all = false;
  Program program{"t09_fixmatch", "Few labelled and many unlabelled images in one loop, against the labels alone."};
  program.more_options = [&](CLI::App& app) {
    add_switches(app, switches);
    CLI::Option* every =
        app.add_flag("--all-variants", all, "each switch by itself, and older methods: 24 rows a split");
    every->option_text(" ");  // --help says nothing of what excludes what
    for (const char* name : {"--no-threshold", "--soft-labels", "--weak-only", "--ema-teacher", "--class-thresholds",
                             "--distribution-alignment"}) {
      every->excludes(app.get_option(name)->option_text(" "));
    }
  };
  program.several_processes = distributed::mpirun;
  return run_program(argc, argv, program, [&](const Options& options) {
    const Scalar temperature = switches.variant.temperature;
    require<UsageError>(temperature > 0 && temperature <= 1, "--temperature: ", temperature,
                        " is not above 0 and at most 1");
    run(options, all ? all_variants() : std::vector<FixMatchSwitches>{switches});
  });
}
