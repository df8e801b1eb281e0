#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "selfsame/core/random.hpp"
#include "selfsame/eval/logistic.hpp"
#include "threads.hpp"

using namespace selfsame;
using doctest::Approx;
using eval::Examples;

namespace {

// Noisy classes: row i is of class i % classes, whose corner it lies around; the further features tell nothing.
Examples noisy(Index n, Index width, Index classes, double noise, std::uint64_t seed) {
  Examples examples{empty({n, width}), {}, classes};
  Generator random(seed);
  for (Index i = 0; i < n; ++i) {
    for (Index d = 0; d < width; ++d) {
      examples.x(i, d) = static_cast<Scalar>((d == i % classes ? 1 : 0) + noise * random.normal());
    }
    examples.labels.push_back(i % classes);
  }
  return examples;
}

Examples twelve() {
  Examples examples{empty({12, 3}), {0, 1, 2, 0, 1, 2, 2, 1, 0, 1, 0, 2}, 3};
  for (Index i = 0; i < 12; ++i) {
    examples.x(i, 0) = static_cast<Scalar>(static_cast<double>(i * 7 % 12) / 4 - 1);
    examples.x(i, 1) = static_cast<Scalar>(static_cast<double>(i * 5 % 11) / 5 - 1);
    examples.x(i, 2) = static_cast<Scalar>(static_cast<double>(i * i % 13) / 6 - 1);
  }
  return examples;
}

double loss_of(const Examples& examples, double decay, const std::vector<double>& weights) {
  std::vector<double> gradient;
  return eval::logistic_loss(examples, decay, weights, gradient);
}

}  // namespace

TEST_CASE("the loss of logistic regression is ln C at zeros, and its slope is what finite differences say") {
  const Examples examples = noisy(150, 9, 4, 1, 1);
  CHECK(loss_of(examples, 3, std::vector<double>(40, 0)) == Approx(std::log(4.0)));
  std::vector<double> weights(40), gradient;
  Generator random(2);
  for (double& w : weights) w = random.normal();
  eval::logistic_loss(examples, 3, weights, gradient);
  for (std::size_t j = 0; j < weights.size(); ++j) {
    std::vector<double> up = weights, down = weights;
    up[j] += 1e-5;
    down[j] -= 1e-5;
    CHECK(gradient[j] == Approx((loss_of(examples, 3, up) - loss_of(examples, 3, down)) / 2e-5).epsilon(1e-6));
  }
}

TEST_CASE("the penalty is decay / 2N |W|^2, without the bias; scores of thousands do not overflow") {
  const Examples one{tensor({2, 1}, {1, -1}).data(), {0, 1}, 2};
  const std::vector<double> weights{3, 2000, 0, 2000};  // of each class its weight and its bias
  const double loss = (std::log1p(std::exp(-3.0)) + std::log1p(std::exp(-3.0))) / 2;
  CHECK(loss_of(one, 0, weights) == Approx(loss));
  CHECK(loss_of(one, 4, weights) == Approx(loss + 4.0 / (2 * 2) * 9));
}

TEST_CASE("logistic regression finds scikit-learn's weights") {
  // LogisticRegression(C=1 / decay, tol=1e-12, max_iter=100000) of scikit-learn 1.2.1: coef_ and intercept_ by class.
  const std::vector<double> weak{0.299647,  -0.175228, 0.138724, -0.120309, -0.350636, 0.013186,
                                 -0.362488, 0.104147,  0.050989, 0.162042,  0.223764,  0.016162};
  const std::vector<double> strong{0.091863,  -0.027945, 0.050652, -0.038391, -0.123275, -0.014379,
                                   -0.106568, 0.046074,  0.031412, 0.042324,  0.055916,  -0.007684};
  const optim::Minimum one = eval::fit_logistic(twelve(), 1);
  const optim::Minimum ten = eval::fit_logistic(twelve(), 10);
  for (std::size_t j = 0; j < weak.size(); ++j) {
    CHECK(std::abs(one.at[j] - weak[j]) < 1e-4);
    CHECK(std::abs(ten.at[j] - strong[j]) < 1e-4);
  }
}

