// a4.t2: the consistency loss, FixMatch's unlabelled half.
#include <cmath>

#include "check.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ssl/fixmatch.hpp"

using course::check;
using course::check_close;
using course::random_size;
using selfsame::Array;
using selfsame::concat;
using selfsame::Index;
using selfsame::Indices;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::tensor;
using selfsame::ssl::consistency_loss;
using selfsame::ssl::PseudoLabels;

namespace {

double cross_entropy_of(const Array& scores, Index row, Index target) {
  const Index classes = scores.shape()[1];
  double sum = 0;
  for (Index c = 0; c < classes; ++c) sum += std::exp(double{scores(row, c)});
  return std::log(sum) - double{scores(row, target)};
}

PseudoLabels labels_of(const Indices& classes, const std::vector<double>& mask) {
  Array ones = selfsame::empty({static_cast<Index>(mask.size())});
  double sum = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) ones(i) = static_cast<Scalar>(mask[i]), sum += mask[i];
  return {classes, Tensor(ones), static_cast<Scalar>(sum / static_cast<double>(mask.size()))};
}

const double ln2 = std::log(2.0);

}  // namespace

TEST_CASE("two images, one accepted: the page's numbers") {
  // Softmax of the first row is (3/4, 1/4), of the second (1/2, 1/2).
  const Tensor scores = tensor({2, 2}, {std::log(3.0), 0, 0, 0});
  const double first = -std::log(0.75);
  check_close("consistency_loss", double{consistency_loss(scores, labels_of({0, 1}, {1, 0})).item()}, first / 2,
              {{first,
                "you divided by the accepted images, or not at all; the formula divides by all U, so that a network "
                "that is sure "
                "of little learns little from it"},
               {(first + ln2) / 2, "the second image is below the threshold and must not count; multiply by the mask"},
               {first + ln2, "this is the sum over both images; multiply by the mask and divide by U"},
               {-std::log(0.25) / 2, "you took the probability of the wrong class; the target of image 0 is class 0"},
               {ln2 / 2, "the mask is turned round: 1 is accepted"}});
}

TEST_CASE("random scores, against loops") {
  const Array scores = course::random_array({6, random_size(4, 6)});
  const Indices classes{3, 0, 2, 2, 1, 0};
  const std::vector<double> mask{1, 0, 1, 1, 0, 0};
  double sum = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) sum += mask[i] * cross_entropy_of(scores, Index(i), classes[i]);
  check_close(concat("consistency_loss of ", scores.shape()),
              double{consistency_loss(Tensor(scores), labels_of(classes, mask)).item()}, sum / 6,
              {{sum / 3, "you divided by the accepted images; the formula divides by all U"},
               {sum, "this is the sum; divide by U"}});
}

TEST_CASE("its gradient, against (softmax - target) * mask / U") {
  const Index width = random_size(3, 5);
  const Array scores = course::random_array({4, width});
  const Indices classes{2, 0, 1, 1};
  const std::vector<double> mask{1, 1, 0, 1};
  Tensor x(scores, true);
  const Tensor loss = consistency_loss(x, labels_of(classes, mask));
  check(loss.requires_grad(),
        "no gradient arrives at the strong scores; they must stay part of the graph: no detach()");
  loss.backward();
  Array expected = selfsame::empty({4, width}), by_accepted = selfsame::empty({4, width});
  for (Index i = 0; i < 4; ++i) {
    const auto at = static_cast<std::size_t>(i);
    for (Index c = 0; c < width; ++c) {
      const double p = std::exp(-cross_entropy_of(scores, i, c));
      expected(i, c) = static_cast<Scalar>((p - (c == classes[at] ? 1 : 0)) * mask[at] / 4);
      by_accepted(i, c) = expected(i, c) * 4 / 3;
    }
  }
  check_close(concat("gradient of ", scores.shape()), x.grad(), expected,
              {{by_accepted, "you divided by the accepted images; the formula divides by all U"}});
}

TEST_CASE("where no guess is accepted, the loss and its gradient are 0") {
  Tensor x(course::random_array({3, 3}), true);
  const Tensor loss = consistency_loss(x, labels_of({0, 1, 2}, {0, 0, 0}));
  check_close("the loss", double{loss.item()}, 0);
  loss.backward();
  check_close("its gradient", x.grad(), selfsame::filled({3, 3}, 0));
}

TEST_CASE("a soft guess is the whole target") {
  const Array scores = course::random_array({2, 3});
  PseudoLabels labels = labels_of({1, 0}, {1, 0});
  labels.soft = tensor({2, 3}, {0.25, 0.5, 0.25, 0.5, 0.25, 0.25});
  double sum = 0;
  for (Index c = 0; c < 3; ++c) sum += double{labels.soft.data()(0, c)} * cross_entropy_of(scores, 0, c);
  check_close("consistency_loss with soft targets", double{consistency_loss(Tensor(scores), labels).item()}, sum / 2,
              {{cross_entropy_of(scores, 0, 1) / 2,
                "the guess is soft, but only its most probable class was taken; look whether targets.soft.defined()"}});
}
