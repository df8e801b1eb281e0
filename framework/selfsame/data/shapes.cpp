#include "selfsame/data/formats.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "selfsame/core/parallel.hpp"
#include "selfsame/core/random.hpp"

namespace selfsame::data {
namespace {

constexpr Index side = 24;
constexpr Index kinds = 5;

bool box(double x, double y, double left, double right, double top, double bottom) {
  return x >= left && x <= right && y >= top && y <= bottom;
}

// Whether the point belongs to the shape; x to the right, y downwards, both from -1 to 1 over the shape.
bool inside(Index kind, double x, double y) {
  switch (kind) {
    case 0:  // arrow, pointing up: a triangle on a shaft
      return (y >= -1 && y <= 0 && std::abs(x) <= 0.85 * (y + 1)) || box(x, y, -0.28, 0.28, 0, 1);
    case 1:  // T
      return box(x, y, -0.9, 0.9, -1, -0.45) || box(x, y, -0.28, 0.28, -1, 1);
    case 2:  // L, its upright longer than its foot: with equal arms a mirrored L would be a turned one
      return box(x, y, -0.6, -0.05, -1, 1) || box(x, y, -0.6, 0.7, 0.45, 1);
    case 3: {  // heart: (x^2 + y^2 - 1)^3 < x^2 y^3 with y upwards
      const double u = 1.2 * x, v = -1.2 * y + 0.1, r = u * u + v * v - 1;
      return r * r * r < u * u * v * v * v;
    }
    default:  // flag: a pole with a triangle at its upper right
      return box(x, y, -0.65, -0.35, -1, 1) || (x >= -0.4 && x <= 0.9 && std::abs(y + 0.4) <= 0.55 * (0.9 - x) / 1.3);
  }
}

struct Colour {
  std::array<double, 3> values;
  double lightness() const { return 0.3 * values[0] + 0.59 * values[1] + 0.11 * values[2]; }
};

Colour random_colour(Generator& random) {
  return {{random.uniform(0, 255), random.uniform(0, 255), random.uniform(0, 255)}};
}

void draw(Index kind, Generator& random, std::uint8_t* pixels) {
  Colour paper = random_colour(random), ink = random_colour(random);
  while (std::abs(paper.lightness() - ink.lightness()) < 60) ink = random_colour(random);
  const double radius = random.uniform(0.24, 0.40) * side;
  const double centre_x = random.uniform(radius, side - radius), centre_y = random.uniform(radius, side - radius);
  const double slant = random.uniform(-0.2, 0.2);  // radians: upright but for 11 degrees
  const double cosine = std::cos(slant) / radius, sine = std::sin(slant) / radius;
  const double noise = random.uniform(4, 24);
  constexpr int fine = 3;  // points along each side of a pixel, for smooth edges
  for (Index y = 0; y < side; ++y) {
    for (Index x = 0; x < side; ++x) {
      int hits = 0;
      for (int k = 0; k < fine * fine; ++k) {
        const double dx = static_cast<double>(x) + (k % fine + 0.5) / fine - centre_x;
        const double dy = static_cast<double>(y) + (k / fine + 0.5) / fine - centre_y;
        hits += inside(kind, cosine * dx + sine * dy, cosine * dy - sine * dx) ? 1 : 0;
      }
      const double share = hits / static_cast<double>(fine * fine);
      for (std::size_t c = 0; c < 3; ++c) {
        const double value = share * ink.values[c] + (1 - share) * paper.values[c] + noise * random.normal();
        *pixels++ = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
      }
    }
  }
}

ImageSet draw_set(Index count, std::uint64_t seed, std::uint64_t part) {
  ImageSet set;
  set.count = count;
  set.height = set.width = side;
  set.channels = 3;
  set.pixels.resize(static_cast<std::size_t>(count * set.image_size()));
  for (Index i = 0; i < count; ++i) set.labels.push_back(i % kinds);
  parallel_for(count, 64, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      Generator random({seed, part, static_cast<std::uint64_t>(i)});
      draw(i % kinds, random, set.pixels.data() + i * set.image_size());
    }
  });
  return set;
}

}  // namespace

Dataset make_shapes(Index train, Index test, std::uint64_t seed) {
  require<UsageError>(train >= kinds && test >= kinds, "shapes: needs at least ", kinds, " training and ", kinds,
                      " test images, asked for ", train, " and ", test);
  Dataset dataset;
  dataset.name = "shapes";
  dataset.class_names = {"arrow", "T", "L", "heart", "flag"};
  dataset.train = draw_set(train, seed, 0);
  dataset.test = draw_set(test, seed, 1);
  dataset.background = 127;
  dataset.mirrored_alike = false;  // a mirrored flag or L is not one
  measure_statistics(dataset);
  return dataset;
}

}  // namespace selfsame::data
