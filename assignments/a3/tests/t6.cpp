// a3.t6: images into patches and back.
#include "check.hpp"
#include "selfsame/ops/patches.hpp"

using course::backward_of_op;
using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::concat;
using selfsame::Index;
using selfsame::Tensor;
using selfsame::tensor;

namespace {

Array patches_of(const Array& images, Index patch) { return patchify(Tensor(images), patch).data(); }

// The page's image: 2 x 4 pixels, numbered row by row.
const Array page_image = tensor({1, 2, 4, 1}, {1, 2, 3, 4, 5, 6, 7, 8}).data();
const Array page_patches = tensor({1, 2, 4}, {1, 2, 5, 6, 3, 4, 7, 8}).data();

// Images whose sides are whole numbers of patches.
Array images_of_patches(Index patch) {
  const Index n = random_size(2, 3), channels = random_size(6, 7);
  const Index rows = random_size(2, 3, 1), cols = random_size(4, 5);  // of patches
  return random_array({n, patch * rows, patch * cols, channels});
}

// patchify, number by number.
Array by_number(const Array& images, Index p) {
  const Index n = images.shape()[0], rows = images.shape()[1] / p, cols = images.shape()[2] / p;
  const Index channels = images.shape()[3];
  Array patches = selfsame::empty({n, rows * cols, p * p * channels});
  for (Index image = 0; image < n; ++image) {
    for (Index t = 0; t < rows * cols; ++t) {
      for (Index e = 0; e < p * p * channels; ++e) {
        const Index y = t / cols * p + e / (p * channels), x = t % cols * p + e / channels % p;
        patches(image, t, e) = images(image, y, x, e % channels);
      }
    }
  }
  return patches;
}

}  // namespace

TEST_CASE("two patches of an image: the page's numbers") {
  check_close("patches of 2 x 2 of [[1, 2, 3, 4], [5, 6, 7, 8]]", patches_of(page_image, 2), page_patches,
              {{tensor({1, 2, 4}, {1, 2, 3, 4, 5, 6, 7, 8}).data(),
                "the numbers stayed in their order; a patch takes two pixels of each row"},
               {tensor({1, 2, 4}, {1, 5, 2, 6, 3, 7, 4, 8}).data(),
                "the pixels of a patch are in column order; take them row by row"}});
}

TEST_CASE("patches are counted row by row") {
  const Array image = tensor({1, 2, 2, 1}, {1, 2, 3, 4}).data();
  check_close(
      "patches of 1 x 1 of [[1, 2], [3, 4]]", patches_of(image, 1), tensor({1, 4, 1}, {1, 2, 3, 4}).data(),
      {{tensor({1, 4, 1}, {1, 3, 2, 4}).data(), "patches are counted column by column; count them row by row"}});
  check_close("patches of 1 x 1 of [[1, 2, 3, 4], [5, 6, 7, 8]]", patches_of(page_image, 1),
              tensor({1, 8, 1}, {1, 2, 3, 4, 5, 6, 7, 8}).data(),
              {{tensor({1, 8, 1}, {1, 5, 2, 6, 3, 7, 4, 8}).data(),
                "patches are counted column by column; count them row by row"}});
}

TEST_CASE("channels stay together") {
  const Array image = tensor({1, 1, 2, 2}, {1, 10, 2, 20}).data();
  check_close("a patch of 1 x 1 of two pixels with two channels", patches_of(image, 1),
              tensor({1, 2, 2}, {1, 10, 2, 20}).data());
  for (const Index patch : {2, 3}) {
    const Array x = images_of_patches(patch);
    check_close(concat("patches of ", patch, " x ", patch, " of ", x.shape()), patches_of(x, patch),
                by_number(x, patch));
  }
}

TEST_CASE("and back") {
  check_close("unpatchify of the page's patches", unpatchify(Tensor(page_patches), 2, 4, 2).data(), page_image,
              {{tensor({1, 2, 4, 1}, {1, 2, 5, 6, 3, 4, 7, 8}).data(),
                "to_patches has no effect: back means that the "
                "patches are the source"},
               {tensor({1, 2, 4, 1}, {1, 2, 5, 6, 3, 4, 7, 8}).data(), "the numbers stayed in their order"}});
  const Array x = images_of_patches(2);
  check_close(concat("unpatchify(patchify(x)) of ", x.shape()),
              unpatchify(patchify(Tensor(x), 2), x.shape()[1], x.shape()[2], 2).data(), x);
}

TEST_CASE("a gradient travels back to its pixel") {
  const auto gradients = backward_of_op(patchify(Tensor(page_image, true), 2), page_patches);
  check_close("gradient of the image for that of its patches", gradients.at(0), page_image);
}
