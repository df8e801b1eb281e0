#include <doctest/doctest.h>

#include "selfsame/eval/accuracy.hpp"

using namespace selfsame;

TEST_CASE("accuracy is the share of right guesses in percent") {
  CHECK(eval::accuracy(Indices{0, 1, 2, 2}, Indices{0, 1, 1, 2}) == 75);
  CHECK(eval::accuracy(tensor({2, 3}, {0, 2, 1, 5, 4, 3}).data(), Indices{1, 2}) == 50);
}

TEST_CASE("a constant guess scores the share of its class") {
  CHECK(eval::accuracy(Indices(10, 3), Indices{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}) == 10);
}

TEST_CASE("the confusion matrix counts true classes in rows and guesses in columns") {
  const auto counts = eval::confusion_matrix({0, 1, 1, 0}, {0, 0, 1, 0}, 2);
  CHECK(counts == std::vector<Indices>{{2, 1}, {0, 1}});
}

TEST_CASE("accuracy and confusion refuse what cannot be compared") {
  CHECK_THROWS_AS(eval::accuracy(Indices{0}, Indices{0, 1}), ShapeError);
  CHECK_THROWS_AS(eval::accuracy(Indices{}, Indices{}), ShapeError);
  CHECK_THROWS_WITH_AS(eval::confusion_matrix({2}, {0}, 2),
                       "confusion_matrix: label 0 or guess 2 is not one of 2 classes", ShapeError);
}
