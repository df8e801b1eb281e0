#include "selfsame/data/recipes.hpp"
#include "t02_supervised/supervised.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

void run(const Options& options) {
  const data::Dataset data = data::load_dataset(options.dataset, options.data_dir);
  report::Report report(report_setup(options, "Supervised learning: how far do labels alone go?",
                                     "The same network, trained on more and more labels, with and without augmentation."));
  for (const Index labels : options.label_counts) {
    for (const std::uint64_t split : options.splits) {
      const Experiment experiment = experiment_for(data, labels, split, options.seed + split, report);
      if (!report.find("supervised_plain", labels, split, experiment.seed)) {
        SupervisedSettings plain = supervised_settings(data, labels, options);
        plain.augment = data::no_augment();
        const auto classifier = make_classifier(data, experiment.seed);
        const Cost cost = train_supervised(*classifier, experiment, plain, "supervised_plain");
        report_classifier(experiment, "supervised_plain", *classifier, cost);
      }
      if (!report.find("supervised", labels, split, experiment.seed)) {
        const auto classifier = run_supervised(experiment, options);
        if (labels == options.label_counts.front() && split == options.splits.front()) report_mistakes(experiment, *classifier);
      }
    }
  }
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "Measured ten times in each run on images that no run was trained on.");
  report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  Program program;
  program.name = "t02_supervised";
  program.description = "Accuracy against the number of labels, with and without augmentation: the baseline to beat.";
  program.labels = "40,100,250,1000,4000,all";
  program.example = "--dataset fashion-mnist --labels 100,1000 --profile quick";
  return run_program(argc, argv, program, run);
}
