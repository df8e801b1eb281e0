#include "methods/cross_sensor.hpp"

#include <algorithm>

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
  Generator random(named_seed(seed, "spots"));
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
  Generator random(named_seed(seed, "flips"));
  Indices result = classes;
  for (Index& its_class : result) {
    if (!random.bernoulli(share)) continue;
    const Index step = flips == Flips::random ? 1 + random.integer(number_of_classes - 1) : 1;
    its_class = (its_class + step) % number_of_classes;
  }
  return result;
}

// [labels from wheels]
data::Targets labels_from_wheels(const DriveTask& task, const Indices& felt, const LabelNoise& noise,
                                 std::uint64_t seed) {
  const Indices said = flipped(felt, task.data.classes(), noise.teacher_error, noise.flips, seed);
  data::Targets targets;
  for (Index t = 0; t < task.drive.frames(); ++t) {
    if (task.matches[at(t)] < 0) continue;  // the wheels never came by
    const Index window = task.matches[at(t)] + noise.time_offset;
    if (window < 0 || window >= task.drive.frames()) continue;
    targets.rows.push_back(t);
    targets.classes.push_back(said[at(window)]);
  }
  targets.weights = filled({static_cast<Index>(targets.rows.size())}, 1);
  return targets;
}
// [labels from wheels]

double label_accuracy(const DriveTask& task, const data::Targets& targets) {
  double right = 0;
  for (std::size_t i = 0; i < targets.rows.size(); ++i) {
    right += targets.classes[i] == task.data.train.labels[at(targets.rows[i])] ? 1 : 0;
  }
  return targets.rows.empty() ? 0 : 100 * right / static_cast<double>(targets.rows.size());
}

}  // namespace selfsame::tutorials
