#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"
#include "t04_rotation/rotation.hpp"
#include "t05_contrastive/simclr.hpp"
#include "t09_fixmatch/fixmatch.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// Every method on one cell. A row that an interrupted run has finished is not computed again.
void fill_cell(const Experiment& experiment, const Options& options, bool draw) {
  report::Report& report = experiment.report;
  const auto missing = [&](const char* method) {
    return !report.find(method, experiment.labels, experiment.split_number, experiment.seed);
  };
  if (missing("random_probe")) run_random_probe(experiment);
  if (missing("supervised")) run_supervised(experiment, options);
  if (missing("rotation")) run_rotation(experiment, options);
  if (missing("simclr")) {
    const Pretrained pretrained = run_simclr(experiment, options);
    if (draw) report_filters(report, *pretrained.encoder, "simclr");
  }
  if (missing("fixmatch")) {
    const auto classifier = run_fixmatch(experiment, options);
    if (draw) report_mistakes(experiment, *classifier);
  }
}

void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(report_setup(options, "The board: every method under one protocol",
                                     "The same images, splits, network and test set for every row. Gains are over "
                                     "supervised training from scratch on the same labels."));
  const auto cell = [&](Index labels, std::uint64_t split) {
    return experiment_for(data, labels, split, options.seed + split, report);
  };
  const Experiment first = cell(options.labels(), options.splits.front());
  report_views(first, "augmentations", "What the methods see of ten images",
               {{"image", data::no_augment()},
                {"weak", data::weak_augment(data)},
                {"SimCLR", simclr_settings(data, options).augment},
                {"strong", fixmatch_settings(data, options).strong}},
               "Rows are augmentations: shift and flip, SimCLR's crops, FixMatch's strong view.");
  for (const Index labels : options.label_counts) {
    for (const std::uint64_t split : options.splits) {
      fill_cell(cell(labels, split), options, labels == options.labels() && split == options.splits.front());
    }
  }
  const Experiment ceiling = cell(all_labels, options.splits.front());
  if (!report.find("supervised", all_labels, ceiling.split_number, ceiling.seed)) run_supervised(ceiling, options);

  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Ten measurements in each run, on images that no run was trained on.");
  report.add_curves("pretext", "Rotation told right", "pretext_accuracy", "accuracy (%)", "Guessing gives 25 %.");
  report.add_curves("accepted", "FixMatch: guesses that became labels", "accepted", "share of unlabelled images (%)",
                    "How many guesses passed the threshold.");
  report.add_curves("precision", "FixMatch: how many of them were right", "precision", "right (%)",
                    "Measured with labels that training does not see.");
  report.note("The row with all labels is the ceiling for this network and this many passes over the images.");
  report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  Program program;
  program.name = "board";
  program.description = "Supervised, rotation, SimCLR and FixMatch under one protocol: the table of who gains what.";
  program.labels = "100";
  return run_program(argc, argv, program, run);
}