TEST_CASE("logistic regression arrives where plain gradient descent arrives after a long time") {
  const Examples examples = noisy(40, 5, 3, 0.7, 3);
  const optim::Minimum fitted = eval::fit_logistic(examples, 2, {}, {1e-8});
  CHECK(fitted.gradient <= 1e-8);
  std::vector<double> weights(18, 0), gradient;
  for (int step = 0; step < 5000; ++step) {
    eval::logistic_loss(examples, 2, weights, gradient);
    for (std::size_t j = 0; j < weights.size(); ++j) weights[j] -= 0.5 * gradient[j];
  }
  for (std::size_t j = 0; j < weights.size(); ++j) CHECK(std::abs(fitted.at[j] - weights[j]) < 1e-6);
}

TEST_CASE("a fit converges by default, from any start to the same weights") {
  const Examples examples = noisy(300, 40, 5, 1, 4);
  const optim::Minimum fitted = eval::fit_logistic(examples, 1);
  CHECK(fitted.gradient <= optim::LbfgsOptions().tolerance);
  const optim::Minimum again = eval::fit_logistic(examples, 1, std::vector<double>(205, 0.3));
  CHECK(again.value == Approx(fitted.value).epsilon(1e-6));
  CHECK(again.steps != fitted.steps);
}

TEST_CASE("a fit and the decay chosen for it are the same bits for any number of threads") {
  const Examples examples = noisy(1100, 10, 4, 1, 5);
  const auto run = [&] { return std::make_pair(eval::fit_logistic(examples, 1).at, eval::chosen_decay(examples)); };
  const auto alone = with_threads(1, run);
  CHECK(with_threads(2, run) == alone);
  CHECK(with_threads(4, run) == alone);
}

TEST_CASE("noise asks for a strong decay, classes that lie apart for a weak one") {
  const double noise = eval::chosen_decay(noisy(60, 30, 3, 3, 6));
  const double clear = eval::chosen_decay(noisy(60, 3, 3, 0.1, 6));
  CHECK(noise >= 100);
  CHECK(clear <= 1);
}

TEST_CASE("the chosen decay does on fresh examples about as well as the best one would") {
  const Examples known = noisy(100, 30, 5, 0.7, 7);
  const Examples fresh = noisy(2000, 30, 5, 0.7, 8);
  const double chosen = loss_of(fresh, 0, eval::fit_logistic(known, eval::chosen_decay(known)).at);
  double best = std::numeric_limits<double>::infinity();
  for (const double decay : {1000.0, 100.0, 30.0, 10.0, 3.0, 1.0, 0.1}) {
    best = std::min(best, loss_of(fresh, 0, eval::fit_logistic(known, decay).at));
  }
  CHECK(chosen < 1.05 * best);
  CHECK(loss_of(fresh, 0, eval::fit_logistic(known, 0.01).at) > 1.05 * best);  // and it does matter
}

TEST_CASE("few examples of a class, one of each, and a class without any are no trouble") {
  const Examples four = noisy(12, 4, 3, 0.3, 9);
  CHECK(eval::chosen_decay(four) < 1000);
  CHECK(eval::chosen_decay(noisy(3, 4, 3, 0.3, 9)) == eval::lone_decay);
  Examples uneven = noisy(30, 4, 3, 0.3, 9);
  uneven.classes = 5;     // of two there is none
  uneven.labels[29] = 3;  // and of one a single example
  CHECK(std::isfinite(eval::fit_logistic(uneven, eval::chosen_decay(uneven)).value));
}

TEST_CASE("logistic regression names what does not fit") {
  Examples wrong = noisy(6, 2, 3, 1, 1);
  wrong.labels[4] = 3;
  CHECK_THROWS_WITH_AS(eval::fit_logistic(wrong, 1), "logistic regression: label 3 is not one of 3 classes",
                       ShapeError);
  wrong.labels.pop_back();
  CHECK_THROWS_WITH_AS(eval::chosen_decay(wrong),
                       "logistic regression: features (6, 2) for 5 labels; (labels, D) is expected", ShapeError);
  Examples broken = noisy(6, 2, 3, 1, 1);
  broken.x(3, 1) = std::numeric_limits<Scalar>::quiet_NaN();
  CHECK_THROWS_AS(eval::fit_logistic(broken, 1), Error);
}
