#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"
#include "t05_contrastive/simclr.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(report_setup(options, "SimCLR: two views of one image are the same thing",
                                     "An encoder learns to find the other view of each image among all images of a batch. "
                                     "What it learnt is then tried on the classes, with few labels."));
  for (const std::uint64_t split : options.splits) {
    const Experiment experiment = experiment_for(data, options.labels(), split, options.seed + split, report);
    if (report.find("simclr", experiment.labels, split, experiment.seed)) continue;  // done before a resume
    if (split == options.splits.front()) {
      const data::Augment view = simclr_settings(data, options).augment;
      report_views(experiment, "views", "Views of ten images",
                   {{"image", data::no_augment()}, {"view", view}, {"view", view}, {"view", view}},
                   "The views of one column should lie close together, those of different columns far apart.");
    }
    run_random_probe(experiment);
    run_supervised(experiment, options);
    const Pretrained pretrained = run_simclr(experiment, options);
    if (split == options.splits.front()) report_filters(report, *pretrained.encoder, "simclr");
  }
  report.add_curves("loss", "NT-Xent loss", "loss", "loss", "Pre-training starts near ln(2N - 1) and falls; the other "
                    "curves are cross-entropies.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch, and fine-tuned from the SimCLR encoder.");
  report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  Program program;
  program.name = "t05_contrastive";
  program.description = "An encoder learns to recognise two views of one image, then learns the classes from few labels.";
  return run_program(argc, argv, program, run);
}
