#include "selfsame/ssl/class_thresholds.hpp"

#include <doctest/doctest.h>

using namespace selfsame;
using doctest::Approx;

TEST_CASE("class thresholds: how sure the network is, less for a class that comes up seldom") {
  ssl::ClassThresholds thresholds(2, 0);  // momentum 0: the means are this batch's
  const Tensor p = tensor({4, 2}, {0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.4, 0.6});
  ssl::PseudoLabels guesses = ssl::pseudo_labels(p, Scalar(0.95));
  CHECK(double{guesses.accepted} == 0);
  thresholds(guesses, p);
  // Mean probabilities 0.7 and 0.3, of the largest (0.9 + 0.8 + 0.7 + 0.6) / 4 = 0.75.
  CHECK(double{thresholds.of(0)} == Approx(0.75));
  CHECK(double{thresholds.of(1)} == Approx(0.75 * 0.3 / 0.7));
  const double accepted[] = {1, 1, 0, 1};
  for (Index i = 0; i < 4; ++i) CHECK(double{guesses.mask.data()(i)} == accepted[i]);
  CHECK(double{guesses.accepted} == Approx(0.75));
  CHECK(guesses.classes == Indices{0, 0, 0, 1});
}

TEST_CASE("class thresholds begin at a guess in the dark and move by 1 - momentum") {
  ssl::ClassThresholds thresholds(4, Scalar(0.9));
  for (Index c = 0; c < 4; ++c) CHECK(double{thresholds.of(c)} == Approx(0.25));
  const Tensor p = tensor({1, 4}, {1, 0, 0, 0});
  ssl::PseudoLabels guesses = ssl::pseudo_labels(p, Scalar(0.95));
  thresholds(guesses, p);
  CHECK(double{thresholds.of(0)} == Approx(0.325));                  // 0.9 * 0.25 + 0.1 * 1
  CHECK(double{thresholds.of(1)} == Approx(0.325 * 0.225 / 0.325));  // its mean probability is 0.225, class 0's 0.325
  CHECK(thresholds.running_means().size() == 5);
}

TEST_CASE("class thresholds name guesses and classes that do not fit") {
  ssl::ClassThresholds thresholds(2);
  const Tensor p = tensor({1, 3}, {1, 0, 0});
  ssl::PseudoLabels guesses = ssl::pseudo_labels(p, Scalar(0.95));
  CHECK_THROWS_WITH_AS(thresholds(guesses, p), "class_thresholds: probabilities (1, 3) must be (1, 2)", ShapeError);
}
