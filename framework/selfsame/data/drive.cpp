#include "selfsame/data/drive.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "selfsame/core/error.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/core/random.hpp"

namespace selfsame::data {
namespace {

constexpr double pi = 3.14159265358979323846;
constexpr Index side = 16;         // of an image, in pixels
constexpr double pixel = 0.05;     // of the ground, in metres
constexpr double cell_size = 8;    // between centres, in metres
constexpr Index cells_along = 16;  // 128 m
enum Type : Index { asphalt, grass, gravel, sand, types };

// Distinct draws for the parts of a drive.
enum Part : std::uint64_t { of_map, of_way, of_image, of_window };

GroundMap make_map(std::uint64_t seed) {
  Generator random({seed, of_map});
  GroundMap map{cell_size * cells_along, cells_along, {}};
  const Index count = cells_along * cells_along;
  const Indices order = random.permutation(count);  // as many cells of each type
  constexpr std::array<std::array<double, 3>, types> tints{
      {{1, 1, 1}, {0.95, 1.06, 0.85}, {1.02, 1, 0.96}, {1.1, 1.02, 0.88}}};
  for (Index i = 0; i < count; ++i) {
    GroundCell cell;
    cell.x = (static_cast<double>(i % cells_along) + random.uniform(0.1, 0.9)) * cell_size;
    cell.y = (static_cast<double>(i / cells_along) + random.uniform(0.1, 0.9)) * cell_size;
    cell.type = order[static_cast<std::size_t>(i)] % types;
    cell.tint = tints[static_cast<std::size_t>(cell.type)];
    for (double& channel : cell.tint) channel *= 1 + 0.12 * random.normal();
    cell.angle = random.uniform(0, pi);
    map.cells.push_back(cell);
  }
  return map;
}

// Steers smoothly at random, and towards the middle near the edge.
std::vector<Pose> make_way(const GroundMap& map, Index frames, Generator& random) {
  constexpr Index substeps = 8;
  constexpr double dt = Drive::frame_seconds / substeps, tightest = 1.0 / 10;  // metres
  const double middle = map.side / 2;
  Pose pose{middle, middle, random.uniform(-pi, pi), 3};
  double curvature = 0;
  std::vector<Pose> poses;
  for (Index t = 0; t < frames; ++t) {
    poses.push_back(pose);
    curvature = std::clamp(0.9 * curvature + 0.015 * random.normal(), -tightest, tightest);
    pose.speed = std::clamp(pose.speed + 0.1 * (3 - pose.speed) + 0.5 * random.normal(), 1.0, 5.0);
    if (std::max(std::abs(pose.x - middle), std::abs(pose.y - middle)) > middle - 24) {
      const double turn = std::remainder(std::atan2(middle - pose.y, middle - pose.x) - pose.heading, 2 * pi);
      curvature = std::clamp(turn, -1.0, 1.0) * tightest;
    }
    for (Index k = 0; k < substeps; ++k) {
      pose.x += pose.speed * dt * std::cos(pose.heading);
      pose.y += pose.speed * dt * std::sin(pose.heading);
      pose.heading += pose.speed * dt * curvature;
    }
  }
  return poses;
}

using Texture = std::array<double, side * side>;  // mean about 0, standard deviation about 1

// The mean of white noise over `length` pixels along a direction and `width` across, scaled back to standard deviation
// 1.
Texture smeared_noise(double angle, double length, double width, Generator& random) {
  constexpr Index margin = 4, wide = side + 2 * margin, window = 2 * margin + 1;
  std::array<double, window * window> weights{};
  const double c = std::cos(angle), s = std::sin(angle);
  double squares = 0;
  for (Index i = 0; i < window * window; ++i) {
    const auto x = static_cast<double>(i % window - margin), y = static_cast<double>(i / window - margin);
    const double u = (c * x + s * y) / length, v = (c * y - s * x) / width;
    const double weight = std::exp(-(u * u + v * v));
    weights[static_cast<std::size_t>(i)] = weight;
    squares += weight * weight;
  }
  std::array<double, wide * wide> noise{};
  for (double& value : noise) value = random.normal() / std::sqrt(squares);
  Texture texture{};
  for (Index y = 0; y < side; ++y) {
    for (Index x = 0; x < side; ++x) {
      double& sum = texture[static_cast<std::size_t>(y * side + x)];
      for (Index i = 0; i < window * window; ++i) {
        sum += weights[static_cast<std::size_t>(i)] *
               noise[static_cast<std::size_t>((y + i / window) * wide + x + i % window)];
      }
    }
  }
  return texture;
}

// Fine grain, blades, stones, ripples.
Texture texture_of(const GroundCell& cell, double heading, Generator& random) {
  const double angle = cell.angle - heading;
  switch (cell.type) {
    case asphalt:
      return smeared_noise(0, 0.7, 0.7, random);
    case grass:
      return smeared_noise(angle, 2.2, 0.7, random);
    case gravel:
      return smeared_noise(0, 1.4, 1.4, random);
    default: {
      Texture texture = smeared_noise(0, 0.7, 0.7, random);
      const double wave = random.uniform(4, 7), phase = random.uniform(0, 2 * pi);
      for (Index i = 0; i < side * side; ++i) {
        const double across =
            std::cos(angle) * static_cast<double>(i % side) + std::sin(angle) * static_cast<double>(i / side);
        double& value = texture[static_cast<std::size_t>(i)];
        value = 0.7 * value + std::sin(2 * pi * across / wave + phase);
      }
      return texture;
    }
  }
}

// One image, 0.8 m wide, its upper edge towards where the vehicle goes.
void see(const GroundMap& map, const Pose& pose, const std::array<double, 2>& middle, Generator& random,
         std::uint8_t* out) {
  const double light = random.uniform(0.6, 1.4), contrast = random.uniform(0.05, 0.16),
               grain = random.uniform(0.01, 0.05);
  std::array<double, 3> cast{};
  for (double& channel : cast) channel = 1 + 0.06 * random.normal();
  std::vector<std::pair<const GroundCell*, Texture>> textures;  // of the cells in the image, mostly one
  const double c = std::cos(pose.heading), s = std::sin(pose.heading);
  for (Index p = 0; p < side * side; ++p) {
    const double ahead = (side / 2 - 0.5 - static_cast<double>(p / side)) * pixel;
    const double right = (static_cast<double>(p % side) - side / 2 + 0.5) * pixel;
    const GroundCell* cell = &map.at(middle[0] + c * ahead + s * right, middle[1] + s * ahead - c * right);
    auto found = std::find_if(textures.begin(), textures.end(), [&](const auto& known) { return known.first == cell; });
    if (found == textures.end()) {
      textures.emplace_back(cell, texture_of(*cell, pose.heading, random));
      found = textures.end() - 1;
    }
    const double shade = 0.45 + contrast * found->second[static_cast<std::size_t>(p)];
    for (std::size_t channel = 0; channel < 3; ++channel) {
      const double value = light * cast[channel] * cell->tint[channel] * shade + grain * random.normal();
      *out++ = static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
    }
  }
}

// How strong waves of k cycles a metre are in each type of ground.
double roughness(Index type, double k) {
  switch (type) {
    case asphalt:
      return 0.06;
    case grass:
      return 1.2 * std::exp(-k / 1.2);  // soft, long bumps
    case gravel:
      return 0.7 * (1 - std::exp(-k / 2));  // hard, short ones
    default:
      return 0.5 * std::exp(-(k - 3) * (k - 3) / 2);  // ripples
  }
}

// One window of acceleration around the pose: each wave as strong as the ground under the wheels makes it.
void feel(const GroundMap& map, const Pose& pose, Generator& random, Scalar* out) {
  constexpr Index waves = 16;
  std::array<std::array<double, 2>, waves> amplitude{};
  for (auto& both : amplitude) both = {random.normal(), random.normal()};
  for (Index n = 0; n < Drive::samples; ++n) {
    const double along =
        pose.speed * Drive::frame_seconds * (static_cast<double>(n) / static_cast<double>(Drive::samples) - 0.5);
    const Index type = map.at(pose.x + along * std::cos(pose.heading), pose.y + along * std::sin(pose.heading)).type;
    double sum = 0.08 * random.normal();  // of the sensor itself
    for (Index w = 0; w < waves; ++w) {
      const double k = 0.5 * static_cast<double>(w + 1), phase = 2 * pi * k * along;
      const auto& [a, b] = amplitude[static_cast<std::size_t>(w)];
      sum += pose.speed / 3 * roughness(type, k) * (a * std::cos(phase) + b * std::sin(phase));
    }
    out[n] = static_cast<Scalar>(sum);
  }
}

}  // namespace

const std::vector<std::string>& ground_names() {
  static const std::vector<std::string> names{"asphalt", "grass", "gravel", "sand"};
  return names;
}

const GroundCell& GroundMap::at(double x, double y) const {
  const double spacing = side / static_cast<double>(along);
  const auto column = static_cast<Index>(std::floor(x / spacing)), row = static_cast<Index>(std::floor(y / spacing));
  const GroundCell* nearest = &cells.front();
  double least = std::numeric_limits<double>::infinity();
  for (Index j = row - 2; j <= row + 2; ++j) {
    for (Index i = column - 2; i <= column + 2; ++i) {
      const GroundCell& cell = cells[static_cast<std::size_t>(std::clamp<Index>(j, 0, along - 1) * along +
                                                              std::clamp<Index>(i, 0, along - 1))];
      const double distance = (cell.x - x) * (cell.x - x) + (cell.y - y) * (cell.y - y);
      if (distance >= least) continue;
      nearest = &cell;
      least = distance;
    }
  }
  return *nearest;
}

Drive make_drive(Index frames, std::uint64_t seed) {
  require<UsageError>(frames > 0, "drive: expected a positive number of frames, found ", frames);
  Drive drive;
  drive.map = make_map(seed);
  Generator way({seed, of_way});
  drive.poses = make_way(drive.map, frames, way);
  ImageSet& images = drive.images;
  images.count = frames;
  images.height = images.width = side;
  images.channels = 3;
  images.pixels.resize(static_cast<std::size_t>(frames * images.image_size()));
  for (const Pose& pose : drive.poses) {
    drive.seen.push_back(
        {pose.x + Drive::look_ahead * std::cos(pose.heading), pose.y + Drive::look_ahead * std::sin(pose.heading)});
    images.labels.push_back(drive.map.at(drive.seen.back()[0], drive.seen.back()[1]).type);
    drive.felt.push_back(drive.map.at(pose.x, pose.y).type);
  }
  drive.vibration = empty({frames, Drive::samples});
  parallel_for(frames, 64, [&](Index begin, Index end) {
    for (Index t = begin; t < end; ++t) {
      const auto i = static_cast<std::size_t>(t);
      Generator image({seed, of_image, i}), window({seed, of_window, i});
      see(drive.map, drive.poses[i], drive.seen[i], image, images.pixels.data() + t * images.image_size());
      feel(drive.map, drive.poses[i], window, drive.vibration.data() + t * Drive::samples);
    }
  });
  return drive;
}

// [matched frames]
Indices matched_frames(const Drive& drive, double reach) {
  constexpr std::size_t longest = 30;  // frames: 4 m at 1 m/s are 10
  Indices matches(drive.poses.size(), -1);
  for (std::size_t t = 0; t < drive.poses.size(); ++t) {
    double least = reach;
    for (std::size_t s = t; s < std::min(t + longest, drive.poses.size()); ++s) {
      const double distance = std::hypot(drive.poses[s].x - drive.seen[t][0], drive.poses[s].y - drive.seen[t][1]);
      if (distance > least) continue;
      least = distance;
      matches[t] = static_cast<Index>(s);
    }
  }
  return matches;
}
// [matched frames]

Array vibration_features(const Drive& drive) {
  constexpr Index bands = 8, bins = 2 * bands;               // two bins of 2.5 Hz a band
  std::array<std::array<double, 2>, Drive::samples> wave{};  // cos and sin of n / samples of a turn
  for (std::size_t n = 0; n < wave.size(); ++n) {
    const double angle = 2 * pi * static_cast<double>(n) / static_cast<double>(Drive::samples);
    wave[n] = {std::cos(angle), std::sin(angle)};
  }
  Array features = filled({drive.frames(), bands + 1}, 0);
  for (Index t = 0; t < drive.frames(); ++t) {
    for (Index k = 1; k <= bins; ++k) {
      double real = 0, imaginary = 0;
      for (Index n = 0; n < Drive::samples; ++n) {
        const auto& [cosine, sine] = wave[static_cast<std::size_t>(k * n % Drive::samples)];
        real += double{drive.vibration(t, n)} * cosine;
        imaginary += double{drive.vibration(t, n)} * sine;
      }
      features(t, (k - 1) / 2) += static_cast<Scalar>((real * real + imaginary * imaginary) / Drive::samples);
    }
    for (Index b = 0; b < bands; ++b) features(t, b) = std::log(features(t, b) + Scalar(1e-6));
    features(t, bands) = static_cast<Scalar>(std::log(drive.poses[static_cast<std::size_t>(t)].speed));
  }
  return features;
}

}  // namespace selfsame::data
