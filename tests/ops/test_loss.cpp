#include "ops/check_gradients.hpp"

#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"

using namespace selfsame;

namespace {

using Inputs = std::vector<Tensor>;
const Reduction reductions[] = {Reduction::mean, Reduction::sum, Reduction::none};
const Indices classes{0, 4, 2, 2, 1};

Tensor soft_targets() { return softmax(leaf({5, 7}, 9)).detach(); }

}  // namespace

TEST_CASE("cross_entropy of equal logits is ln C") {
  CHECK(cross_entropy(zeros({5, 7}), classes).item() == doctest::Approx(std::log(7.0)));
  CHECK(cross_entropy(zeros({5, 7}), soft_targets()).item() == doctest::Approx(std::log(7.0)));
}

TEST_CASE("cross_entropy of hand-worked scores, reduced in every way and weighted by sample") {
  // Scores whose softmax is (1/4, 3/4) and (1/2, 1/2).
  const Tensor logits = tensor({2, 2}, {0, std::log(3.0), 5, 5});
  const double first = std::log(4.0 / 3);
  const double second = std::log(2.0);
  CHECK(cross_entropy(logits, Indices{1, 0}).item() == doctest::Approx((first + second) / 2));
  CHECK(cross_entropy(logits, Indices{1, 0}, {{}, Reduction::sum}).item() == doctest::Approx(first + second));
  CHECK(close(cross_entropy(logits, Indices{1, 0}, {{}, Reduction::none}).data(), tensor({2}, {first, second}).data(),
              rounding));
  const Tensor mask = tensor({2}, {1, 0});  // FixMatch: divided by all samples, not by those that pass
  CHECK(cross_entropy(logits, Indices{1, 0}, {mask}).item() == doctest::Approx(first / 2));
  const Tensor halves = full({2, 2}, Scalar(0.5));
  CHECK(cross_entropy(logits, halves).item() == doctest::Approx(((first + std::log(4.0)) / 2 + second) / 2));
}

TEST_CASE("class indices are soft targets with all their weight in one place") {
  Array one_hot = filled({5, 7}, 0);
  for (Index i = 0; i < 5; ++i) one_hot(i, classes[static_cast<std::size_t>(i)]) = 1;
  const Tensor x = leaf({5, 7});
  for (const Reduction reduction : reductions) {
    CHECK(close(cross_entropy(x, classes, {{}, reduction}).data(),
                cross_entropy(x, Tensor(one_hot), {{}, reduction}).data(), rounding));
  }
}

TEST_CASE("cross_entropy: gradients agree with finite differences for indices and soft targets, weighted and not") {
  const Tensor weights = tensor({5}, {1, 0, 0.5, 2, 0.1});
  for (const Reduction reduction : reductions) {
    for (const Tensor& w : {Tensor(), weights}) {
      check_gradients([&](const Inputs& in) { return cross_entropy(in[0], classes, {w, reduction}); }, {leaf({5, 7})});
      check_gradients(
          [&](const Inputs& in) {
            return cross_entropy(in[0], soft_targets(), {w, reduction});
          },
          {leaf({5, 7})});
      // Targets that do not sum to 1 have a gradient too.
      check_gradients(
          [&](const Inputs& in) {
            return cross_entropy(in[0], leaf({5, 7}, 3).detach(), {w, reduction});
          },
          {leaf({5, 7})});
    }
  }
}

TEST_CASE("cross_entropy stays finite for scores far apart, and impossible classes cost nothing") {
  const Tensor logits = tensor({2, 2}, {1000, -1000, -1000, 1000}, true);
  const Tensor loss = cross_entropy(logits, Indices{0, 0});
  CHECK(loss.item() == doctest::Approx(1000));
  loss.backward();
  CHECK(close(logits.grad(), tensor({2, 2}, {0, 0, -0.5, 0.5}).data(), rounding));
  const double minus_infinity = -std::numeric_limits<double>::infinity();
  CHECK(cross_entropy(tensor({1, 3}, {0, 0, minus_infinity}), Indices{1}).item() == doctest::Approx(std::log(2.0)));
}

