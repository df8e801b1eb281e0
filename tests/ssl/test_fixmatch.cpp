#include <doctest/doctest.h>

#include <cmath>

#include "selfsame/ops/loss.hpp"
#include "selfsame/ssl/fixmatch.hpp"

using namespace selfsame;
using doctest::Approx;

TEST_CASE("a guess becomes a label exactly from the threshold on") {
  const Tensor p = tensor({3, 2}, {0.75, 0.25, 0.5, 0.5, 0.1, 0.9});
  const ssl::PseudoLabels labels = ssl::pseudo_labels(p, Scalar(0.75));
  CHECK(labels.classes == Indices{0, 0, 1});
  CHECK(labels.mask.data() == tensor({3}, {1, 0, 1}).data());
  CHECK(double{labels.accepted} == Approx(2.0 / 3));
}

TEST_CASE("the consistency loss divides by all images, not by the accepted ones") {
  // Equal scores cost ln 4 each; one of four images is accepted.
  const ssl::PseudoLabels one{{0, 1, 2, 3}, tensor({4}, {0, 1, 0, 0}), Scalar(0.25)};
  CHECK(double{ssl::consistency_loss(zeros({4, 4}), one).item()} == Approx(std::log(4.0) / 4));
}

TEST_CASE("without an accepted guess the consistency loss and its gradient are 0") {
  Tensor scores = tensor({2, 3}, {1, 2, 3, 4, 5, 6}, true);
  const Tensor loss = ssl::consistency_loss(scores, ssl::pseudo_labels(full({2, 3}, Scalar(1.0 / 3)), Scalar(0.95)));
  CHECK(loss.item() == 0);
  loss.backward();
  for (const Scalar g : scores.grad()) CHECK(g == 0);
}

TEST_CASE("no gradient flows through pseudo-labels") {
  Tensor weak = tensor({1, 2}, {4, 0}, true);
  Tensor strong = tensor({1, 2}, {0, 0}, true);
  ssl::consistency_loss(strong, ssl::pseudo_labels(softmax(weak), Scalar(0.9))).backward();
  CHECK(strong.has_grad());
  CHECK_FALSE(weak.has_grad());
}

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

TEST_CASE("FixMatch's parts name shapes that do not fit") {
  CHECK_THROWS_WITH_AS(ssl::pseudo_labels(zeros({3}), 1), "pseudo_labels: probabilities (3,) must be (images, classes)",
                       ShapeError);
  ssl::DistributionAlignment align(filled({2}, Scalar(0.5)));
  CHECK_THROWS_WITH_AS(align(zeros({4, 3})), "distribution_alignment: probabilities (4, 3) must be (images, 2)",
                       ShapeError);
}
