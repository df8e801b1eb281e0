// a3.t5: the loss of a linear probe, and its gradient.
#include <algorithm>
#include <cmath>

#include "check.hpp"
#include "selfsame/eval/logistic.hpp"

using course::check;
using course::check_close;
using selfsame::Array;
using selfsame::Index;
using selfsame::Shape;
using selfsame::tensor;
using selfsame::eval::Examples;
using selfsame::eval::fit_logistic;
using selfsame::eval::logistic_loss;

namespace {

Array row(const std::vector<double>& numbers) {
  Array result = selfsame::empty({static_cast<Index>(numbers.size())});
  std::copy(numbers.begin(), numbers.end(), result.data());
  return result;
}

// Points around three corners, each with two features that tell its class.
Examples clouds(Index n, int salt) {
  Examples examples{selfsame::empty({n, 2}), {}, 3};
  selfsame::Generator random = course::generator(salt);
  for (Index i = 0; i < n; ++i) {
    examples.labels.push_back(i % 3);
    examples.x(i, 0) = (i % 3 == 0 ? 1.5 : 0) + 0.3 * random.normal();
    examples.x(i, 1) = (i % 3 == 1 ? 1.5 : 0) + 0.3 * random.normal();
  }
  return examples;
}

}  // namespace

TEST_CASE("one row, weights of 0: the page's numbers") {
  const Examples one{tensor({1, 2}, {1, 2}).data(), {1}, 2};
  std::vector<double> gradient;
  const double loss = logistic_loss(one, 0, std::vector<double>(6, 0), gradient);
  check_close("the loss of [1, 2]", loss, std::log(2.0),
              {{-std::log(2.0), "the sign: a loss is the negative log of the label's share"},
               {0, "the loss of a row is log(sum of exp) minus the label's score; 0 came back"}});
  check_close(
      "the gradient, of each class two weights and the bias", row(gradient), row({0.5, 1, 0.5, -0.5, -1, -0.5}),
      {{row({-0.5, -1, -0.5, 0.5, 1, 0.5}), "the sign: the gradient points to where the loss grows"},
       {row({0.5, 1, 0, -0.5, -1, 0}), "the biases have no gradient: behind a class's D weights stands its bias"},
       {row({0.5, 1, 0.5, 0.5, 1, 0.5}), "the label is not in it: take 1 off the softmax at the label"},
       {row({0, 0, 0, 0, 0, 0}), "the gradient was not filled in"}});
}

TEST_CASE("scores of thousands do not overflow") {
  const Examples one{tensor({1, 1}, {1}).data(), {0}, 2};
  std::vector<double> gradient;
  const double loss = logistic_loss(one, 0, {2000, 0, 2003, 0}, gradient);
  check(std::isfinite(loss), "scores of 2000 and 2003 give the loss " + std::to_string(loss) +
                                 ": take the largest score off before exp, and put it back after log");
  check_close("the loss of scores [2000, 2003] for the first class", loss, 3 + std::log1p(std::exp(-3.0)),
              {{std::log1p(std::exp(-3.0)) - 2000, "the largest score was taken off and not put back"}});
}

TEST_CASE("several rows add up, and the slope is that of the loss") {
  const Index rows = course::random_size(5, 9);
  const Examples examples = clouds(rows, 1);
  std::vector<double> weights(9), gradient;
  for (std::size_t j = 0; j < 9; ++j) weights[j] = course::random_array({9}, 2).data()[j];
  double sum = 0;
  std::vector<double> unused;
  for (Index i = 0; i < rows; ++i) {
    const Examples one{
        tensor({1, 2}, {examples.x(i, 0), examples.x(i, 1)}).data(), {examples.labels[static_cast<std::size_t>(i)]}, 3};
    sum += logistic_loss(one, 0, weights, unused);
  }
  check_close(selfsame::concat("the mean loss of ", rows, " rows, beside the losses of one row each"),
              logistic_loss(examples, 0, weights, gradient), sum / double(rows), {});
  const Array slopes = course::differences(
      [&](const Array& at) {
        return row({logistic_loss(examples, 0, std::vector<double>(at.data(), at.data() + 9), unused)});
      },
      row(weights), row({1}));
  check_close(selfsame::concat("the gradient of ", rows, " rows, beside differences of the loss"), row(gradient),
              slopes, {{row(std::vector<double>(9, 0)), "the gradient was not filled in"}}, 1e-6);
}

TEST_CASE("L-BFGS goes down by it, and clouds that lines divide are told apart") {
  const Examples known = clouds(150, 1);
  const auto fitted = fit_logistic(known, 1);
  check(fitted.gradient <= 1e-5, "L-BFGS stopped after " + std::to_string(fitted.steps) + " steps at a slope of " +
                                     std::to_string(fitted.gradient) + ": loss and gradient do not fit together");
  const Examples fresh = clouds(60, 2);
  std::vector<double> unused;
  const double loss = logistic_loss(fresh, 0, fitted.at, unused);
  check(loss < 0.3, "the loss of fresh points is " + std::to_string(loss) + ", expected below 0.3");
}
