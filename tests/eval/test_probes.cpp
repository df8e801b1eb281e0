#include <doctest/doctest.h>

#include <algorithm>
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

TEST_CASE("a linear probe takes a decay as it is given, and says which one it chose") {
  const Clouds known(10, 3);
  const auto largest = [](const Array& scores) { return double{*std::max_element(scores.begin(), scores.end())}; };
  const eval::LinearProbe held(known.features, known.labels, 3, {100});
  const eval::LinearProbe chosen(known.features, known.labels, 3);
  CHECK(held.weight_decay() == 100);
  CHECK(chosen.weight_decay() < 10);  // the clouds lie apart: sure scores are right
  CHECK(largest(held(known.features)) < 0.5 * largest(chosen(known.features)));
  CHECK_THROWS_WITH_AS(eval::LinearProbe(known.features, known.labels, 3, {-1}),
                       "logistic regression: weight decay -1; 0 or more is expected", Error);
}

TEST_CASE("a head that a linear probe is copied to gives the same scores on features as they come") {
  const Clouds known(10, 3);
  const eval::LinearProbe probe(known.features, known.labels, 3);
  nn::Linear head(2, 3);
  probe.copy_to(head);
  const Array scores = head(Tensor(known.features)).data();
  const Array expected = probe(known.features);
  for (Index i = 0; i < count(scores); ++i) {
    CHECK(double{scores.data()[i]} == Approx(double{expected.data()[i]}).epsilon(0.02));
  }
}

TEST_CASE("features are standardised by what was measured, and a constant one becomes 0") {
  const eval::FeatureScale scale = eval::feature_scale(tensor({2, 3}, {1, 10, 7, 3, 30, 7}).data());
  const Array x = eval::standardised(tensor({1, 3}, {4, 10, 7}).data(), scale);
  CHECK(double{x(0, 0)} == Approx(2).epsilon(1e-5));
  CHECK(double{x(0, 1)} == Approx(-1).epsilon(1e-5));
  CHECK(x(0, 2) == 0);
  CHECK_THROWS_WITH_AS(eval::standardised(filled({2, 4}, 0), scale),
                       "standardised: features (2, 4); (images, 3) is expected", ShapeError);
  CHECK_THROWS_WITH_AS(eval::feature_scale(empty({0, 3})),
                       "feature_scale: features (0, 3); (N, D) with N at least 1 is expected", ShapeError);
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
