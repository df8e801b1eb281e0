#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "methods/cross_sensor.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

const DriveTask& short_task() {
  static const DriveTask task = drive_task(300, 5);
  return task;
}

}  // namespace

TEST_CASE("learning, validation and test images of a drive task come from three drives") {
  const DriveTask& task = short_task();
  CHECK(task.data.train.count == 300 + 75);
  CHECK(task.data.test.count == 300);
  CHECK(std::equal(task.drive.images.pixels.begin(), task.drive.images.pixels.end(), task.data.train.pixels.begin()));
  CHECK(data::make_drive(300, 17).images.pixels == task.data.test.pixels);  // 3 * 5 + 2
  const data::LabelSplit split = drive_split(task, 12, 0);
  CHECK(split.unlabelled.front() == 0);
  CHECK(split.unlabelled.back() == 299);
  CHECK(split.validation.front() == 300);
  CHECK(split.validation.size() == 75);
}

TEST_CASE("labelled spots are balanced, were driven over, and depend on the seed alone") {
  const DriveTask& task = short_task();
  const Indices labelled = drive_split(task, 12, 0).labelled;
  CHECK(labelled == drive_split(task, 12, 0).labelled);
  CHECK(labelled != drive_split(task, 12, 1).labelled);
  Indices of_type(4, 0);
  for (const Index t : labelled) {
    CHECK(task.matches[static_cast<std::size_t>(t)] >= 0);
    ++of_type[static_cast<std::size_t>(task.data.train.labels[static_cast<std::size_t>(t)])];
  }
  CHECK(of_type == Indices{3, 3, 3, 3});
  CHECK_THROWS_WITH_AS(drive_split(task, 13, 0),
                       "labels: 13 cannot be shared equally among 4 types of ground; take a multiple of 4", UsageError);
  CHECK_THROWS_AS(drive_split(task, 4000, 0), UsageError);
}

TEST_CASE("the class of a window reaches the image that shows its place, and offset 0 is nearly always right") {
  const DriveTask& task = short_task();
  const Indices& truth = task.drive.felt;  // a teacher without mistakes
  const data::Targets propagated = labels_from_wheels(task, truth, {}, 0);
  for (std::size_t i = 0; i < propagated.rows.size(); ++i) {
    const Index window = task.matches[static_cast<std::size_t>(propagated.rows[i])];
    REQUIRE(window >= 0);
    CHECK(propagated.classes[i] == truth[static_cast<std::size_t>(window)]);
  }
  CHECK(label_accuracy(task, propagated) > 90);
  LabelNoise late;
  late.time_offset = 6;
  const data::Targets misplaced = labels_from_wheels(task, truth, late, 0);
  CHECK(label_accuracy(task, misplaced) < 70);
  CHECK(misplaced.rows.size() <= propagated.rows.size());
}

TEST_CASE("flips change as many classes as they are told, each to another one") {
  const Indices classes(4000, 2);
  const Indices random = flipped(classes, 4, 0.3, Flips::random, 1);
  const Indices systematic = flipped(classes, 4, 0.3, Flips::systematic, 1);
  for (const Index other : {0, 1, 3}) CHECK(std::abs(std::count(random.begin(), random.end(), other) - 400) < 80);
  CHECK(std::abs(std::count(systematic.begin(), systematic.end(), 3) - 1200) < 120);
  CHECK(std::count(systematic.begin(), systematic.end(), 2) + std::count(systematic.begin(), systematic.end(), 3) ==
        4000);
  CHECK(flipped(classes, 4, 0, Flips::random, 1) == classes);
}

TEST_CASE("the teacher sees no class but those of the labelled spots") {
  const DriveTask& task = short_task();
  const data::LabelSplit split = drive_split(task, 20, 0);
  DriveTask scrambled = task;
  for (Index t = 0; t < 300; ++t) {
    if (std::binary_search(split.labelled.begin(), split.labelled.end(), t)) continue;
    Index& label = scrambled.data.train.labels[static_cast<std::size_t>(t)];
    label = (label + 1) % 4;
  }
  scrambled.drive.felt.assign(300, 0);
  CHECK(felt_by_teacher(task, split) == felt_by_teacher(scrambled, split));
}
