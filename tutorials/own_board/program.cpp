// The board with a row of your own: your method beside what it must beat, on the same images, splits and network.
#include "methods/own.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/supervised.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [own row]
// "own": trained from scratch with the baseline's recipe, tested once, as every other row.
void add_own(const Cell& cell) {
  const auto classifier = make_classifier(cell.data, cell.seed);
  const Cost cost = train_own(*classifier, cell.data, cell.true_labels(), cell.split.unlabelled,
                              supervised_recipe(cell.situation()), cell.seed, cell.log("own"));
  settle_batch_norm(*classifier, cell, cell.split.unlabelled);
  add_row(cell, "own", *classifier, cost);
}
// [own row]

void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(report_setup(options, "The board with a row of your own",
                                     "The same images, splits, network and test set for every row. Gains are over "
                                     "supervised training from scratch on the same labels."));
  for (const Cell& cell : make_cells(data, options, report)) {
    if (cell.misses("random_probe")) add_random_probe(cell);
    if (cell.misses("supervised")) add_supervised(cell);
    if (cell.misses("fixmatch")) add_fixmatch(cell);
    if (cell.misses("own")) add_own(cell);
  }
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Ten measurements in each run, on images that no run was trained on.");
  report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  Program program{"own_board", "A method of your own beside a random encoder, supervised training and FixMatch."};
  program.several_labels = true;
  program.splits = "5";
  return run_program(argc, argv, program, run);
}
