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

TEST_CASE("threshold 0 accepts every guess") {
  const ssl::PseudoLabels labels = ssl::pseudo_labels(tensor({2, 3}, {1, 0, 0, 0.3, 0.3, 0.4}), 0);
  CHECK(labels.mask.data() == ones({2}).data());
  CHECK(labels.accepted == 1);
}

TEST_CASE("the consistency loss of soft labels is the cross-entropy against the probabilities") {
  // softmax(ln 3, 0) = (3/4, 1/4); one of two images is accepted.
  const Tensor scores = tensor({2, 2}, {std::log(3.0), 0, 5, -5});
  const ssl::PseudoLabels soft = ssl::soft_pseudo_labels(tensor({2, 2}, {0.2, 0.8, 0.6, 0.4}), Scalar(0.75));
  const double by_hand = -(0.2 * std::log(0.75) + 0.8 * std::log(0.25)) / 2;
  CHECK(double{ssl::consistency_loss(scores, soft).item()} == Approx(by_hand));
}

TEST_CASE("no gradient flows through soft pseudo-labels") {
  for (const Scalar temperature : {Scalar(1), Scalar(0.5)}) {
    Tensor weak = tensor({1, 2}, {4, 0}, true);
    Tensor strong = tensor({1, 2}, {0, 0}, true);
    ssl::consistency_loss(strong, ssl::soft_pseudo_labels(softmax(weak), 0, temperature)).backward();
    CHECK(strong.has_grad());
    CHECK_FALSE(weak.has_grad());
  }
}

TEST_CASE("soft labels leave the gradient at 0 where the network already says what the guess says") {
  Tensor scores = tensor({1, 3}, {1, 2, 3}, true);
  ssl::consistency_loss(scores, ssl::soft_pseudo_labels(softmax(scores.detach()), 0)).backward();
  for (const Scalar g : scores.grad()) CHECK(double{g} == Approx(0.0).epsilon(1e-6));
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
