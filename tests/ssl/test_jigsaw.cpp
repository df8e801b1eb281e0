#include <doctest/doctest.h>

#include <algorithm>

#include "selfsame/ssl/jigsaw.hpp"

using namespace selfsame;

TEST_CASE("cut_tiles takes an image apart from the top left to the bottom right, worked by hand") {
  //  1  2 |  3  4
  //  5  6 |  7  8
  // ------+------
  //  9 10 | 11 12
  // 13 14 | 15 16
  const Tensor image = tensor({1, 4, 4, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
  CHECK(ssl::cut_tiles(image).data() ==
        tensor({4, 2, 2, 1}, {1, 2, 5, 6, 3, 4, 7, 8, 9, 10, 13, 14, 11, 12, 15, 16}).data());
}

TEST_CASE("cut_tiles orders by place, then image, and keeps the channels of a pixel together") {
  Generator random(1);
  const Tensor images = randn({3, 6, 6, 2}, random);
  const Tensor tiles = ssl::cut_tiles(images);
  REQUIRE(tiles.shape() == Shape{12, 3, 3, 2});
  for (Index i = 0; i < 3; ++i) {
    for (Index c = 0; c < 2; ++c) {
      CHECK(tiles.data()(i, 1, 2, c) == images.data()(i, 1, 2, c));
      CHECK(tiles.data()(3 + i, 1, 2, c) == images.data()(i, 1, 5, c));
      CHECK(tiles.data()(6 + i, 1, 2, c) == images.data()(i, 4, 2, c));
      CHECK(tiles.data()(9 + i, 1, 2, c) == images.data()(i, 4, 5, c));
    }
  }
}

TEST_CASE("join_tiles puts the tiles of cut_tiles together again exactly") {
  Generator random(2);
  const Tensor images = randn({5, 8, 8, 3}, random);
  CHECK(ssl::join_tiles(ssl::cut_tiles(images)).data() == images.data());
}

TEST_CASE("shuffle_tiles says where each tile came from, every place of every image once") {
  Generator random(3);
  const Index batch = 7;
  const Tensor tiles = ssl::cut_tiles(randn({batch, 4, 4, 1}, random));
  const auto [shuffled, order] = ssl::shuffle_tiles(tiles, random);
  Index moved = 0;
  for (Index i = 0; i < batch; ++i) {
    Indices places;
    for (Index p = 0; p < 4; ++p) {
      const Index from = order[static_cast<std::size_t>(p * batch + i)];
      places.push_back(from);
      moved += from != p ? 1 : 0;
      CHECK(shuffled.data()(p * batch + i, 1, 0, 0) == tiles.data()(from * batch + i, 1, 0, 0));
    }
    std::sort(places.begin(), places.end());
    CHECK(places == Indices{0, 1, 2, 3});
  }
  CHECK(moved > 0);
}

TEST_CASE("shuffle_tiles draws each of the 24 orders about equally often") {
  Generator random(4);
  const Index batch = 24000;
  const Indices order = ssl::shuffle_tiles(zeros({4 * batch, 1, 1, 1}), random).order;
  std::vector<int> times(64, 0);  // by the first three places in base 4
  for (Index i = 0; i < batch; ++i) {
    const auto place = [&](Index p) {
      return static_cast<std::size_t>(order[static_cast<std::size_t>(p * batch + i)]);
    };
    ++times[16 * place(0) + 4 * place(1) + place(2)];
  }
  CHECK(std::count_if(times.begin(), times.end(), [](int n) { return n > 0; }) == 24);
  CHECK(*std::max_element(times.begin(), times.end()) < 1200);  // 1000 expected, standard deviation 31
}

TEST_CASE("cut_tiles and join_tiles say which shapes they take") {
  CHECK_THROWS_WITH_AS(ssl::cut_tiles(zeros({2, 5, 5, 1})),
                       "cut_tiles: images (2, 5, 5, 1) must be (B, H, W, C) with H equal to W and even", ShapeError);
  CHECK_THROWS_WITH_AS(ssl::join_tiles(zeros({6, 2, 2, 1})), "join_tiles: tiles (6, 2, 2, 1) must be (4 B, T, T, C)",
                       ShapeError);
}
