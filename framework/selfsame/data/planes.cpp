#include "selfsame/data/planes.hpp"

#include <cmath>
#include <utility>

#include "selfsame/core/error.hpp"
#include "selfsame/core/random.hpp"

namespace selfsame::data {
namespace {

constexpr double pi = 3.14159265358979323846;

using Point = std::pair<double, double>;

// Along the diagonal clouds are four times as long as across; their centres lie so that the valley between them is
// slanted too.
Point blobs(Index label, Generator& random) {
  const double along = 0.6 * random.normal(), across = 0.15 * random.normal(), side = label == 0 ? -1 : 1;
  return {0.7 * (along + across) + 0.45 * side, 0.7 * (along - across) - 0.45 * side};
}

Point moons(Index label, Generator& random) {
  const double angle = pi * random.uniform(), noise = 0.08;
  const double x = label == 0 ? std::cos(angle) : 1 - std::cos(angle);
  const double y = label == 0 ? std::sin(angle) : 0.5 - std::sin(angle);
  return {x - 0.5 + noise * random.normal(), 1.3 * (y - 0.25) + noise * random.normal()};
}

Point circles(Index label, Generator& random) {
  const double angle = 2 * pi * random.uniform();
  const double radius = label == 0 ? 0.45 * std::sqrt(random.uniform()) : 1.15 + 0.08 * random.normal();
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

Point flat(Index label, Generator& random) {
  for (;;) {  // drawn until it falls on the wanted side of the wave
    const double x = random.uniform(-1.3, 1.3), y = random.uniform(-1.3, 1.3);
    if ((y > 0.5 * std::sin(2.4 * x)) == (label == 1)) return {x, y};
  }
}

Point crossed(Index label, Generator& random) {
  const double cloud = random.bernoulli(0.5) ? 0.8 : -0.8, height = std::abs(0.45 * random.normal());
  return {cloud + 0.22 * random.normal(), label == 1 ? height : -height};
}

const std::vector<std::pair<std::string, Point (*)(Index, Generator&)>>& planes() {
  static const std::vector<std::pair<std::string, Point (*)(Index, Generator&)>> all = {
      {"blobs", blobs}, {"moons", moons}, {"circles", circles}, {"flat", flat}, {"crossed", crossed}};
  return all;
}

}  // namespace

const std::vector<std::string>& plane_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& plane : planes()) all.push_back(plane.first);
    return all;
  }();
  return names;
}

PlanePoints draw_plane(const std::string& name, Index count, std::uint64_t seed) {
  std::string known;
  for (const auto& [plane, draw] : planes()) {
    known += (known.empty() ? "" : ", ") + plane;
    if (plane != name) continue;
    PlanePoints drawn{empty({count, 2}), Indices(static_cast<std::size_t>(count))};
    Generator random({seed, 0x706c616e65});  // "plane"
    for (Index i = 0; i < count; ++i) {
      const Index label = i % plane_classes;
      const auto [x, y] = draw(label, random);
      drawn.points(i, 0) = static_cast<Scalar>(x);
      drawn.points(i, 1) = static_cast<Scalar>(y);
      drawn.labels[static_cast<std::size_t>(i)] = label;
    }
    return drawn;
  }
  throw UsageError(concat("plane \"", name, "\" is not one of ", known));
}

}  // namespace selfsame::data
