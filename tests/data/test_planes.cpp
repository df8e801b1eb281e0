#include <doctest/doctest.h>

#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/data/planes.hpp"

using namespace selfsame;

TEST_CASE("planes are balanced, reproducible, and begin alike whatever their length") {
  for (const std::string& name : data::plane_names()) {
    CAPTURE(name);
    const data::PlanePoints few = data::draw_plane(name, 10, 3), many = data::draw_plane(name, 200, 3);
    Index ones = 0;
    for (const Index label : many.labels) ones += label;
    CHECK(ones == 100);
    for (Index i = 0; i < 10; ++i) {
      CHECK(few.points(i, 0) == many.points(i, 0));
      CHECK(few.points(i, 1) == many.points(i, 1));
    }
    CHECK(data::draw_plane(name, 10, 4).points(0, 0) != few.points(0, 0));
  }
}

TEST_CASE("on the crossed plane the clouds lie left and right and the classes above and below") {
  const data::PlanePoints drawn = data::draw_plane("crossed", 2000, 1);
  Index right_of_class[2] = {0, 0};
  for (Index i = 0; i < 2000; ++i) {
    const Index label = drawn.labels[static_cast<std::size_t>(i)];
    CHECK((drawn.points(i, 1) > 0) == (label == 1));
    if (drawn.points(i, 0) > 0) ++right_of_class[label];
    CHECK(std::abs(drawn.points(i, 0)) > 0);
  }
  CHECK(std::abs(right_of_class[0] - 500) < 70);  // half of each class is in each cloud
  CHECK(std::abs(right_of_class[1] - 500) < 70);
}

TEST_CASE("a ring surrounds a disc with room between them") {
  const data::PlanePoints drawn = data::draw_plane("circles", 1000, 1);
  for (Index i = 0; i < 1000; ++i) {
    const double radius = std::hypot(drawn.points(i, 0), drawn.points(i, 1));
    CHECK((radius < 0.7) == (drawn.labels[static_cast<std::size_t>(i)] == 0));
  }
}

TEST_CASE("an unknown plane is refused with the names of the others") {
  CHECK_THROWS_WITH_AS(data::draw_plane("cube", 10, 1),
                       "plane \"cube\" is not one of blobs, moons, circles, flat, crossed", UsageError);
}
