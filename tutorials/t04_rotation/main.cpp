#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"
#include "t04_rotation/rotation.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(report_setup(options, "Rotation: learning from which way is up",
                                     "An encoder learns to tell by how many quarter turns an image was rotated, a label "
                                     "that costs nothing. What it learnt is then tried on the classes, with few labels."));
  for (const std::uint64_t split : options.splits) {
    const Experiment experiment = experiment_for(data, options.labels(), split, options.seed + split, report);
    if (report.find("rotation", experiment.labels, split, experiment.seed)) continue;  // done before a resume
    run_random_probe(experiment);
    run_supervised(experiment, options);
    const Pretrained pretrained = run_rotation(experiment, options);
    if (split == options.splits.front()) report_filters(report, *pretrained.encoder, "rotation");
  }
  report.add_curves("pretext", "Rotation told right", "pretext_accuracy", "accuracy (%)",
                    "Training batches; guessing gives 25 %.");
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "From scratch, and fine-tuned from the rotation encoder.");
  report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  Program program;
  program.name = "t04_rotation";
  program.description = "An encoder learns from rotated images which way is up, then learns the classes from few labels.";
  return run_program(argc, argv, program, run);
}
