// a3.t5: a linear probe on frozen features.
#include <algorithm>
#include <cmath>

#include "check.hpp"
#include "selfsame/eval/linear_probe.hpp"

using course::check;
using course::check_close;
using selfsame::Array;
using selfsame::Index;
using selfsame::Indices;
using selfsame::Scalar;
using selfsame::tensor;
using selfsame::eval::LinearProbe;
using selfsame::eval::LinearProbeOptions;

namespace {

Index guess(const Array& scores, Index row) {
  const Scalar* s = scores.data() + row * scores.shape()[1];
  return std::max_element(s, s + scores.shape()[1]) - s;
}

LinearProbeOptions quick(double weight_decay = 0, Index steps = 100) {
  LinearProbeOptions options;
  options.weight_decay = weight_decay;
  options.steps = steps;
  return options;
}

// Three clouds of points; the second feature is a thousand times as large as the first and tells nothing.
struct Clouds {
  Array features = selfsame::empty({60, 3});
  Indices labels;

  explicit Clouds(int salt) {
    selfsame::Generator random = course::generator(salt);
    for (Index i = 0; i < 60; ++i) {
      labels.push_back(i % 3);
      features(i, 0) = static_cast<Scalar>(i % 3 == 1 ? 0.01 : -0.01) + static_cast<Scalar>(random.normal() * 0.002);
      features(i, 1) = static_cast<Scalar>(1000 * random.normal());
      features(i, 2) = static_cast<Scalar>(i % 3 == 2 ? 5 : 4) + static_cast<Scalar>(random.normal() * 0.1);
    }
  }
};

const Array page_features = tensor({2, 2}, {1, 10, 3, 30}).data();

}  // namespace

TEST_CASE("after one step: the page's numbers") {
  // From zeros AdamW's first step is as long as the rate, here 0.02, and its direction is the gradient's sign.
  const Array scores = LinearProbe(page_features, {0, 1}, 2, quick(0, 1))(tensor({1, 2}, {3, 30}).data());
  check_close("scores of [3, 30] after one step", scores, tensor({1, 2}, {-0.04, 0.04}).data(),
              {{tensor({1, 2}, {0.04, -0.04}).data(), "the sign: the loss grew"},
               {tensor({1, 2}, {-0.02828427, 0.02828427}).data(),
                "you divided by the sample standard deviation, with n - 1; here it is divided by n"},
               {tensor({1, 2}, {-0.022, 0.022}).data(), "you divided by the variance; divide by its square root"},
               {tensor({1, 2}, {0, 0}).data(),
                "nothing was learned in one step: backward() before step(), and the rate of "
                "step 0 is the whole rate"}},
              1e-3);
}

TEST_CASE("standardised: scores do not depend on the features' units") {
  const LinearProbe probe(page_features, {0, 1}, 2, quick());
  const Array at_mean = probe(tensor({1, 2}, {2, 20}).data());
  check_close("scores at the mean of all features, [2, 20]", at_mean, tensor({1, 2}, {0, 0}).data(), {}, 1e-3);

  const Clouds clouds(1);
  Array other_units = clouds.features;
  for (Index i = 0; i < 60; ++i) other_units(i, 0) = 100 * other_units(i, 0) + 7;
  const Array scores = LinearProbe(clouds.features, clouds.labels, 3, quick())(clouds.features);
  const Array other = LinearProbe(other_units, clouds.labels, 3, quick())(other_units);
  check_close("scores with the first feature in other units", other, scores,
              {{selfsame::filled({60, 3}, 0), "all scores are 0: were the weights trained?"}}, 0.02);
}

TEST_CASE("clouds that lines divide are told apart") {
  const Clouds clouds(1), fresh(2);
  const LinearProbe probe(clouds.features, clouds.labels, 3);
  const Array scores = probe(fresh.features);
  check(scores.shape() == selfsame::Shape{60, 3},
        "scores have the shape " + selfsame::to_string(scores.shape()) + ", expected (60, 3)");
  int right = 0;
  for (Index i = 0; i < 60; ++i) right += guess(scores, i) == fresh.labels[static_cast<std::size_t>(i)];
  check(right >= 55, std::to_string(right) +
                         " of 60 new points are right, expected at least 55: is every feature "
                         "standardised by itself, and are there options.steps steps?");
}

TEST_CASE("a feature that never changes does no harm") {
  Array features = page_features;
  features(1, 1) = 10;
  const Array scores = LinearProbe(features, {0, 1}, 2, quick())(features);
  check(std::isfinite(scores(0, 0)), "a feature is the same in all rows, and scores are " +
                                         std::to_string(scores(0, 0)) + ": add 1e-6 to the standard deviation");
  check(guess(scores, 0) == 0 && guess(scores, 1) == 1, "a constant feature has spoilt the other one");
}

TEST_CASE("weight decay keeps scores small") {
  const Clouds clouds(1);
  const auto largest = [](const Array& scores) { return double{*std::max_element(scores.begin(), scores.end())}; };
  const double free = largest(LinearProbe(clouds.features, clouds.labels, 3, quick())(clouds.features));
  const double held = largest(LinearProbe(clouds.features, clouds.labels, 3, quick(5))(clouds.features));
  check(held < 0.9 * free, "options.weight_decay has no effect: the largest score is " + std::to_string(held) +
                               " with a decay of 5 and " + std::to_string(free) + " without");
}

TEST_CASE("the rate ends at 0, and gradients do not pile up") {
  // Far along, a constant rate still trembles; with a cosine two more steps of 300 change next to nothing.
  const Clouds clouds(1);
  LinearProbeOptions options = quick(0.1, 300);
  const Array scores = LinearProbe(clouds.features, clouds.labels, 3, options)(clouds.features);
  options.steps = 302;
  check_close("scores after 302 steps, compared with 300",
              LinearProbe(clouds.features, clouds.labels, 3, options)(clouds.features), scores, {}, 0.02);
}
