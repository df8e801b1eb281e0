#include <doctest/doctest.h>

#include <cmath>

#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/knn.hpp"
#include "selfsame/eval/linear_probe.hpp"

using namespace selfsame;
using doctest::Approx;

namespace {

// Three clouds of points around the corners of a triangle, one a class, with very different scales of the two features.
struct Clouds {
  explicit Clouds(Index each, std::uint64_t seed) : features(empty({3 * each, 2})) {
    Generator random(seed);
    for (Index i = 0; i < 3 * each; ++i) {
      const double angle = 2.0944 * static_cast<double>(i % 3);
      features(i, 0) = static_cast<Scalar>(1000 * (std::cos(angle) + 0.2 * random.normal()));
      features(i, 1) = static_cast<Scalar>(0.001 * (std::sin(angle) + 0.2 * random.normal()) + 5);
      labels.push_back(i % 3);
    }
  }
  Array features;
  Indices labels;
};

}  // namespace

TEST_CASE("a linear probe separates clouds whatever the features' scale and offset") {
  const Clouds known(20, 1);
  const Clouds fresh(100, 2);
  const eval::LinearProbe probe(known.features, known.labels, 3);
  CHECK(eval::accuracy(probe(fresh.features), fresh.labels) > 97);
}

TEST_CASE("a linear probe fitted twice gives the same bits") {
  const Clouds known(10, 3);
  CHECK(eval::LinearProbe(known.features, known.labels, 3)(known.features) ==
        eval::LinearProbe(known.features, known.labels, 3)(known.features));
}

TEST_CASE("a linear probe names features and labels that do not fit") {
  CHECK_THROWS_WITH_AS(eval::LinearProbe(filled({4, 2}, 0), {0, 1}, 2),
                       "linear_probe: features (4, 2) for 2 labels; (labels, D) is expected", ShapeError);
  const Clouds known(10, 3);
  const eval::LinearProbe probe(known.features, known.labels, 3);
  CHECK_THROWS_AS(probe(filled({4, 3}, 0)), ShapeError);
}

TEST_CASE("the nearest neighbour decides by cosine, not by length") {
  const Array known = tensor({2, 2}, {10, 0, 0, 1}).data();
  const Array scores = eval::knn_scores(tensor({2, 2}, {1, Scalar(0.2), Scalar(0.2), 5}).data(), known, {1, 0}, 3, {1});
  CHECK(scores == tensor({2, 3}, {0, 1, 0, 1, 0, 0}).data());
}

TEST_CASE("votes of neighbours weigh exp(cosine / temperature) and sum to 1") {
  const Array known = tensor({3, 2}, {1, 0, 0, 1, -1, 0}).data();
  const Array scores = eval::knn_scores(tensor({1, 2}, {1, 0}).data(), known, {0, 1, 1}, 2, {3, Scalar(0.5)});
  const double other = std::exp(-2.0) + std::exp(-4.0);
  CHECK(double{scores(0, 0)} == Approx(1 / (1 + other)));
  CHECK(double{scores(0, 1)} == Approx(other / (1 + other)));
}

TEST_CASE("k-NN takes what neighbours there are, and refuses labels that are no class") {
  const Array known = tensor({1, 2}, {1, 0}).data();
  CHECK(eval::knn_scores(known, known, {1}, 2, {10}) == tensor({1, 2}, {0, 1}).data());
  CHECK_THROWS_WITH_AS(eval::knn_scores(known, known, {2}, 2), "knn_scores: label 2 is not one of 2 classes",
                       ShapeError);
}

TEST_CASE("k-NN refuses to ask no neighbour") {
  const Array known = tensor({2, 2}, {1, 0, 0, 1}).data();
  for (const Index k : {0, -3}) {
    CHECK_THROWS_WITH_AS(
        eval::knn_scores(known, known, {0, 1}, 2, {k}),
        concat("knn_scores: ", k, " neighbours to vote; 1 or more are expected (more than there are means all)")
            .c_str(),
        Error);
  }
}
