// PIRL beside rotation prediction: one encoder learns to tell how much an image was rotated, two others learn that a
// rotation or a shuffling of tiles makes no difference. Each is tried on the classes, and asked for the rotation.
#include <algorithm>

#include "methods/pirl.hpp"
#include "protocol/gallery.hpp"
#include "protocol/standard_rows.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/report/image_figures.hpp"
#include "selfsame/ssl/jigsaw.hpp"
#include "selfsame/ssl/rotation.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// What the two transformations make of ten images.
void draw_transformations(const Cell& cell) {
  const Indices& labelled = cell.split.labelled;
  const auto columns = std::min<Index>(10, static_cast<Index>(labelled.size()));
  const Indices shown(labelled.begin(), labelled.begin() + columns);
  const Tensor images(data::to_array(cell.data, cell.data.train, shown));
  const Tensor rotated = slice(ssl::rotate_four_ways(images).images, 0, columns, 2 * columns);  // all by one quarter
  Generator random(1);
  const Tensor puzzles = ssl::join_tiles(ssl::shuffle_tiles(ssl::cut_tiles(images), random).tiles);
  cell.report.add(
      report::image_grid("transformations", "What shall make no difference", cat({images, rotated, puzzles}).data(),
                         columns, {"image", "rotated", "jigsaw"}, {},
                         "Prediction asks how the lower images were made. PIRL asks for the vector of the upper one."));
}

// [rotations probed]
void add_rotation_accuracy(const Cell& cell, const std::string& name, nn::Encoder& encoder) {
  report::Result result = cell.result(name, "rotation_accuracy");
  result.value = rotation_probe_accuracy(encoder, cell.data, cell.split);
  cell.report.add(result);
}
// [rotations probed]

// [t06 program]
void run(const Options& options) {
  const data::Dataset data = load_data(options);
  require_square_images(data, "pirl", 2);
  report::Report report(report_setup(
      options, "PIRL: ignore what the pretext task does",
      "One encoder learns to predict by how much an image was rotated, two others learn that a rotation or "
      "a shuffling of tiles makes no difference. What each learnt is then tried on the classes."));
  std::vector<Pretrained> encoders;  // labels play no part in them: one set for all splits
  const std::vector<Cell> cells = make_cells(data, options, report);
  for (const Cell& cell : cells) {
    if (!cell.misses("pirl_jigsaw")) continue;  // done before a resume
    add_random_probe(cell);
    add_supervised(cell);
    add_rotation_accuracy(cell, "random", *make_encoder(data, cell.seed));
    if (encoders.empty()) {
      draw_transformations(cell);
      encoders.push_back(rotation_encoder(cell));
      encoders.push_back(pirl_rotation_encoder(cell));
      encoders.push_back(pirl_jigsaw_encoder(cell));
    }
    for (const Pretrained& pretrained : encoders) {
      add_rotation_accuracy(cell, pretrained.name, *pretrained.encoder);
      const auto classifier = add_fine_tuned(cell, pretrained);
      if (&cell == &cells.front()) save_model(cell, *classifier);  // the last one stays
    }
  }
  report.add(report::accuracy_bars("rotations", "Can a probe tell the rotation from frozen features?",
                                   report::summarize_methods(report.results(), "rotation_accuracy"),
                                   "Guessing gives 25 %. Prediction has to keep the rotation in the features, PIRL has "
                                   "to lose it; jigsaw PIRL was never asked.",
                                   "rotations told right (%)"));
  report.add_curves("loss", "Loss of pre-training and training", "loss", "loss",
                    "Rotation starts near ln 4, PIRL near ln(N + 1). The losses have different scales; none of them "
                    "says how good the features are.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch, and fine-tuned from each encoder.");
  report.finish();
}
// [t06 program]

}  // namespace

int main(int argc, char** argv) {
  return run_program(
      argc, argv,
      {"t06_pirl",
       "An encoder learns that a rotated or shuffled image is still the same, beside one that tells the rotation."},
      run);
}
