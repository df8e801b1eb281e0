#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "selfsame/core/error.hpp"
#include "selfsame/core/random.hpp"
#include "selfsame/eval/tsne.hpp"
#include "threads.hpp"

using namespace selfsame;

namespace {

// `each` points around each of `groups` places far apart.
Array blobs(Index groups, Index each, Index width = 6) {
  Generator random(3);
  Array x = empty({groups * each, width});
  for (Index i = 0; i < groups * each; ++i) {
    for (Index d = 0; d < width; ++d) {
      x(i, d) = static_cast<Scalar>(random.normal() + (d == i / each ? 30 : 0));
    }
  }
  return x;
}

double distance(const Array& y, Index i, Index j) {
  return std::hypot(double{y(i, 0)} - double{y(j, 0)}, double{y(i, 1)} - double{y(j, 1)});
}

}  // namespace

TEST_CASE("t-SNE's probabilities sum to 1, are symmetric and leave out a point itself") {
  const Index n = 40;
  const std::vector<double> p = eval::tsne_probabilities(blobs(2, 20), 5);
  double sum = 0;
  for (const double v : p) sum += v;
  CHECK(sum == doctest::Approx(1));
  for (std::size_t i = 0; i < std::size_t(n); ++i) {
    CHECK(p[i * std::size_t(n) + i] == 0);
    CHECK(p[i * std::size_t(n) + 3] == p[3 * std::size_t(n) + i]);
  }
}

TEST_CASE("t-SNE's Gaussians have the perplexity that was asked for") {
  // Every corner of a regular figure sees the others alike: a row and its column are the same, and the row's entropy is
  // that of N p_ij.
  const Index n = 36;
  Array circle = empty({n, 2});
  for (Index i = 0; i < n; ++i) {
    const double angle = 2 * std::acos(-1.0) * double(i) / double(n);
    circle(i, 0) = static_cast<Scalar>(1000 * std::cos(angle));
    circle(i, 1) = static_cast<Scalar>(1000 * std::sin(angle));
  }
  for (const double perplexity : {2.5, 10.0, 30.0}) {
    const std::vector<double> p = eval::tsne_probabilities(circle, perplexity);
    for (const std::size_t i : {0, 7}) {
      double entropy = 0;
      for (std::size_t j = 0; j < std::size_t(n); ++j) {
        const double share = double(n) * p[i * std::size_t(n) + j];
        if (share > 0) entropy -= share * std::log(share);
      }
      CHECK(std::exp(entropy) == doctest::Approx(perplexity).epsilon(1e-3));
    }
  }
}

TEST_CASE("t-SNE's gradient is that of the divergence, by finite differences") {
  const std::vector<double> p = eval::tsne_probabilities(blobs(3, 4), 3);
  Generator random(1);
  std::vector<double> places(24);
  for (double& v : places) v = random.normal();
  const std::vector<double> gradient = eval::tsne_gradient(p, places);
  for (std::size_t i = 0; i < places.size(); ++i) {
    std::vector<double> above = places, below = places;
    above[i] += 1e-5;
    below[i] -= 1e-5;
    const double slope = (eval::tsne_divergence(p, above) - eval::tsne_divergence(p, below)) / 2e-5;
    CHECK(gradient[i] == doctest::Approx(slope).epsilon(1e-6).scale(0.01));
  }
}

TEST_CASE("t-SNE keeps apart what lies far apart, and lowers the divergence") {
  const Index each = 30;
  const Array x = blobs(3, each);
  const Array y = eval::tsne(x, {10, 300, 0});
  REQUIRE(y.shape() == Shape{3 * each, 2});
  double widest = 0, closest = HUGE_VAL;
  for (Index i = 0; i < 3 * each; ++i) {
    double nearest_own = HUGE_VAL;
    for (Index j = 0; j < 3 * each; ++j) {
      if (i == j) continue;
      if (i / each == j / each) {
        nearest_own = std::min(nearest_own, distance(y, i, j));
      } else {
        closest = std::min(closest, distance(y, i, j));
      }
    }
    widest = std::max(widest, nearest_own);
  }
  CHECK(widest < closest);
  const std::vector<double> p = eval::tsne_probabilities(x, 10);
  CHECK(eval::tsne_divergence(p, {y.begin(), y.end()}) < 0.5 * eval::tsne_divergence(p, std::vector<double>(180, 0)));
}

TEST_CASE("t-SNE gives the same bits again, with any number of threads") {
  const Array x = blobs(3, 40);
  const auto run = [&] { return eval::tsne(x, {10, 60, 4}); };
  const Array one = with_threads(1, run);
  CHECK(one == with_threads(3, run));
  CHECK(one == run());
}

TEST_CASE("points that are the same, or differ nowhere, get finite places") {
  Array x = blobs(2, 10);
  for (Index d = 0; d < 6; ++d) x(1, d) = x(0, d);
  for (const Scalar v : eval::tsne(x, {5, 50, 0})) CHECK(std::isfinite(v));
  for (const Scalar v : eval::tsne(filled({20, 3}, 7), {5, 50, 0})) CHECK(std::isfinite(v));
}

TEST_CASE("t-SNE says what is wrong with what it is given") {
  CHECK_THROWS_WITH_AS(eval::tsne(filled({8}, 1)), "tsne: features (8,); (N, D) is expected", ShapeError);
  CHECK_THROWS_WITH_AS(eval::tsne(blobs(2, 10), {19, 10, 0}),
                       "tsne: perplexity 19 for 20 points; at least 1 and less than 19, the number of other points, is "
                       "expected",
                       UsageError);
  CHECK_THROWS_AS(eval::tsne(blobs(2, 10), {0.5, 10, 0}), UsageError);
  CHECK_THROWS_WITH_AS(eval::tsne(blobs(2, 10), {5, 0, 0}), "tsne: 0 steps; 1 or more are expected", UsageError);
  Array x = blobs(2, 10);
  x(3, 2) = std::numeric_limits<Scalar>::quiet_NaN();
  CHECK_THROWS_WITH_AS(eval::tsne(x, {5, 10, 0}), "tsne: a feature is not a finite number", Error);
  CHECK_THROWS_AS(eval::tsne_gradient({1, 2, 3}, {1, 2}), ShapeError);
}
