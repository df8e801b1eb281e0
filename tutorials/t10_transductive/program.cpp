// Labels propagated along a graph of neighbours, by pixels and by learnt features, for the images that are there
// (transductive) and for new ones; then a network that learns from the propagated labels (inductive).
#include <iostream>
#include <optional>

#include "protocol/gallery.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/semi_supervised.hpp"
#include "selfsame/eval/predict.hpp"
#include "t10_transductive/graph_rows.hpp"
#include "t10_transductive/spreading.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// What no label takes part in: made for the first split, then shared by all.
struct Graphs {
  std::optional<Pretrained> rotation, simclr;
  std::optional<ImageGraph> of_pixels, of_rotation, of_simclr;
};

// The baseline, and what it says of the unlabelled images themselves.
void add_supervised_on_both(const Cell& cell) {
  const auto supervised = add_supervised(cell);
  add_transductive(cell, "supervised", eval::outputs(*supervised, cell.data, cell.data.train, cell.split.unlabelled),
                   cost_of_row(cell, "supervised"));
}

// [t10 program]
void run(const Options& options) {
  const data::Dataset data = load_data(options);
  require_square_images(data, "rotation");
  report::Report report(report_setup(options, "Transductive learning: labels that walk along a graph",
                                     "Labels propagate from image to image along nearest neighbours, by pixels and "
                                     "by learnt features. Then a network learns from the propagated labels."));
  report.add(spreading_figure());
  Graphs graphs;
  const std::vector<Cell> cells = make_cells(data, options, report);
  for (const Cell& cell : cells) {
    if (!cell.misses("simclr_pixels_graph")) continue;  // done before a resume
    add_random_probe(cell);
    add_supervised_on_both(cell);

    if (!graphs.of_pixels) graphs.of_pixels = pixel_graph(data, cell.split);
    add_propagated(cell, "pixels", *graphs.of_pixels, {});

    if (!graphs.rotation) graphs.rotation = rotation_encoder(cell);
    if (!graphs.of_rotation) graphs.of_rotation = encoder_graph(cell, *graphs.rotation);
    add_probe_row(cell, *graphs.rotation);
    add_propagated(cell, "rotation", *graphs.of_rotation, graphs.rotation->cost);

    if (!graphs.simclr) graphs.simclr = simclr_encoder(cell);
    if (!graphs.of_simclr) graphs.of_simclr = encoder_graph(cell, *graphs.simclr);
    add_probe_row(cell, *graphs.simclr);
    add_propagated(cell, "simclr", *graphs.of_simclr, graphs.simclr->cost);

    const auto classifier = add_graph(cell, *graphs.simclr, *graphs.of_simclr);
    add_graph(cell, *graphs.simclr, *graphs.of_simclr, &*graphs.of_pixels);
    if (&cell != &cells.front()) continue;
    draw_neighbours(cell, *graphs.of_pixels, "pixels");
    draw_neighbours(cell, *graphs.of_simclr, "simclr");
    draw_confusion(cell, *classifier);
    save_model(cell, *classifier);
  }
  const auto transductive = report::summarize_methods(report.results(), "transductive_accuracy");
  report.add(report::accuracy_bars("transductive", "Accuracy on the unlabelled images themselves", transductive,
                                   "Transductive: on the images of the graph that have no label.",
                                   "transductive accuracy (%)"));
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch on the labels, and from the SimCLR encoder on propagated labels.");
  report.note(
      "The table is about new images (inductive). Rows of harmonic, spreading and poisson answer them by their "
      "nearest neighbours in the graph; what they say of the graph's own images is the second figure.");
  std::cout << "on the unlabelled images themselves (transductive):\n"
            << report.table("transductive_accuracy") << "on new images (inductive):\n";
  report.finish();
}
// [t10 program]

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv,
                     {"t10_transductive",
                      "Labels walk from image to image along a graph of neighbours; then a network learns from them."},
                     run);
}
