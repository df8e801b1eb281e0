// a4.t1: pseudo-labels, guesses that become labels where the network is sure.
#include "guesses.hpp"
#include "selfsame/ssl/pseudo_labels.hpp"

using course::as_array;
using course::check;
using course::check_close;
using course::random_probabilities;
using course::random_size;
using selfsame::Array;
using selfsame::concat;
using selfsame::Index;
using selfsame::Indices;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::tensor;
using selfsame::ssl::pseudo_labels;
using selfsame::ssl::PseudoLabels;

TEST_CASE("three images: the page's numbers") {
  const Tensor p = tensor({3, 2}, {0.875, 0.125, 0.625, 0.375, 0.25, 0.75});
  const PseudoLabels labels = pseudo_labels(p, Scalar(0.75));
  check_close("classes", as_array(labels.classes), tensor({3}, {0, 0, 1}).data(),
              {{tensor({3}, {1, 1, 0}).data(), "this is the least probable class of each image"}});
  check_close("mask at threshold 0.75", labels.mask.data(), tensor({3}, {1, 0, 1}).data(),
              {{tensor({3}, {1, 0, 0}).data(), "the third image reaches the threshold exactly, and counts: >=, not >"},
               {tensor({3}, {0.875, 0, 0.75}).data(), "the mask is 1 or 0, not the probability"},
               {tensor({3}, {0, 1, 0}).data(), "the mask is 1 where the network is sure, not where it is not"},
               {tensor({3}, {1, 1, 1}).data(), "every guess was taken; compare its probability with the threshold"}});
  check_close("accepted", double{labels.accepted}, 2.0 / 3,
              {{2, "accepted is the share of ones, not their number; divide by the number of images"},
               {1, "accepted is the share of all images, not of the accepted ones"},
               {1.625 / 3, "accepted counts images; you summed their probabilities"}});
}

TEST_CASE("of equally probable classes the first is guessed") {
  const PseudoLabels labels = pseudo_labels(tensor({2, 3}, {0.5, 0.5, 0, 0.25, 0.375, 0.375}), 0);
  check_close(
      "classes of rows with ties", as_array(labels.classes), tensor({2}, {0, 1}).data(),
      {{tensor({2}, {1, 2}).data(), "of equals you took the last; compare with > when you look for the largest"}});
}

TEST_CASE("threshold 0 takes every guess, a threshold above 1 none") {
  const Tensor p(random_probabilities(5, 3));
  check_close("accepted at threshold 0", double{pseudo_labels(p, 0).accepted}, 1);
  check_close("accepted at threshold 1.5", double{pseudo_labels(p, Scalar(1.5)).accepted}, 0);
}

TEST_CASE("random rows, against loops") {
  const Index n = random_size(30, 50), width = random_size(3, 5);
  const Tensor p(random_probabilities(n, width));
  const Scalar threshold = Scalar(1.5) / static_cast<Scalar>(width);  // which some rows reach and others do not
  Array classes = selfsame::empty({n}), mask = selfsame::empty({n});
  double accepted = 0;
  for (Index i = 0; i < n; ++i) {
    Index best = 0;
    for (Index c = 1; c < width; ++c) best = p.data()(i, c) > p.data()(i, best) ? c : best;
    classes(i) = static_cast<Scalar>(best);
    mask(i) = p.data()(i, best) >= threshold ? 1 : 0;
    accepted += double{mask(i)};
  }
  const PseudoLabels labels = pseudo_labels(p, threshold);
  check_close(concat("classes of ", p.shape()), as_array(labels.classes), classes);
  check_close(concat("mask of ", p.shape()), labels.mask.data(), mask);
  check_close(concat("accepted of ", p.shape()), double{labels.accepted}, accepted / double(n));
}

TEST_CASE("no images: nothing is accepted, and nothing is divided by 0") {
  const PseudoLabels labels = pseudo_labels(selfsame::zeros({0, 3}), Scalar(0.5));
  check(labels.classes.empty(), "there are no images, and there must be no class");
  check(labels.accepted == 0, "accepted is " + std::to_string(labels.accepted) + " for no images, expected 0");
}

TEST_CASE("a label is a constant") {
  const Tensor p = tensor({1, 2}, {0.75, 0.25}, true);
  check(!pseudo_labels(p, Scalar(0.5)).mask.requires_grad(),
        "the mask is part of the graph; a label is not to be argued with: make it from numbers, p.data()");
}
