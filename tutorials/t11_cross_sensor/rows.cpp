#include "t11_cross_sensor/rows.hpp"

#include <algorithm>

#include "recipes/cross_sensor.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/report/figures.hpp"

namespace selfsame::tutorials {
namespace {

// The mean over splits at 0, where all dials are the same, and at the values of one dial.
report::NamedCurve curve_of(const report::Report& report, const std::string& name, const std::string& row,
                            const std::string& dial, const Indices& values, const char* metric = noisy_metric) {
  report::Curve curve;
  for (const report::MethodSummary& m : report::summarize_methods(report.results(), metric)) {
    if (m.method == NoisyStudent{row, "random flips", 0}.method()) curve.emplace_back(0, m.value.mean);
    for (const Index value : values) {
      if (value > 0 && m.method == NoisyStudent{row, dial, value}.method()) curve.emplace_back(value, m.value.mean);
    }
  }
  std::sort(curve.begin(), curve.end());
  return {name, curve};
}

}  // namespace

// [student]
std::pair<std::unique_ptr<nn::Classifier>, Cost> train_student(const Cell& cell, const data::Targets& targets,
                                                               const Indices& seen, const SupervisedRecipe& recipe,
                                                               const std::string& name) {
  auto student = make_classifier(cell.data, cell.seed);
  const Cost cost = train_supervised(*student, cell.data, targets, recipe, cell.seed, cell.log(name));
  settle_batch_norm(*student, cell, seen);
  return {std::move(student), cost};
}
// [student]

void add_noisy_student(const DriveTask& task, const Cell& cell, const Indices& felt, const NoisyStudent& student,
                       const LabelNoise& noise) {
  const data::Targets from_wheels = labels_from_wheels(task, felt, noise, cell.seed);
  const bool alone = student.row == "sensor";
  const data::Targets targets = alone ? from_wheels : data::blended(cell.true_labels(), from_wheels, true_share);
  const auto [network, cost] =
      train_student(cell, targets, cell.split.unlabelled, whole_drive_recipe(cell.situation()), student.method());
  report::Result result = cell.result(student.method(), noisy_metric, cost);
  result.value = eval::accuracy(eval::outputs(*network, cell.data, cell.data.test), cell.data.test.labels);
  cell.report.add(result);
  if (!alone) return;
  result.metric = "label_accuracy";
  result.value = label_accuracy(task, from_wheels);
  cell.report.add(result);
}

void add_noisy_students(const DriveTask& task, const Cell& cell, const Indices& felt, const Indices& flips,
                        const Indices& offsets) {
  for (const Index percent : flips) {
    const double share = static_cast<double>(percent) / 100;
    add_noisy_student(task, cell, felt, {"sensor", "random flips", percent}, {share, Flips::random, 0});
    add_noisy_student(task, cell, felt, {"both", "random flips", percent}, {share, Flips::random, 0});
    if (percent == 0) continue;
    add_noisy_student(task, cell, felt, {"sensor", "systematic flips", percent}, {share, Flips::systematic, 0});
  }
  for (const Index frames : offsets) {
    add_noisy_student(task, cell, felt, {"sensor", "offset", frames}, {0, Flips::random, frames});
    add_noisy_student(task, cell, felt, {"both", "offset", frames}, {0, Flips::random, frames});
  }
}

void draw_noise(report::Report& report, const Indices& flips, const Indices& offsets) {
  report.add(report::curves_figure(
      "flips", "What wrong labels cost",
      {curve_of(report, "sensor, random flips", "sensor", "random flips", flips),
       curve_of(report, "both, random flips", "both", "random flips", flips),
       curve_of(report, "sensor, always the same mistake", "sensor", "systematic flips", flips),
       curve_of(report, "the labels themselves", "sensor", "random flips", flips, "label_accuracy")},
      "accuracy (%)",
      "Labels flipped on top of the teacher's own mistakes. Random mistakes average out, systematic ones are learnt.",
      "labels flipped (%)"));
  report.add(report::curves_figure(
      "offsets", "What a wrong clock costs",
      {curve_of(report, "sensor", "sensor", "offset", offsets), curve_of(report, "both", "both", "offset", offsets),
       curve_of(report, "the labels themselves", "sensor", "offset", offsets, "label_accuracy")},
      "accuracy (%)", "An image gets the label of a window that came so many frames later than the right one.",
      "offset (frames)"));
}

}  // namespace selfsame::tutorials
