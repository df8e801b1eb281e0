#include <doctest/doctest.h>

#include "selfsame/ssl/distribution_alignment.hpp"

using namespace selfsame;
using doctest::Approx;

TEST_CASE("distribution alignment leaves balanced guesses alone and pulls a favourite class down") {
  ssl::DistributionAlignment align(filled({2}, Scalar(0.5)), 0);  // momentum 0: the mean is this batch's
  const Array balanced = align(tensor({2, 2}, {0.8, 0.2, 0.2, 0.8})).data();
  CHECK(double{balanced(0, 0)} == Approx(0.8));
  const Array aligned = align(tensor({2, 2}, {0.9, 0.1, 0.6, 0.4})).data();  // mean .75, .25
  CHECK(double{aligned(0, 0)} == Approx(0.9 / 1.5 / (0.9 / 1.5 + 0.1 / 0.5)));
  CHECK(double{aligned(1, 0)} == Approx(0.4 / (0.4 + 0.8)));
  for (Index i = 0; i < 2; ++i) CHECK(double{aligned(i, 0) + aligned(i, 1)} == Approx(1.0));
}

TEST_CASE("the running mean of distribution alignment moves by 1 - momentum") {
  ssl::DistributionAlignment align(filled({2}, Scalar(0.5)), Scalar(0.9));
  align(tensor({1, 2}, {1, 0}));
  CHECK(double{align.running_mean()(0)} == Approx(0.55));
  CHECK(double{align.running_mean()(1)} == Approx(0.45));
}

TEST_CASE("distribution alignment names a number of classes that does not fit") {
  ssl::DistributionAlignment align(ssl::equal_shares(2));
  CHECK_THROWS_WITH_AS(align(zeros({4, 3})), "distribution_alignment: probabilities (4, 3) must be (images, 2)",
                       ShapeError);
}
