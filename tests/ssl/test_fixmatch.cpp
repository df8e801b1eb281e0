#include <doctest/doctest.h>

#include <cmath>

#include "selfsame/ops/loss.hpp"
#include "selfsame/ssl/fixmatch.hpp"

using namespace selfsame;
using doctest::Approx;

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