TEST_CASE("cross_entropy says what does not fit") {
  const Tensor x = zeros({3, 4});
  CHECK_THROWS_WITH_AS(cross_entropy(x, Indices{0, 1}), "cross_entropy: 2 targets for logits (3, 4)", ShapeError);
  CHECK_THROWS_WITH_AS(cross_entropy(x, Indices{0, 4, 1}),
                       "cross_entropy: target 4 is not one of the 4 classes of logits (3, 4)", ShapeError);
  CHECK_THROWS_AS(cross_entropy(x, Indices{0, -1, 1}), ShapeError);
  CHECK_THROWS_WITH_AS(cross_entropy(zeros({3}), Indices{0, 1, 2}),
                       "cross_entropy: logits (3,) must be (samples, classes)", ShapeError);
  CHECK_THROWS_WITH_AS(cross_entropy(x, zeros({3, 5})),
                       "cross_entropy: logits (3, 4) and soft targets (3, 5) must both be (samples, classes)",
                       ShapeError);
  CHECK_THROWS_WITH_AS(cross_entropy(x, Indices{0, 1, 2}, {zeros({4})}),
                       "cross_entropy: weights (4,) for logits (3, 4): one weight a sample, (3,), is expected",
                       ShapeError);
}

TEST_CASE("log_softmax: rows of softmax sum to 1, shifts do not matter, gradients agree with finite differences") {
  const Tensor x = leaf({3, 7});
  CHECK(close(sum(softmax(x), {1}).data(), filled({3}, 1), rounding));
  CHECK(close(log_softmax(x + 50).data(), log_softmax(x).data(), 100 * rounding));
  CHECK(close(log_softmax(tensor({1, 2}, {0, std::log(3.0)})).data(),
              tensor({1, 2}, {std::log(0.25), std::log(0.75)}).data(), rounding));
  CHECK(log_softmax(tensor({2}, {1000, 0})).data()(0) == 0);
  check_gradients([](const Inputs& in) { return log_softmax(in[0]); }, {x});
  check_gradients([](const Inputs& in) { return log_softmax(in[0]); }, {leaf({2, 3, 5})});
  check_gradients([](const Inputs& in) { return softmax(in[0]); }, {leaf({5, 3})});
  CHECK_THROWS_WITH_AS(log_softmax(zeros({2, 0})), "log_softmax: shape (2, 0) has no last dimension to work along",
                       ShapeError);
}

TEST_CASE("equal logits share their probability however large they are") {
  for (const double large : {1e4, 1e8, -1e8, 1e30}) {
    CAPTURE(large);
    const Tensor logits = tensor({1, 2}, {large, large}, true);
    CHECK(close(softmax(logits).data(), filled({1, 2}, Scalar(0.5)), rounding));
    CHECK(close(log_softmax(logits).data(), filled({1, 2}, static_cast<Scalar>(-std::log(2.0))), rounding));
    const Tensor loss = cross_entropy(logits, Indices{0});
    CHECK(loss.item() == doctest::Approx(std::log(2.0)));
    loss.backward();
    CHECK(close(logits.grad(), tensor({1, 2}, {-0.5, 0.5}).data(), rounding));
  }
}

TEST_CASE("mse_loss of hand-worked numbers, with gradients for both sides") {
  const Tensor a = tensor({2}, {1, 5});
  const Tensor b = tensor({2}, {3, 4});
  CHECK(mse_loss(a, b).item() == doctest::Approx(2.5));
  CHECK(mse_loss(a, b, Reduction::sum).item() == doctest::Approx(5));
  CHECK(mse_loss(a, b, Reduction::none).data() == tensor({2}, {4, 1}).data());
  for (const Reduction reduction : reductions) {
    check_gradients([&](const Inputs& in) { return mse_loss(in[0], in[1], reduction); },
                    {leaf({3, 5}, 1), leaf({3, 5}, 2)});
  }
  CHECK_THROWS_WITH_AS(mse_loss(a, zeros({3})), "mse_loss: prediction (2,) and target (3,) must have one shape",
                       ShapeError);
}

TEST_CASE("bce_with_logits of hand-worked numbers, far from 0, and with gradients") {
  CHECK(bce_with_logits(zeros({3}), tensor({3}, {0, 1, 0.3})).item() == doctest::Approx(std::log(2.0)));
  const Tensor far = tensor({3}, {1000, -1000, 1000});
  CHECK(bce_with_logits(far, tensor({3}, {1, 0, 0}), Reduction::none).data() == tensor({3}, {0, 0, 1000}).data());
  const Tensor targets = tensor({2, 3}, {0, 1, 0.5, 0.2, 1, 0});
  for (const Reduction reduction : reductions) {
    check_gradients([&](const Inputs& in) { return bce_with_logits(in[0], targets, reduction); }, {leaf({2, 3})});
  }
  CHECK_THROWS_WITH_AS(bce_with_logits(far, zeros({2})),
                       "bce_with_logits: logits (3,) and targets (2,) must have one shape", ShapeError);
}
