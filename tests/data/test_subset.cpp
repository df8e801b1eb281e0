#include <doctest/doctest.h>

#include <algorithm>

#include "selfsame/core/error.hpp"
#include "selfsame/data/subset.hpp"

using namespace selfsame;

namespace {

// Six 1 x 2 images of the classes a, b, c, d, a, c; the pixels of image i are 10 i and 10 i + 1.
data::Dataset six_images() {
  data::Dataset set;
  set.name = "letters";
  set.class_names = {"a", "b", "c", "d"};
  set.train.count = 6, set.train.height = 1, set.train.width = 2, set.train.channels = 1;
  set.train.labels = {0, 1, 2, 3, 0, 2};
  for (int i = 0; i < 6; ++i) {
    set.train.pixels.push_back(static_cast<std::uint8_t>(10 * i));
    set.train.pixels.push_back(static_cast<std::uint8_t>(10 * i + 1));
  }
  set.test = set.train;
  set.background = 127;
  set.photographs = true;
  set.mirrored_alike = false;
  data::measure_statistics(set);
  return set;
}

}  // namespace

TEST_CASE("with_classes keeps the images of the named classes and numbers them in the order given") {
  const data::Dataset some = data::with_classes(six_images(), {2, 0}, "c and a");
  CHECK(some.name == "c and a");
  CHECK(some.class_names == std::vector<std::string>{"c", "a"});
  for (const data::ImageSet* set : {&some.train, &some.test}) {
    CHECK(set->count == 4);
    CHECK(set->labels == Indices{1, 0, 1, 0});  // a, c, a, c
    CHECK(set->pixels == std::vector<std::uint8_t>{0, 1, 20, 21, 40, 41, 50, 51});
  }
}

TEST_CASE("with_classes takes over what is known about the images, and measures their statistics anew") {
  const data::Dataset some = data::with_classes(six_images(), {3}, "d");
  CHECK(some.height() == 1);
  CHECK(some.width() == 2);
  CHECK(some.background == 127);
  CHECK(some.photographs);
  CHECK(!some.mirrored_alike);
  CHECK(double{some.mean.at(0)} == doctest::Approx(30.5 / 255));
}

TEST_CASE("with_classes refuses classes that are none, or twice there, or empty") {
  data::Dataset set = six_images();
  CHECK_THROWS_WITH_AS(data::with_classes(set, {}, "x"), "with_classes: no class of letters is named", UsageError);
  CHECK_THROWS_WITH_AS(data::with_classes(set, {4}, "x"), "with_classes: letters has no class 4; there are 4",
                       UsageError);
  CHECK_THROWS_WITH_AS(data::with_classes(set, {1, 1}, "x"), "with_classes: class 1 is listed twice", UsageError);
  set.class_names.emplace_back("e");
  CHECK_THROWS_WITH_AS(data::with_classes(set, {0, 4}, "x"), "with_classes: class \"e\" has no training image",
                       UsageError);
}

TEST_CASE("halves_by_class shares out every image and no class twice; the first half has the odd one") {
  data::Dataset shapes = data::load_dataset("shapes", "");
  const data::ClassHalves halves = data::halves_by_class(shapes);
  CHECK(halves.first.name == "shapes-0-2");
  CHECK(halves.second.name == "shapes-3-4");
  CHECK(halves.first.class_names == std::vector<std::string>{"arrow", "T", "L"});
  CHECK(halves.second.class_names == std::vector<std::string>{"heart", "flag"});
  CHECK(halves.first.train.count + halves.second.train.count == shapes.train.count);
  CHECK(halves.first.test.count + halves.second.test.count == shapes.test.count);
  CHECK(*std::max_element(halves.second.train.labels.begin(), halves.second.train.labels.end()) == 1);
}

TEST_CASE("three classes make no two halves") {
  data::Dataset set = six_images();
  const data::Dataset three = data::with_classes(set, {0, 1, 2}, "three");
  CHECK_THROWS_WITH_AS(data::halves_by_class(three),
                       "halves_by_class: three has 3 classes; at least 4 are needed for two halves with something to "
                       "tell apart",
                       UsageError);
}
