// A vehicle drives over ground that its camera has seen before: what the wheels feel becomes the label of what the
// camera saw. A student learns from these labels, and from the few that a person has given; then the labels are made
// worse.
#include <CLI/CLI.hpp>
#include <iostream>

#include "protocol/gallery.hpp"
#include "recipes/cross_sensor.hpp"
#include "t11_cross_sensor/pictures.hpp"
#include "t11_cross_sensor/rows.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t11 split]
void run_split(const DriveTask& task, const Cell& cell, const LabelNoise& noise, const Indices& flips,
               const Indices& offsets, bool draw) {
  report::Report& report = cell.report;
  const Indices& images = cell.split.unlabelled;
  const data::Targets labels = cell.true_labels();

  const auto [supervised, cost] =
      train_student(cell, labels, cell.split.labelled, few_spots_recipe(cell.situation()), "supervised");
  add_row(cell, "supervised", *supervised, cost);

  const SupervisedRecipe recipe = whole_drive_recipe(cell.situation());
  const Indices felt = felt_by_teacher(task, cell.split);
  const data::Targets propagated = labels_from_wheels(task, felt, noise, cell.seed);
  const auto [sensor, sensor_cost] = train_student(cell, propagated, images, recipe, "sensor");
  add_row(cell, "sensor", *sensor, sensor_cost);
  report::Result right = cell.result("sensor", "label_accuracy");
  right.value = label_accuracy(task, propagated);
  report.add(right);

  const data::Targets blend = data::blended(labels, propagated, true_share);
  const auto [both, both_cost] = train_student(cell, blend, images, recipe, "both");
  add_row(cell, "both", *both, both_cost);

  add_noisy_students(task, cell, felt, flips, offsets);
  if (!draw) return;
  report.add(drive_figure(task, propagated));
  draw_patches(task, report);
  draw_spectra(task, report);
  draw_confusion(cell, *sensor);
  save_model(cell, *sensor);
}
// [t11 split]

// The ceiling: the true class of every image of the drive.
void add_ceiling(const Cell& ceiling) {
  const Indices& all = ceiling.split.unlabelled;
  const auto [network, cost] = train_student(ceiling, data::true_labels(ceiling.data.train, all), all,
                                             whole_drive_recipe(ceiling.situation()), "supervised");
  add_row(ceiling, "supervised", *network, cost);
}

// [t11 program]
void run(const Options& options, const LabelNoise& noise) {
  require<UsageError>(!options.labels().is_all(), "--labels: \"all\" leaves nothing for the wheels to teach");
  report::Report report(report_setup(options, "Across sensors: the wheels teach the camera",
                                     "A vehicle drives over ground that its camera has seen before. What the wheels "
                                     "feel becomes the label of what the camera saw."));
  const Index frames = options.by_profile<Index>(800, 3000, 3000);
  const Indices flips = options.profile == Profile::smoke ? Indices{0} : Indices{0, 20, 40, 60};
  const Indices offsets = options.profile == Profile::smoke ? Indices{} : Indices{1, 2, 4, 8};
  for (const std::uint64_t split : options.splits) {
    if (report.find("supervised", all_labels, split, options.seed + split))
      continue;  // the last row: done before a resume
    const DriveTask task = drive_task(frames, split);
    const Cell cell{task.data,
                    drive_split(task, options.labels().number(), split),
                    options.labels(),
                    split,
                    options.seed + split,
                    report,
                    options.profile,
                    options.steps};
    Cell ceiling = cell;
    ceiling.labels = all_labels;
    run_split(task, cell, noise, flips, offsets, split == options.splits.front());
    add_ceiling(ceiling);
  }
  if (!offsets.empty()) draw_noise(report, flips, offsets);
  report.note("The row with all labels has the true class of every image of the drive: the ceiling.");
  std::cout << "propagated labels that are right, and what students make of them:\n"
            << report.table("label_accuracy") << "test images, while a dial is turned:\n"
            << report.table(noisy_metric) << "test images:\n";
  report.finish();
}
// [t11 program]

}  // namespace

int main(int argc, char** argv) {
  LabelNoise noise;
  Program program{"t11_cross_sensor",
                  "What the wheels feel labels what the camera saw: labels propagated from one sensor to another."};
  program.labels = "40";
  program.example = "--labels 40 --teacher-error 0.2";
  program.datasets = {"drive"};
  program.things = "labelled spots";
  program.more_options = [&noise](CLI::App& app) {
    app.add_option("--teacher-error", noise.teacher_error, "share of the teacher's answers that are flipped [0]")
        ->option_text("P")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    app.add_flag_callback(
        "--systematic", [&noise] { noise.flips = Flips::systematic; },
        "flip to the next class instead of to any: always the same mistake");
    app.add_option("--time-offset", noise.time_offset, "frames by which images and windows are out of step [0]")
        ->option_text("N")
        ->capture_default_str();
  };
  return run_program(argc, argv, program, [&noise](const Options& options) { run(options, noise); });
}
