// The board: every method under one protocol, on the same images, splits and network.
#include <CLI/CLI.hpp>
#include <optional>

#include "protocol/gallery.hpp"
#include "protocol/missing_rows.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/pretext.hpp"
#include "recipes/semi_supervised.hpp"
#include "recipes/supervised.hpp"
#include "selfsame/distributed/mpirun.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// A quarter turn of an image that is not square does not fit into it.
bool can_be_turned(const data::Dataset& data) { return data.height() == data.width(); }

// [board encoders]
// The encoders that learnt without labels: made when a row first asks for one, then shared by all cells.
struct Encoders {
  LazyEncoder rotation{"rotation", rotation_encoder};
  LazyEncoder simclr{"simclr", simclr_encoder};
  LazyEncoder pirl{"pirl_rotation", pirl_rotation_encoder};
  LazyEncoder masked{"masked", masked_encoder};
  std::optional<ImageGraph> pixels;  // of the images themselves, which no encoder saw
};
// [board encoders]

// What a run leaves beside its numbers: of the first cell, by one row, so that of several processes one draws.
void draw_pictures(const Cell& cell, LazyEncoder& simclr, nn::Classifier& classifier) {
  draw_filters(cell.report, *simclr.of(cell).encoder, simclr.name());
  draw_confusion(cell, classifier);
  save_model(cell, classifier);
}

// [board cell]
// The rows that `board` compares unless it is told otherwise, of one cell: each with its name, how it is made, and the
// encoder that it starts from.
void list_rows(std::vector<TableRow>& rows, const Cell& cell, Encoders& encoders, bool draw) {
  LazyEncoder &rotation = encoders.rotation, &simclr = encoders.simclr;
  rows.push_back({&cell, "random_probe", [&cell] { add_random_probe(cell); }});
  rows.push_back({&cell, "supervised", [&cell] { add_supervised(cell); }});
  if (can_be_turned(cell.data)) {
    rows.push_back({&cell, "rotation", [&] { add_fine_tuned(cell, rotation.of(cell)); }, &rotation});
  }
  rows.push_back({&cell, "simclr", [&] { add_fine_tuned(cell, simclr.of(cell)); }, &simclr});
  rows.push_back({&cell, "fixmatch", [&cell] { add_fixmatch(cell); }});
  rows.push_back({&cell, "simclr_graph", [&] { add_graph(cell, simclr.of(cell), simclr.graph(cell)); }, &simclr});
  const auto add_chain = [&, draw] {
    const auto classifier = add_graph_fixmatch(cell, simclr.of(cell), simclr.graph(cell));
    if (draw) draw_pictures(cell, simclr, *classifier);
  };
  rows.push_back({&cell, "simclr_graph_fixmatch", add_chain, &simclr, draw});
}
// [board cell]

// [board more]
// The rows of the other lessons: --all-methods.
void list_more_rows(std::vector<TableRow>& rows, const Cell& cell, Encoders& encoders) {
  LazyEncoder &pirl = encoders.pirl, &masked = encoders.masked, &simclr = encoders.simclr;
  const auto add_graphs = [&] {
    if (!encoders.pixels) encoders.pixels = pixel_graph(cell.data, cell.split);
    add_graph(cell, simclr.of(cell), simclr.graph(cell), &*encoders.pixels);
  };
  rows.push_back({&cell, "simclr_pixels_graph", add_graphs, &simclr});
  if (can_be_turned(cell.data)) {
    rows.push_back({&cell, "pirl_rotation", [&] { add_fine_tuned(cell, pirl.of(cell)); }, &pirl});
  }
  const auto add_student = [&cell] {
    const auto teacher = add_supervised(cell);  // the row again: the same numbers, and its network
    add_self_training(cell, *teacher);
  };
  rows.push_back({&cell, "self_training", add_student});
  rows.push_back({&cell, "vit_supervised", [&cell] { add_transformer_supervised(cell); }});
  const auto fine_tune_transformer = [&] {
    add_fine_tuned(cell, masked.of(cell), transformer_fine_tuning_recipe(cell.situation()));
  };
  rows.push_back({&cell, "masked", fine_tune_transformer, &masked});
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
  std::vector<TableRow> rows;
  for (const Cell& cell : cells) {
    list_rows(rows, cell, encoders, &cell == &cells.front());
    if (all_methods) list_more_rows(rows, cell, encoders);
  }
  rows.push_back({&ceiling, "supervised", [&ceiling] { add_supervised(ceiling); }});
  add_missing_rows(rows);

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
                  "Supervised, rotation, SimCLR and FixMatch under one protocol: the table of who gains what. "
                  "mpirun -np N shares its rows out among N processes."};
  program.several_labels = true;
  program.several_processes = distributed::mpirun;
  program.shares_batches = false;  // each row is one process's
  bool all_methods = false;
  program.more_options = [&all_methods](CLI::App& app) {
    app.add_flag("--all-methods", all_methods, "also the graph with pixels, PIRL, self-training and masked patches");
  };
  program.more_free_on_resume = {"all-methods"};
  return run_program(argc, argv, program, [&all_methods](const Options& options) { run(options, all_methods); });
}
