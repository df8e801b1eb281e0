// Supervised learning on more and more labels, with and without augmentation: the baseline that every other method has
// to beat.
#include "protocol/gallery.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/supervised.hpp"
#include "selfsame/distributed/mpirun.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// The row "supervised_plain": the baseline's recipe without its augmentation.
void add_supervised_plain(const Cell& cell) {
  SupervisedRecipe plain = supervised_recipe(cell.situation());
  plain.augment = data::Augment();
  const auto classifier = make_classifier(cell.data, cell.seed);
  const Cost cost =
      train_supervised(*classifier, cell.data, cell.true_labels(), plain, cell.seed, cell.log("supervised_plain"));
  add_row(cell, "supervised_plain", *classifier, cost);
}

// [t02 program]
void run(const Options& options) {
  const data::Dataset data = load_data(options);
  report::Report report(
      report_setup(options, "Supervised learning: how far do labels alone go?",
                   "The same network, trained on more and more labels, with and without augmentation."));
  const std::vector<Cell> cells = make_cells(data, options, report);  // every number of labels with every split
  draw_labelled(cells.front());
  for (const Cell& cell : cells) {
    if (cell.misses("supervised_plain")) add_supervised_plain(cell);
    if (cell.misses("supervised")) {
      const auto classifier = add_supervised(cell);
      if (&cell == &cells.front()) {
        draw_confusion(cell, *classifier);
        save_model(cell, *classifier);
      }
    }
  }
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Measured ten times in each run on images that no run was trained on.");
  report.finish();
}
// [t02 program]

}  // namespace

int main(int argc, char** argv) {
  Program program{"t02_supervised",
                  "Accuracy against the number of labels, with and without augmentation: the baseline to beat."};
  program.labels = "40,100,250,1000,4000,all";
  program.several_labels = true;
  program.example = "--dataset fashion-mnist --labels 100,1000 --profile quick";
  program.several_processes = distributed::mpirun;
  return run_program(argc, argv, program, run);
}
