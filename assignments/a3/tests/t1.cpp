// a3.t1: every image in its four orientations.
#include <algorithm>

#include "check.hpp"
#include "selfsame/ssl/rotation.hpp"

using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::Index;
using selfsame::Indices;
using selfsame::Tensor;
using selfsame::tensor;
using selfsame::ssl::rotate_four_ways;

namespace {

const Array page_image = tensor({1, 2, 2, 1}, {1, 2, 3, 4}).data();

// Image i of a batch as (H, W, C).
Array image_of(const Array& batch, Index i) {
  const selfsame::Shape shape(batch.shape().begin() + 1, batch.shape().end());
  Array image = selfsame::empty(shape);
  std::copy_n(batch.data() + i * selfsame::count(image), selfsame::count(image), image.data());
  return image;
}

// One quarter turn counter-clockwise, in another way: transpose, then the last row first.
Array turned(const Array& image) {
  const Index side = image.shape()[0];
  Array out = image;
  for (Index y = 0; y < side; ++y) {
    for (Index x = 0; x < side; ++x) {
      for (Index c = 0; c < image.shape()[2]; ++c) out(side - 1 - x, y, c) = image(y, x, c);
    }
  }
  return out;
}

void check_turn(Index turns, std::initializer_list<double> expected,
                const std::vector<std::pair<std::initializer_list<double>, std::string>>& mistakes) {
  const auto square = [](std::initializer_list<double> values) { return tensor({2, 2, 1}, values).data(); };
  std::vector<course::Mistake> arrays;
  for (const auto& [values, advice] : mistakes) arrays.push_back({square(values), advice});
  const Array all = rotate_four_ways(Tensor(page_image)).images.data();
  check_close("[[1, 2], [3, 4]] after " + std::to_string(turns) + " quarter turns", image_of(all, turns),
              square(expected), arrays);
}

}  // namespace

TEST_CASE("one quarter turn: the page's numbers") {
  check_turn(1, {2, 4, 1, 3},
             {{{3, 1, 4, 2}, "this is a turn clockwise; rotations count counter-clockwise, as numpy.rot90 does"},
              {{1, 3, 2, 4}, "the image is transposed, that is, mirrored: a rotation never exchanges left and right"},
              {{4, 2, 3, 1}, "the image is mirrored at its other diagonal: a rotation never exchanges left and right"},
              {{2, 1, 4, 3}, "the image is mirrored left and right, not rotated"},
              {{1, 2, 3, 4}, "the image has not moved"}});
}

TEST_CASE("no turn, two and three: the page's numbers") {
  check_turn(0, {1, 2, 3, 4}, {});
  check_turn(2, {4, 3, 2, 1},
             {{{3, 4, 1, 2}, "the image stands on its head, mirrored: two turns exchange left and right, too"},
              {{2, 1, 4, 3}, "the image is mirrored left and right: two turns exchange up and down, too"}});
  check_turn(3, {3, 1, 4, 2},
             {{{2, 4, 1, 3}, "this is a turn clockwise; rotations count counter-clockwise, as numpy.rot90 does"},
              {{4, 2, 3, 1}, "the image is mirrored at a diagonal: a rotation never exchanges left and right"}});
}

TEST_CASE("the order: all images upright, then all turned once") {
  const Array x = random_array({2, 3, 3, 1});
  const auto batch = rotate_four_ways(Tensor(x));
  const Array all = batch.images.data();
  check(all.shape() == selfsame::Shape{8, 3, 3, 1},
        "of (2, 3, 3, 1): got the shape " + selfsame::to_string(all.shape()) + ", expected (8, 3, 3, 1)");
  check_close("image 1 of 8 is the second image, upright", image_of(all, 1), image_of(x, 1),
              {{turned(image_of(x, 0)),
                "the four turns of an image follow each other; expected is turn after turn, each "
                "for the whole batch"}});
  const Indices expected{0, 0, 1, 1, 2, 2, 3, 3};
  check(batch.rotations == expected,
        batch.rotations == Indices{0, 1, 2, 3, 0, 1, 2, 3}
            ? "rotations count 0 1 2 3 for each image; the batch is ordered turn after turn: 0 0 1 1 2 2 3 3"
            : "rotations of two images: expected 0 0 1 1 2 2 3 3, the number of quarter turns of each");
}

TEST_CASE("channels and odd sides, against another way") {
  const Index n = random_size(2, 3), side = 2 * random_size(2, 3) + 1, channels = random_size(2, 4);
  const Array x = random_array({n, side, side, channels});
  const auto batch = rotate_four_ways(Tensor(x));
  for (Index i = 0; i < n; ++i) {
    Array expected = image_of(x, i);
    for (Index turns = 0; turns < 4; ++turns) {
      check_close(selfsame::concat("image ", i, " of ", x.shape(), " after ", turns, " turns"),
                  image_of(batch.images.data(), turns * n + i), expected);
      expected = turned(expected);
    }
  }
}

TEST_CASE("four turns lead back") {
  Array x = random_array({1, 4, 4, 2});
  const Array first = image_of(x, 0);
  for (int turn = 0; turn < 4; ++turn) {
    const Array once = image_of(rotate_four_ways(Tensor(x)).images.data(), 1);
    std::copy(once.begin(), once.end(), x.begin());
  }
  check_close("an image after four times one turn", image_of(x, 0), first);
}
