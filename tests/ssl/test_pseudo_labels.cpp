#include <doctest/doctest.h>

#include "selfsame/ssl/pseudo_labels.hpp"

using namespace selfsame;
using doctest::Approx;

TEST_CASE("a guess becomes a label exactly from the threshold on") {
  const Tensor p = tensor({3, 2}, {0.75, 0.25, 0.5, 0.5, 0.1, 0.9});
  const ssl::PseudoLabels labels = ssl::pseudo_labels(p, Scalar(0.75));
  CHECK(labels.classes == Indices{0, 0, 1});
  CHECK(labels.mask.data() == tensor({3}, {1, 0, 1}).data());
  CHECK(double{labels.accepted} == Approx(2.0 / 3));
}

TEST_CASE("threshold 0 accepts every guess") {
  const ssl::PseudoLabels labels = ssl::pseudo_labels(tensor({2, 3}, {1, 0, 0, 0.3, 0.3, 0.4}), 0);
  CHECK(labels.mask.data() == ones({2}).data());
  CHECK(labels.accepted == 1);
}

TEST_CASE("sharpening raises to 1 / temperature, down to the most probable class alone") {
  const Tensor p = tensor({1, 3}, {0.6, 0.3, 0.1});
  CHECK(ssl::sharpen(p, 1).data() == p.data());
  const Array squared = ssl::sharpen(p, Scalar(0.5)).data();  // 36 : 9 : 1
  CHECK(double{squared(0, 0)} == Approx(36.0 / 46));
  CHECK(double{squared(0, 1)} == Approx(9.0 / 46));
  CHECK(double{squared(0, 2)} == Approx(1.0 / 46));
  const Array cold = ssl::sharpen(p, Scalar(1e-3)).data();
  CHECK(double{cold(0, 0)} == Approx(1.0));
  CHECK_THROWS_WITH_AS(ssl::sharpen(p, 0), "sharpen: temperature 0 must be above 0 and at most 1", UsageError);
}

TEST_CASE("the threshold of soft labels is compared before they are sharpened") {
  const ssl::PseudoLabels labels = ssl::soft_pseudo_labels(tensor({1, 2}, {0.7, 0.3}), Scalar(0.75), Scalar(0.1));
  CHECK(labels.soft.data()(0, 0) > Scalar(0.99));
  CHECK(labels.accepted == 0);
}

TEST_CASE("pseudo-labels name a shape that does not fit") {
  CHECK_THROWS_WITH_AS(ssl::pseudo_labels(zeros({3}), 1), "pseudo_labels: probabilities (3,) must be (images, classes)",
                       ShapeError);
}
