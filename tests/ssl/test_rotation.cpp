#include <doctest/doctest.h>

#include "selfsame/ssl/rotation.hpp"

using namespace selfsame;

TEST_CASE("rotate_four_ways turns counter-clockwise, upright images first") {
  // 1 2      2 4      4 3      3 1
  // 3 4      1 3      2 1      4 2
  const ssl::RotatedBatch batch = ssl::rotate_four_ways(tensor({1, 2, 2, 1}, {1, 2, 3, 4}));
  CHECK(batch.images.shape() == Shape{4, 2, 2, 1});
  CHECK(batch.images.data() == tensor({4, 2, 2, 1}, {1, 2, 3, 4, 2, 4, 1, 3, 4, 3, 2, 1, 3, 1, 4, 2}).data());
  CHECK(batch.rotations == Indices{0, 1, 2, 3});
}

TEST_CASE("rotate_four_ways keeps the channels of a pixel together and orders by turn, then image") {
  Generator random(3);
  const Tensor images = randn({3, 5, 5, 2}, random);
  const ssl::RotatedBatch batch = ssl::rotate_four_ways(images);
  CHECK(batch.rotations == Indices{0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3});
  for (Index i = 0; i < 3; ++i) {
    for (Index c = 0; c < 2; ++c) {
      CHECK(batch.images.data()(i, 1, 3, c) == images.data()(i, 1, 3, c));
      CHECK(batch.images.data()(3 + i, 1, 3, c) == images.data()(i, 3, 3, c));  // (y, x) came from (x, 4 - y)
      CHECK(batch.images.data()(6 + i, 1, 3, c) == images.data()(i, 3, 1, c));  // from (4 - y, 4 - x)
      CHECK(batch.images.data()(9 + i, 1, 3, c) == images.data()(i, 1, 1, c));  // from (4 - x, y)
    }
  }
}

TEST_CASE("four single rotations are none") {
  Generator random(4);
  const Tensor image = randn({1, 3, 3, 1}, random);
  Tensor turned = image;
  for (int i = 0; i < 4; ++i) {
    const Array all = ssl::rotate_four_ways(turned).images.data();
    Array once = empty({1, 3, 3, 1});
    std::copy_n(all.data() + 9, 9, once.data());
    turned = Tensor(once);
  }
  CHECK(turned.data() == image.data());
}

TEST_CASE("rotate_four_ways says that images must be square") {
  CHECK_THROWS_WITH_AS(ssl::rotate_four_ways(zeros({2, 3, 4, 1})),
                       "rotate_four_ways: images (2, 3, 4, 1) must be (B, H, W, C) with H equal to W", ShapeError);
}
