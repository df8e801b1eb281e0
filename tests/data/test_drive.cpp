#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/data/drive.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/linear_probe.hpp"

using namespace selfsame;
using data::Drive;

namespace {

// A drive that several tests look at.
const Drive& long_drive() {
  static const Drive drive = data::make_drive(1500, 7);
  return drive;
}

}  // namespace

TEST_CASE("a drive is the same at every call, and another one for another seed") {
  const Drive a = data::make_drive(40, 1), b = data::make_drive(40, 1), c = data::make_drive(40, 2);
  CHECK(a.images.pixels == b.images.pixels);
  CHECK(a.images.labels == b.images.labels);
  CHECK(a.vibration == b.vibration);
  CHECK(a.images.pixels != c.images.pixels);
  CHECK(a.vibration != c.vibration);
}

TEST_CASE("a longer drive begins like a shorter one") {
  const Drive few = data::make_drive(10, 3), many = data::make_drive(40, 3);
  CHECK(std::equal(few.images.pixels.begin(), few.images.pixels.end(), many.images.pixels.begin()));
  CHECK(few.poses.back().x == many.poses[9].x);
}

TEST_CASE("a drive of T frames has T images, windows, poses and classes") {
  const Drive drive = data::make_drive(25, 0);
  CHECK(drive.frames() == 25);
  CHECK(drive.images.count == 25);
  CHECK(drive.images.image_size() == 16 * 16 * 3);
  CHECK(drive.images.pixels.size() == 25 * 16 * 16 * 3);
  CHECK(drive.images.labels.size() == 25);
  CHECK(drive.felt.size() == 25);
  CHECK(drive.vibration.shape() == Shape{25, Drive::samples});
  CHECK(data::vibration_features(drive).shape() == Shape{25, 9});
  CHECK_THROWS_WITH_AS(data::make_drive(0, 0), "drive: expected a positive number of frames, found 0", UsageError);
}

TEST_CASE("an image is labelled with the ground that the map has in its middle") {
  const Drive& drive = long_drive();
  for (std::size_t t = 0; t < drive.poses.size(); ++t) {
    CHECK(drive.images.labels[t] == drive.map.at(drive.seen[t][0], drive.seen[t][1]).type);
    CHECK(drive.felt[t] == drive.map.at(drive.poses[t].x, drive.poses[t].y).type);
    CHECK(std::hypot(drive.seen[t][0] - drive.poses[t].x, drive.seen[t][1] - drive.poses[t].y) ==
          doctest::Approx(Drive::look_ahead));
  }
}

TEST_CASE("a point of the map belongs to the nearest of all cells") {
  const data::GroundMap& map = long_drive().map;
  Generator random(1);
  for (int i = 0; i < 200; ++i) {
    const double x = random.uniform(0, map.side), y = random.uniform(0, map.side);
    const auto farther = [&](const data::GroundCell& a, const data::GroundCell& b) {
      return std::hypot(a.x - x, a.y - y) < std::hypot(b.x - x, b.y - y);
    };
    CHECK(&map.at(x, y) == &*std::min_element(map.cells.begin(), map.cells.end(), farther));
  }
}

TEST_CASE("the vehicle stays on the map and between 1 and 5 metres a second") {
  const Drive& drive = long_drive();
  for (const data::Pose& pose : drive.poses) {
    CHECK((pose.x > 0 && pose.x < drive.map.side && pose.y > 0 && pose.y < drive.map.side));
    CHECK((pose.speed >= 1 && pose.speed <= 5));
  }
}

TEST_CASE("matched windows lie later, within reach, and nearer than their neighbours") {
  const Drive& drive = long_drive();
  const Indices matches = data::matched_frames(drive);
  const auto distance = [&](std::size_t t, Index s) {
    const data::Pose& wheels = drive.poses[static_cast<std::size_t>(s)];
    return std::hypot(wheels.x - drive.seen[t][0], wheels.y - drive.seen[t][1]);
  };
  for (std::size_t t = 0; t < matches.size(); ++t) {
    if (matches[t] < 0) continue;
    CHECK(matches[t] > static_cast<Index>(t));
    CHECK(distance(t, matches[t]) <= 1);
    CHECK(distance(t, matches[t]) <= distance(t, matches[t] - 1));
  }
  CHECK(std::count(matches.begin(), matches.end(), -1) < 150);  // a tenth: where it turned off, and at the end
  CHECK(matches.back() == -1);
}

TEST_CASE("an image and its matched window are of the same ground, except near borders") {
  const Drive& drive = long_drive();
  const Indices matches = data::matched_frames(drive);
  const auto agreement = [&](Index offset) {
    double same = 0, all = 0;
    for (std::size_t t = 0; t < matches.size(); ++t) {
      const Index window = matches[t] + offset;
      if (matches[t] < 0 || window >= drive.frames()) continue;
      same += drive.felt[static_cast<std::size_t>(window)] == drive.images.labels[t] ? 1 : 0;
      all += 1;
    }
    return same / all;
  };
  CHECK(agreement(0) > 0.9);
  CHECK(agreement(4) < 0.7);  // half a cell farther
}

TEST_CASE("the types of ground come up about equally often") {
  const Indices& labels = long_drive().images.labels;
  for (Index type = 0; type < 4; ++type) {
    const auto share = static_cast<double>(std::count(labels.begin(), labels.end(), type)) / 1500;
    CHECK(share > 0.12);
    CHECK(share < 0.4);
  }
}

TEST_CASE("a straight cut through spectra tells the ground on another drive, one through mean colours does not") {
  const Drive& drive = long_drive();
  const Drive other = data::make_drive(1000, 8);
  const auto colours = [](const Drive& d) {
    Array means = filled({d.frames(), 3}, 0);
    for (Index t = 0; t < d.frames(); ++t) {
      for (Index p = 0; p < 256; ++p) {
        for (Index c = 0; c < 3; ++c) means(t, c) += static_cast<Scalar>(d.images.image(t)[3 * p + c]) / 256;
      }
    }
    return means;
  };
  const eval::LinearProbe wheels(data::vibration_features(drive), drive.felt, 4);
  const eval::LinearProbe eye(colours(drive), drive.images.labels, 4);
  CHECK(eval::accuracy(wheels(data::vibration_features(other)), other.felt) > 85);
  CHECK(eval::accuracy(eye(colours(other)), other.images.labels) < 75);
}
