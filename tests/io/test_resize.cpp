#include <doctest/doctest.h>

#include "selfsame/core/error.hpp"
#include "selfsame/io/resize.hpp"

using namespace selfsame;
using Bytes = std::vector<std::uint8_t>;

TEST_CASE("resize by hand: a triangle over two pixels, or over two of the result where it is smaller") {
  // Halved: pixel 0 is centred on 1, the edge of the first two; weights 3/4 3/4 1/4 of the inputs at 0.5 1.5 2.5.
  CHECK(io::resize({1, 4, 1, {0, 70, 140, 210}}, 1, 2).pixels == Bytes{50, 160});
  CHECK(io::resize({4, 1, 1, {0, 70, 140, 210}}, 2, 1).pixels == Bytes{50, 160});
  CHECK(io::resize({1, 2, 1, {0, 100}}, 1, 4).pixels == Bytes{0, 25, 75, 100});
  // Channels do not mix.
  CHECK(io::resize({1, 2, 3, {0, 10, 20, 100, 10, 220}}, 1, 4).pixels ==
        Bytes{0, 10, 20, 25, 10, 70, 75, 10, 170, 100, 10, 220});
}

TEST_CASE("resize keeps a plain picture plain, and any picture of the right size as it is") {
  const io::Picture plain = io::resize({7, 5, 1, Bytes(35, 255)}, 3, 11);
  CHECK(plain.pixels == Bytes(33, 255));
  CHECK(plain.height == 3);
  CHECK(plain.width == 11);
  const Bytes any{3, 1, 4, 1, 5, 9};
  CHECK(io::resize({2, 3, 1, any}, 2, 3).pixels == any);
}

TEST_CASE("square takes the middle of a picture, wide or high") {
  CHECK(io::square({2, 4, 1, {1, 2, 3, 4, 5, 6, 7, 8}}, 2).pixels == Bytes{2, 3, 6, 7});
  CHECK(io::square({3, 1, 3, {1, 2, 3, 4, 5, 6, 7, 8, 9}}, 1).pixels == Bytes{4, 5, 6});
  CHECK(io::square({2, 4, 1, Bytes(8, 9), true}, 5).turned);
}

TEST_CASE("resize refuses sizes that are none") {
  CHECK_THROWS_WITH_AS(io::resize({1, 2, 1, {0, 0}}, 0, 3),
                       "resize: from 1 x 2 to 0 x 3 pixels; expected at least one along each side", ShapeError);
}
