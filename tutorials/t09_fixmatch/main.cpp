#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"
#include "t09_fixmatch/fixmatch.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(report_setup(options, "FixMatch: sure of the easy view, so right about the hard one",
                                     "One loop over few labelled and many unlabelled images: what the network is sure of "
                                     "in a weakly augmented image it must also say of a strongly augmented one."));
  for (const std::uint64_t split : options.splits) {
    const Experiment experiment = experiment_for(data, options.labels(), split, options.seed + split, report);
    if (report.find("fixmatch", experiment.labels, split, experiment.seed)) continue;  // done before a resume
    const FixMatchSettings settings = fixmatch_settings(data, options);
    if (split == options.splits.front()) {
      report_views(experiment, "views", "Weak and strong views of ten images",
                   {{"image", data::no_augment()}, {"weak", settings.weak}, {"strong", settings.strong}, {"strong", settings.strong}},
                   "The guess on the weak view becomes the label of the strong one.");
    }
    run_supervised(experiment, options);
    const auto classifier = run_fixmatch(experiment, options);
    if (split == options.splits.front()) report_mistakes(experiment, *classifier);
  }
  report.add_curves("pseudo_labels", "Guesses that became labels", "accepted", "share of unlabelled images (%)",
                    "How many guesses passed the threshold.");
  report.add_curves("precision", "How many of them were right", "precision", "right (%)",
                    "Measured with labels that training does not see. Where it falls while more is accepted, the "
                    "network has begun to teach itself its own mistakes.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Supervised alone, and FixMatch's averaged weights.");
  report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  Program program;
  program.name = "t09_fixmatch";
  program.description = "Few labelled and many unlabelled images in one loop, against the labels alone.";
  return run_program(argc, argv, program, run);
}
