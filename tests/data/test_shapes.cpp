#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/data/formats.hpp"

using namespace selfsame;
using namespace selfsame::data;

namespace {

// How often each pixel belongs to the shape, over the training images of a class, each moved to its centre of mass.
std::vector<double> class_picture(const Dataset& dataset, Index label) {
  const Index side = dataset.height();
  std::vector<double> sum(static_cast<std::size_t>(side * side), 0.0);
  for (Index i = 0; i < dataset.train.count; ++i) {
    if (dataset.train.labels[static_cast<std::size_t>(i)] != label) continue;
    const auto lightness = [&](Index p) {
      const std::uint8_t* pixel = dataset.train.image(i) + 3 * p;
      return 0.3 * pixel[0] + 0.59 * pixel[1] + 0.11 * pixel[2];
    };
    const double paper =
        (lightness(0) + lightness(side - 1) + lightness(side * (side - 1)) + lightness(side * side - 1)) / 4;
    Indices ink;
    double x = 0, y = 0;
    for (Index p = 0; p < side * side; ++p) {
      if (std::abs(lightness(p) - paper) < 35) continue;
      ink.push_back(p);
      x += static_cast<double>(p % side);
      y += static_cast<double>(p / side);
    }
    if (ink.empty()) continue;
    const Index dx = side / 2 - std::lround(x / static_cast<double>(ink.size()));
    const Index dy = side / 2 - std::lround(y / static_cast<double>(ink.size()));
    for (const Index p : ink) {
      const Index to_x = p % side + dx, to_y = p / side + dy;
      if (to_x >= 0 && to_x < side && to_y >= 0 && to_y < side) sum[static_cast<std::size_t>(to_y * side + to_x)] += 1;
    }
  }
  return sum;
}

double difference(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += std::abs(a[i] - b[i]);
    size += a[i];
  }
  return sum / size;
}

std::vector<double> quarter_turn(const std::vector<double>& picture, std::size_t side) {
  std::vector<double> turned(picture.size());
  for (std::size_t y = 0; y < side; ++y) {
    for (std::size_t x = 0; x < side; ++x) turned[y * side + x] = picture[x * side + side - 1 - y];
  }
  return turned;
}

}  // namespace

TEST_CASE("shapes are the same at every call, and other ones for another seed or in the test set") {
  const Dataset a = make_shapes(50, 50, 1), b = make_shapes(50, 50, 1), c = make_shapes(50, 50, 2);
  CHECK(a.train.pixels == b.train.pixels);
  CHECK(a.train.pixels != c.train.pixels);
  CHECK(a.train.pixels != a.test.pixels);
}

TEST_CASE("shapes are balanced, and few labels of the usual numbers can be drawn from them") {
  const Dataset dataset = load_dataset("shapes", "");
  CHECK(dataset.train.count == 2000);
  CHECK(dataset.test.count == 500);
  CHECK(dataset.channels() == 3);
  for (Index c = 0; c < dataset.classes(); ++c)
    CHECK(std::count(dataset.train.labels.begin(), dataset.train.labels.end(), c) == 400);
  for (const Index labels : {40, 100, 250, 1000}) CHECK(labels % dataset.classes() == 0);
  CHECK_THROWS_AS(make_shapes(3, 3), UsageError);
}

TEST_CASE("no class of shapes looks the same after a quarter turn, so that predicting rotation has an answer") {
  const Dataset dataset = make_shapes(2000, 5);
  const Dataset again = make_shapes(2000, 5, 7);
  for (Index c = 0; c < dataset.classes(); ++c) {
    const auto picture = class_picture(dataset, c);
    auto turned = quarter_turn(picture, 24);
    const double chance = difference(picture, class_picture(again, c));  // what other images of the class differ by
    for (int k = 1; k < 4; ++k) {
      CAPTURE(dataset.class_names[static_cast<std::size_t>(c)]);
      CHECK(difference(picture, turned) > 5 * chance);
      turned = quarter_turn(turned, 24);
    }
  }
}
