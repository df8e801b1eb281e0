// SimCLR: an encoder learns to find the other view of each image among all images of a batch; what it learnt is tried
// on the classes, frozen and fine-tuned, beside training from scratch on the same few labels.
#include <optional>

#include "protocol/gallery.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/pretext.hpp"
#include "selfsame/distributed/mpirun.hpp"
#include "t05_contrastive/neighbourhoods.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

void draw_pairs(const Cell& cell) {
  const data::Augment view = simclr_recipe(cell.situation()).augment;
  draw_views(cell, "views", "Views of ten images",
             {{"image", data::Augment()}, {"view", view}, {"view", view}, {"view", view}},
             "The views of one column should lie close together, those of different columns far apart.");
}

// [t05 program]
void run(const Options& options) {
  const data::Dataset data = load_data(options);
  report::Report report(
      report_setup(options, "SimCLR: two views of one image are the same thing",
                   "An encoder learns to find the other view of each image among all images of a batch. "
                   "What it learnt is then tried on the classes, with few labels."));
  std::optional<Pretrained> pretrained;  // labels play no part in it: one for all splits
  const std::vector<Cell> cells = make_cells(data, options, report);
  for (const Cell& cell : cells) {
    if (!cell.misses("simclr")) continue;  // done before a resume
    if (&cell == &cells.front()) draw_pairs(cell);
    add_random_probe(cell);
    add_supervised(cell);
    if (!pretrained) pretrained = simclr_encoder(cell);
    const auto classifier = add_fine_tuned(cell, *pretrained);  // rows simclr_probe and simclr
    if (&cell != &cells.front()) continue;
    draw_neighbourhoods(cell, *make_encoder(data, cell.seed), *pretrained->encoder);
    draw_filters(report, *pretrained->encoder, "simclr");
    save_model(cell, *classifier);
  }
  report.add_curves("loss", "NT-Xent loss", "loss", "loss",
                    "Pre-training starts near ln(2N - 1) and falls; the other "
                    "curves are cross-entropies.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch, and fine-tuned from the SimCLR encoder.");
  report.finish();
}
// [t05 program]

}  // namespace

int main(int argc, char** argv) {
  Program program{"t05_contrastive",
                  "An encoder learns to recognise two views of one image, then learns the classes from few labels."};
  program.several_processes = distributed::mpirun;
  return run_program(argc, argv, program, run);
}
