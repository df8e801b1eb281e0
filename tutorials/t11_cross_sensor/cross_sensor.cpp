#include "t11_cross_sensor/cross_sensor.hpp"

#include <algorithm>

#include "selfsame/data/recipes.hpp"
#include "selfsame/eval/linear_probe.hpp"
#include "selfsame/ops/reduce.hpp"

namespace selfsame::tutorials {
namespace {

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

// The rows of a table, in the given order.
Array rows_of(const Array& table, const Indices& rows) {
  const Index width = table.shape()[1];
  Array some = empty({static_cast<Index>(rows.size()), width});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::copy_n(table.data() + rows[i] * width, width, some.data() + static_cast<Index>(i) * width);
  }
  return some;
}

}  // namespace

DriveTask drive_task(Index frames, std::uint64_t split) {
  DriveTask task;
  task.drive = data::make_drive(frames, 3 * split);
  const data::Drive validation = data::make_drive(std::max<Index>(frames / 4, 1), 3 * split + 1);
  data::Dataset& data = task.data;
  data.name = "drive";
  data.class_names = data::ground_names();
  data.background = 127;  // a patch of ground has no background: what moves in is mirrored
  data.train = task.drive.images;
  data::ImageSet& train = data.train;
  train.count += validation.images.count;
  train.pixels.insert(train.pixels.end(), validation.images.pixels.begin(), validation.images.pixels.end());
  train.labels.insert(train.labels.end(), validation.images.labels.begin(), validation.images.labels.end());
  data.test = data::make_drive(frames, 3 * split + 2).images;
  data::measure_statistics(data);
  task.matches = data::matched_frames(task.drive);
  task.heard = data::vibration_features(task.drive);
  return task;
}

data::LabelSplit drive_split(const DriveTask& task, Index labels, std::uint64_t seed) {
  const Index frames = task.drive.frames(), types = task.data.classes();
  require<UsageError>(labels > 0 && labels % types == 0, "labels: ", labels, " cannot be shared equally among ", types,
                      " types of ground; take a multiple of ", types);
  data::LabelSplit split;
  Indices needed(at(types), labels / types);
  Generator random({seed, 0x73706f7473U});  // "spots"
  for (const Index t : random.permutation(frames)) {
    Index& left = needed[at(task.data.train.labels[at(t)])];
    if (task.matches[at(t)] < 0 || left == 0) continue;
    split.labelled.push_back(t);
    --left;
  }
  require<UsageError>(static_cast<Index>(split.labelled.size()) == labels, "labels: ", labels, " means ",
                      labels / types, " spots of each type of ground, but the drive of ", frames,
                      " frames has fewer of one type");
  std::sort(split.labelled.begin(), split.labelled.end());
  for (Index t = 0; t < task.data.train.count; ++t) (t < frames ? split.unlabelled : split.validation).push_back(t);
  return split;
}

// [teacher]
Indices felt_by_teacher(const DriveTask& task, const data::LabelSplit& split) {
  Indices windows, classes;  // of the labelled spots: the frames at which the wheels were there
  for (const Index t : split.labelled) {
    windows.push_back(task.matches[at(t)]);
    classes.push_back(task.data.train.labels[at(t)]);
  }
  const eval::LinearProbe teacher(rows_of(task.heard, windows), classes, task.data.classes());
  return argmax(Tensor(teacher(task.heard)), 1);  // (T)
}
// [teacher]

Indices flipped(const Indices& classes, Index number_of_classes, double share, Flips flips, std::uint64_t seed) {
  Generator random({seed, 0x666c6970U});  // "flip"
  Indices result = classes;
  for (Index& its_class : result) {
    if (!random.bernoulli(share)) continue;
    const Index step = flips == Flips::random ? 1 + random.integer(number_of_classes - 1) : 1;
    its_class = (its_class + step) % number_of_classes;
  }
  return result;
}

// [labels from wheels]
Teaching labels_from_wheels(const DriveTask& task, const Indices& felt, const Dials& dials, std::uint64_t seed) {
  const Indices said = flipped(felt, task.data.classes(), dials.teacher_error, dials.flips, seed);
  Teaching taught;
  for (Index t = 0; t < task.drive.frames(); ++t) {
    if (task.matches[at(t)] < 0) continue;  // the wheels never came by
    const Index window = task.matches[at(t)] + dials.time_offset;
    if (window < 0 || window >= task.drive.frames()) continue;
    taught.rows.push_back(t);
    taught.classes.push_back(said[at(window)]);
  }
  taught.weights = filled({static_cast<Index>(taught.rows.size())}, 1);
  return taught;
}
// [labels from wheels]

double label_accuracy(const DriveTask& task, const Teaching& taught) {
  double right = 0;
  for (std::size_t i = 0; i < taught.rows.size(); ++i) {
    right += taught.classes[i] == task.data.train.labels[at(taught.rows[i])] ? 1 : 0;
  }
  return taught.rows.empty() ? 0 : 100 * right / static_cast<double>(taught.rows.size());
}

// [student]
std::pair<std::unique_ptr<nn::Classifier>, Cost> student_of(const Experiment& experiment, const Teaching& taught,
                                                            const Indices& seen, const SupervisedSettings& settings,
                                                            const std::string& name) {
  auto student = make_classifier(experiment.data, experiment.seed);
  const Cost cost = train_supervised(*student, experiment, taught, settings, name);
  settle_batch_norm(*student, experiment, seen);
  return {std::move(student), cost};
}
// [student]

SupervisedSettings few_settings(const data::Dataset& data, const Options& options) {
  SupervisedSettings settings;
  settings.steps = options.steps_or(20, 600, 1500);
  settings.weight_decay = 2e-3;
  settings.augment = data::strong_augment(data);
  return settings;
}

SupervisedSettings many_settings(const data::Dataset& data, const Options& options) {
  SupervisedSettings settings = few_settings(data, options);
  settings.learning_rate = 0.1;
  settings.augment = data::weak_augment(data);  // with thousands of images strong views cost ten points
  return settings;
}

}  // namespace selfsame::tutorials
