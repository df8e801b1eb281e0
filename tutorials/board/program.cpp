// The board: every method under one protocol, on the same images, splits and network.
#include <CLI/CLI.hpp>
#include <optional>

#include "protocol/gallery.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/pretext.hpp"
#include "recipes/semi_supervised.hpp"
#include "recipes/supervised.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// The encoders that learnt without labels: made when a cell first needs them, then shared by all cells.
struct Encoders {
  std::optional<Pretrained> rotation;
  std::optional<Pretrained> simclr;
  std::optional<ImageGraph> graph;  // of what SimCLR makes of the images
  std::optional<Pretrained> pirl;
  std::optional<Pretrained> masked;
};

// A quarter turn of an image that is not square does not fit into it.
bool can_be_turned(const data::Dataset& data) { return data.height() == data.width(); }

// [board cell]
// The methods that `board` compares unless it is told otherwise, on one cell. A row that an interrupted run has
// finished is not computed again.
void fill(const Cell& cell, Encoders& encoders, bool draw) {
  if (cell.misses("random_probe")) add_random_probe(cell);
  if (cell.misses("supervised")) add_supervised(cell);
  if (can_be_turned(cell.data) && cell.misses("rotation")) {
    if (!encoders.rotation) encoders.rotation = rotation_encoder(cell);
    add_fine_tuned(cell, *encoders.rotation);
  }
  const bool needs_simclr =
      cell.misses("simclr") || cell.misses("simclr_graph") || cell.misses("simclr_graph_fixmatch");
  if (!encoders.simclr && needs_simclr) {
    encoders.simclr = simclr_encoder(cell);
    encoders.graph = encoder_graph(cell, *encoders.simclr);
  }
  if (cell.misses("simclr")) {
    add_fine_tuned(cell, *encoders.simclr);
    if (draw) draw_filters(cell.report, *encoders.simclr->encoder, "simclr");
  }
  if (cell.misses("fixmatch")) add_fixmatch(cell);
  if (cell.misses("simclr_graph")) add_graph(cell, *encoders.simclr, *encoders.graph);
  if (cell.misses("simclr_graph_fixmatch")) {
    const auto classifier = add_graph_fixmatch(cell, *encoders.simclr, *encoders.graph);
    if (draw) {
      draw_confusion(cell, *classifier);
      save_model(cell, *classifier);
    }
  }
}
// [board cell]

// [board more]
// The rows of the other lessons: --all-methods.
void fill_more(const Cell& cell, Encoders& encoders) {
  if (can_be_turned(cell.data) && cell.misses("pirl_rotation")) {
    if (!encoders.pirl) encoders.pirl = pirl_rotation_encoder(cell);
    add_fine_tuned(cell, *encoders.pirl);
  }
  if (cell.misses("self_training")) {
    const auto teacher = add_supervised(cell);  // the row again: the same numbers, and its network
    add_self_training(cell, *teacher);
  }
  if (cell.misses("vit_supervised")) add_transformer_supervised(cell);
  if (cell.misses("masked")) {
    if (!encoders.masked) encoders.masked = masked_encoder(cell);
    add_fine_tuned(cell, *encoders.masked, transformer_fine_tuning_recipe(cell.situation()));
  }
}
// [board more]

void draw_augmentations(const Cell& cell) {
  const Situation situation = cell.situation();
  draw_views(cell, "augmentations", "What the methods see of ten images",
             {{"image", data::Augment()},
              {"weak", augment_of(Views::weak, cell.data)},
              {"SimCLR", simclr_recipe(situation).augment},
              {"strong", fixmatch_recipe(situation).strong}},
             "Rows are augmentations: shift and flip, SimCLR's crops, FixMatch's strong view.");
}

// [board program]
void run(const Options& options, bool all_methods) {
  const data::Dataset data = load_data(options);
  if (all_methods) make_transformer(data, options.seed);  // refuses now what it could not cut into patches in an hour
  report::Report report(report_setup(options, "The board: every method under one protocol",
                                     "The same images, splits, network and test set for every row. Gains are over "
                                     "supervised training from scratch on the same labels."));
  const std::vector<Cell> cells = make_cells(data, options, report);
  const Cell ceiling = make_cell(data, all_labels, options.splits.front(), options, report);
  draw_augmentations(cells.front());
  Encoders encoders;
  for (const Cell& cell : cells) {
    fill(cell, encoders, &cell == &cells.front());
    if (all_methods) fill_more(cell, encoders);
  }
  if (ceiling.misses("supervised")) add_supervised(ceiling);

  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Ten measurements in each run, on images that no run was trained on.");
  report.add_curves("pretext", "Rotations predicted right", "pretext_accuracy", "accuracy (%)", "Guessing gives 25 %.");
  report.add_curves("accepted", "FixMatch: guesses that became labels", "accepted", "share of unlabelled images (%)",
                    "How many guesses passed the threshold.");
  report.add_curves("precision", "FixMatch: how many of them were right", "precision", "right (%)",
                    "Measured with labels that training does not see.");
  report.note(
      "Rotation and SimCLR learn once, without labels, and serve every split; their seconds count that in each row.");
  if (!can_be_turned(data)) {
    report.note("Rotation and PIRL were left out: they turn images by quarters, which needs them square.");
  }
  report.note("The row with all labels is the ceiling for this network and this many passes over the images.");
  report.finish();
}
// [board program]

}  // namespace

int main(int argc, char** argv) {
  Program program{"board",
                  "Supervised, rotation, SimCLR and FixMatch under one protocol: the table of who gains what."};
  program.several_labels = true;
  bool all_methods = false;
  program.more_options = [&all_methods](CLI::App& app) {
    app.add_flag("--all-methods", all_methods, "also PIRL, self-training and masked patches");
  };
  program.more_free_on_resume = {"all-methods"};
  return run_program(argc, argv, program, [&all_methods](const Options& options) { run(options, all_methods); });
}
