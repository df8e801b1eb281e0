// Learning planes from few labelled points, alone and with the help of unlabelled ones in five ways: what each method
// says everywhere, drawn, also where unlabelled points mislead.
#include <CLI/CLI.hpp>
#include <optional>

#include "protocol/options.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/report/text.hpp"
#include "t03_map_of_ssl/boundaries.hpp"
#include "t03_map_of_ssl/point_methods.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t03 cell]
// One plane, one number of labels, one split: where results go, and panels if they are to be drawn.
struct PlaneCell {
  std::string plane;
  data::LabelCount labels;
  std::uint64_t split;
  std::uint64_t seed;
  const PlaneTask& task;
  report::Report& report;
  report::Progress& progress;
  std::vector<Panel>* panels;  // null: nothing is drawn

  // Trains and measures. What a resumed run finds measured is trained again only to be drawn.
  void add(const std::string& method, const std::function<Trained()>& train) const {
    const bool measured = report.find(method, labels, split, seed, "test_accuracy", plane) != nullptr;
    if (measured && !panels) return;
    const Trained trained = train();
    const double accuracy = eval::accuracy(trained.scores(task.test.points), task.test.labels);
    if (!measured) {
      report.add({plane, method, labels, split, seed, "test_accuracy", accuracy, trained.cost.updates,
                  trained.cost.images_seen, trained.cost.seconds});
    }
    if (panels) panels->push_back(panel_of(method + "  " + report::fixed(accuracy, 0) + " %", trained));
    progress.log({{method, accuracy}});
  }
};
// [t03 cell]

// What to look for on each plane.
std::string caption_of(const std::string& plane) {
  const std::string how =
      " Large points are labelled; small grey ones are not (every second is drawn). Blue and orange are the two "
      "answers, pale where unsure.";
  if (plane == "blobs") {
    return "The valley between the clouds is slanted, the line half way between two labelled points need not be." + how;
  }
  if (plane == "moons") return "Each class is one long bent cloud: walk along it and the class stays the same." + how;
  if (plane == "circles") return "A ring around a disc: no straight cut tells them apart." + how;
  if (plane == "flat") {
    return "Nothing in the points says where the classes meet: unlabelled points have nothing to give." + how;
  }
  return "Two clouds, and classes that cut through both. The gap that the methods find is real, and wrong." + how;
}

// [t03 plane]
void run_plane(const std::string& plane, const Options& options, const PointRecipe& recipe, report::Report& report) {
  auto progress = report.progress(plane, static_cast<Index>(options.splits.size()));
  std::vector<Panel> panels;
  std::optional<PlaneTask> drawn;
  for (const Index step : progress) {
    const std::uint64_t split = options.splits[static_cast<std::size_t>(step)], seed = options.seed + split;
    std::optional<PretrainedPoints> rotation, contrastive;  // labels play no part in them: one for all counts
    for (const data::LabelCount labels : options.label_counts) {
      const PlaneTask task = plane_task(plane, labels, split);
      const bool draw = split == options.splits.front() && labels == options.label_counts.front();
      const PlaneCell cell{plane, labels, split, seed, task, report, progress, draw ? &panels : nullptr};
      cell.add("supervised", [&] { return train_points(task, recipe, {}, 0, seed); });
      if (labels.is_all()) continue;  // the ceiling
      cell.add("random_probe", [&] { return probe_points(random_points(seed), task); });
      cell.add("rotation_probe", [&] {
        if (!rotation) rotation = rotation_pretext(task, recipe, seed);
        return probe_points(*rotation, task);
      });
      cell.add("contrast_probe", [&] {
        if (!contrastive) contrastive = contrastive_pretext(task, recipe, seed);
        return probe_points(*contrastive, task);
      });
      cell.add("entropy", [&] { return train_points(task, recipe, entropy_term(), recipe.entropy_weight, seed); });
      cell.add("pseudo_labels", [&] {
        return train_points(task, recipe, pseudo_label_term(recipe.threshold), recipe.pseudo_weight, seed);
      });
      cell.add("consistency", [&] {
        return train_points(task, recipe, consistency_term(recipe.jitter), recipe.consistency_weight, seed);
      });
      if (draw) drawn = task;
    }
  }
  if (!drawn) return;
  report.add(boundaries_figure(plane, *drawn, panels, caption_of(plane)));
}
// [t03 plane]

void run(const Options& options, PointRecipe recipe) {
  recipe.steps = options.steps_or(30, 1000, 2000);
  report::Report report(report_setup(options, "The map: what unlabelled points can and cannot tell",
                                     "The same small network learns planes from few labelled points, alone and with "
                                     "the help of unlabelled ones in five ways."));
  for (const std::string& plane : data::plane_names()) {
    if (options.dataset == "all" || options.dataset == plane) run_plane(plane, options, recipe, report);
  }
  report.finish();
}

}  // namespace

int main(int argc, char** argv) {
  PointRecipe recipe;
  Program program;
  program.name = "t03_map_of_ssl";
  program.description = "Ways of learning from few labels on two moons and other planes: what each says everywhere.";
  program.labels = "2,10,all";
  program.several_labels = true;
  program.example = "--dataset moons --labels 2,6,10,all --splits 10";
  program.datasets = {"all"};
  program.things = "labelled points";
  for (const std::string& plane : data::plane_names()) program.datasets.push_back(plane);
  program.splits = "5";
  program.checkpoints = false;
  program.threads = "1";  // a step takes a fraction of a millisecond: two threads would wait for each other
  program.more_options = [&recipe](CLI::App& app) {
    const auto dial = [&app](const std::string& name, double& value, const std::string& meaning) {
      app.add_option(name, value, meaning + " [" + report::compact(value) + "]")
          ->option_text("X")
          ->check(CLI::NonNegativeNumber)
          ->capture_default_str();
    };
    dial("--jitter", recipe.jitter, "standard deviation of the noise between two views of a point");
    dial("--entropy-weight", recipe.entropy_weight, "of the entropy term");
    dial("--threshold", recipe.threshold, "probability from which a guess is a pseudo-label");
    dial("--pseudo-weight", recipe.pseudo_weight, "of the loss on pseudo-labels");
    dial("--consistency-weight", recipe.consistency_weight, "of the consistency term");
    dial("--temperature", recipe.temperature, "of the contrastive pretext");
    dial("--rate", recipe.learning_rate, "learning rate at the first step");
  };
  return run_program(argc, argv, program, [&recipe](const Options& options) { run(options, recipe); });
}
