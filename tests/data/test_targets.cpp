#include <doctest/doctest.h>

#include "selfsame/core/error.hpp"
#include "selfsame/data/targets.hpp"

using namespace selfsame;
using namespace selfsame::data;

TEST_CASE("true labels are those of the set, each with weight 1") {
  ImageSet set;
  set.labels = {3, 1, 2};
  const Targets targets = true_labels(set, {0, 2});
  CHECK(targets.rows == Indices{0, 2});
  CHECK(targets.classes == Indices{3, 2});
  CHECK(targets.weights == filled({2}, 1));
}

TEST_CASE("a batch gets its classes and weights in its own order; an image without a class is an error") {
  const Targets targets{{2, 5}, {7, 8}, filled({2}, Scalar(0.25))};
  const auto [classes, weights] = targets.of({5, 2, 5});
  CHECK(classes == Indices{8, 7, 8});
  CHECK(weights.data() == filled({3}, Scalar(0.25)));
  CHECK_THROWS_WITH_AS(targets.of({3}), "targets: image 3 has no class", Error);
}

TEST_CASE("blended: an image with a label keeps it, and the labels are the share of the list that was asked for") {
  const Targets labels{{1, 4}, {7, 8}, filled({2}, 1)};
  const Targets guesses{{0, 1, 2, 3, 4, 5, 6, 7}, Indices(8, 9), filled({8}, Scalar(0.5))};
  const Targets once = blended(labels, guesses, 0);
  CHECK(once.rows == Indices{0, 1, 2, 3, 4, 5, 6, 7});
  CHECK(once.classes == Indices{9, 7, 9, 9, 8, 9, 9, 9});
  CHECK(once.weights(0) == Scalar(0.5));
  CHECK(once.weights(1) == 1);
  const Targets half = blended(labels, guesses, 0.5);  // six guesses, so three of each label
  CHECK(half.rows == Indices{0, 1, 1, 1, 2, 3, 4, 4, 4, 5, 6, 7});
  CHECK(half.of({4, 1, 7}).first == Indices{8, 7, 9});
  CHECK(blended(labels, {{}, {}, empty({0})}, 0.25).rows == labels.rows);
}
