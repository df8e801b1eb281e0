// An encoder learns to tell by how many quarter turns each image was rotated; what it learnt is tried on the classes,
// frozen and fine-tuned, beside training from scratch on the same few labels.
#include <optional>

#include "protocol/gallery.hpp"
#include "protocol/standard_rows.hpp"
#include "selfsame/distributed/mpirun.hpp"
#include "t04_rotation/turns.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t04 program]
void run(const Options& options) {
  const data::Dataset data = load_data(options);
  require_square_images(data, "rotation");
  report::Report report(
      report_setup(options, "Rotation: learning from which way is up",
                   "An encoder learns to tell by how many quarter turns an image was rotated, a label "
                   "that costs nothing. What it learnt is then tried on the classes, with few labels."));
  std::optional<Pretrained> pretrained;  // labels play no part in it: one for all splits
  const std::vector<Cell> cells = make_cells(data, options, report);
  for (const Cell& cell : cells) {
    if (!cell.misses("rotation")) continue;  // done before a resume
    add_random_probe(cell);
    add_supervised(cell);
    if (!pretrained) pretrained = rotation_encoder(cell);
    const auto classifier = add_fine_tuned(cell, *pretrained);  // rows rotation_probe and rotation
    if (&cell != &cells.front()) continue;
    draw_turns(cell, *pretrained->encoder);
    draw_filters(report, *pretrained->encoder, "rotation");
    save_model(cell, *classifier);
  }
  report.add_curves("pretext", "Rotations predicted right", "pretext_accuracy", "accuracy (%)",
                    "Training batches; guessing gives 25 %.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch, and fine-tuned from the rotation encoder.");
  report.finish();
}
// [t04 program]

}  // namespace

int main(int argc, char** argv) {
  Program program{"t04_rotation",
                  "An encoder learns from rotated images which way is up, then learns the classes from few labels."};
  program.several_processes = distributed::mpirun;
  return run_program(argc, argv, program, run);
}
