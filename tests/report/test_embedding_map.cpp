#include <doctest/doctest.h>

#include "report/searched_text.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/report/embedding_map.hpp"

using namespace selfsame;
using namespace selfsame::report;

namespace {

// Four images of two classes in the corners of a square.
MapPanel corners(const std::string& title) {
  MapPanel panel{title, empty({4, 2}), {1, 2, 0, 3, 3, 0, 2, 1}};
  for (Index i = 0; i < 4; ++i) {
    panel.places(i, 0) = static_cast<Scalar>(i % 2);
    panel.places(i, 1) = static_cast<Scalar>(i / 2);
  }
  return panel;
}

Array pictures() {
  Array images = empty({4, 2, 3, 1});
  for (Index i = 0; i < count(images); ++i) images.data()[i] = static_cast<Scalar>(i);
  return images;
}

}  // namespace

TEST_CASE("a map has a dot an image, names its classes and says how many neighbours are of one class") {
  const Figure figure = embedding_map("map", "Map", {corners("<before>"), corners("after")}, pictures(), {0, 0, 1, 1},
                                      {"Shirt", "Bag & co"}, 1, "");
  CHECK(occurrences(figure.svg, "h0") == 8);
  CHECK(occurrences(figure.svg, "class=\"ring\"") == 6);
  CHECK(occurrences(figure.svg, "class=\"name\">Shirt<") == 2);
  CHECK(contains(figure.svg, ">&lt;before&gt;<"));
  CHECK(contains(figure.svg, "data-class=\"Bag &amp; co\""));
  CHECK(contains(figure.svg, "id=\"map-images\""));
  CHECK(occurrences(figure.svg, "stroke-width=\"4\" visibility=\"visible\"") == 2);  // 3 is a bag, and 0 a shirt
  CHECK(figure.alt ==
        "Map. 4 dots, one an image, coloured by class, in 2 maps: <before>; of the 2 nearest to one Shirt 1 are of its "
        "class; after; of the 2 nearest to one Shirt 1 are of its class.");
}

TEST_CASE("a map's script is told what it shows, and the picture stands without it") {
  const Figure figure =
      embedding_map("map", "Map", {corners("one")}, pictures(), {0, 0, 1, 1}, {"Shirt", "Bag"}, 2, "");
  CHECK(contains(figure.svg, "3, 2, 2, 2, 2, [[1,2,0,3,3,0,2,1]]);"));  // w, h, columns, k, shown, neighbours
  CHECK(contains(figure.svg, "viewBox=\"0 2 3 2\""));                   // image 2 is the first of the second row
  CHECK(occurrences(figure.svg, "<![CDATA[") == 1);
}

TEST_CASE("maps of what does not fit together are refused") {
  const auto map = [](const std::vector<MapPanel>& panels, const Indices& labels, Index shown) {
    return embedding_map("m", "M", panels, pictures(), labels, {"a", "b"}, shown, "");
  };
  CHECK_THROWS_WITH_AS(map({corners("c")}, {0, 1}, 0),
                       "embedding_map: images (4, 2, 3, 1) for 2 labels; (labels, H, W, channels), at least one, is "
                       "expected",
                       ShapeError);
  CHECK_THROWS_AS(map({corners("c")}, {0, 1, 0, 1}, 0), ShapeError);
  CHECK_THROWS_AS(map({corners("c")}, {0, 0, 1, 2}, 0), ShapeError);
  CHECK_THROWS_WITH_AS(map({corners("c")}, {0, 0, 1, 1}, 4), "embedding_map: image 4 is to be shown, of 4", ShapeError);
  CHECK_THROWS_AS(map({}, {0, 0, 1, 1}, 0), ShapeError);
  MapPanel wrong = corners("c");
  wrong.neighbours[3] = 7;
  CHECK_THROWS_WITH_AS(map({wrong}, {0, 0, 1, 1}, 0), "embedding_map: c: neighbour 7 is not one of 4", ShapeError);
  wrong.neighbours.pop_back();
  CHECK_THROWS_AS(map({wrong}, {0, 0, 1, 1}, 0), ShapeError);
}
