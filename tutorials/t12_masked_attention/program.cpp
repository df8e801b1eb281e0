// Self-attention and masked patches: a vision transformer is shown a quarter of each image and fills in the rest; what
// it learnt is tried on the classes, beside the same transformer and the ConvNet of all other lessons from scratch.
#include <CLI/CLI.hpp>
#include <optional>

#include "protocol/gallery.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/supervised.hpp"
#include "selfsame/distributed/mpirun.hpp"
#include "t12_masked_attention/pictures.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

nn::VisionTransformer& transformer(nn::Encoder& encoder) { return dynamic_cast<nn::VisionTransformer&>(encoder); }

// [t12 program]
void run(const Options& options, double mask_share) {
  require<UsageError>(mask_share > 0 && mask_share < 1, "--mask-share: ", mask_share, " is not above 0 and below 1");
  const data::Dataset data = load_data(options);
  make_transformer(data, options.seed);  // refuses images that cannot be cut into patches, before anything is trained
  report::Report report(
      report_setup(options, "Masked attention: learning from what is hidden",
                   "A vision transformer is shown a quarter of each image and fills in the rest. What it learnt is "
                   "then tried on the classes, with few labels."));
  std::optional<Pretrained> pretrained;  // labels play no part in it: one for all splits
  const std::vector<Cell> cells = make_cells(data, options, report);
  for (const Cell& cell : cells) {
    if (!cell.misses("masked")) continue;  // done before a resume
    add_random_probe(cell, make_transformer);
    add_supervised(cell);  // the ConvNet of all other lessons
    add_transformer_supervised(cell);
    if (!pretrained) pretrained = drawn_masked_encoder(cell, mask_share);
    const auto classifier = add_fine_tuned(cell, *pretrained, transformer_fine_tuning_recipe(cell.situation()));
    if (&cell != &cells.front()) continue;
    const auto untrained = make_transformer(data, cell.seed);
    draw_attention(cell, transformer(*untrained), transformer(*pretrained->encoder), transformer(classifier->encoder));
    save_model(cell, *classifier);
  }
  report.add_curves("pretext", "Error of the hidden pixels", "reconstruction_loss", "mean squared error",
                    "Training batches; pixels are scaled to standard deviation 1 over the data set.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch, ConvNet and transformer, and fine-tuned from the masked encoder.");
  report.finish();
}
// [t12 program]

}  // namespace

int main(int argc, char** argv) {
  double mask_share = 0.75;
  Program program{"t12_masked_attention",
                  "A vision transformer learns from hidden patches, then learns the classes from few labels."};
  program.more_options = [&mask_share](CLI::App& app) {
    app.add_option("--mask-share", mask_share, "of the patches to hide [0.75]")
        ->option_text("X")
        ->capture_default_str();
  };
  program.several_processes = distributed::mpirun;
  return run_program(argc, argv, program, [&mask_share](const Options& options) { run(options, mask_share); });
}
