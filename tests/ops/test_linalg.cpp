#include "ops/check_gradients.hpp"

#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/reduce.hpp"

using namespace selfsame;

namespace {
using Inputs = std::vector<Tensor>;
}

TEST_CASE("matmul of hand-worked numbers") {
  const Tensor a = tensor({2, 3}, {1, 2, 3, 4, 5, 6});
  const Tensor b = tensor({3, 2}, {1, 0, 0, 1, 1, 1});
  CHECK(matmul(a, b).data() == tensor({2, 2}, {4, 5, 10, 11}).data());
}

TEST_CASE("matmul of batches is the product of each pair, or of each with the shared right-hand side") {
  Generator generator(1);
  const Tensor a = randn({2, 3, 4, 5}, generator);
  const Tensor pairs = randn({2, 3, 5, 7}, generator);
  const Tensor shared = randn({5, 7}, generator);
  const Tensor y = matmul(a, pairs);
  const Tensor z = matmul(a, shared);
  CHECK(y.shape() == Shape{2, 3, 4, 7});
  CHECK(z.shape() == Shape{2, 3, 4, 7});
  double worst = 0;
  for (Index n = 0; n < 2; ++n) {
    for (Index h = 0; h < 3; ++h) {
      for (Index i = 0; i < 4; ++i) {
        for (Index j = 0; j < 7; ++j) {
          double of_pairs = 0;
          double of_shared = 0;
          for (Index k = 0; k < 5; ++k) {
            of_pairs += double{a.data()(n, h, i, k)} * double{pairs.data()(n, h, k, j)};
            of_shared += double{a.data()(n, h, i, k)} * double{shared.data()(k, j)};
          }
          worst = std::max({worst, std::abs(of_pairs - double{y.data()(n, h, i, j)}),
                            std::abs(of_shared - double{z.data()(n, h, i, j)})});
        }
      }
    }
  }
  CHECK(worst < 10 * rounding);
}

TEST_CASE("matmul: gradients agree with finite differences, plain, batched and shared") {
  const auto f = [](const Inputs& in) { return matmul(in[0], in[1]); };
  check_gradients(f, {leaf({3, 5}, 1), leaf({5, 2}, 2)});
  check_gradients(f, {leaf({1, 7}, 1), leaf({7, 1}, 2)});
  check_gradients(f, {leaf({2, 3, 5}, 1), leaf({2, 5, 4}, 2)});
  check_gradients(f, {leaf({2, 3, 5}, 1), leaf({5, 4}, 2)});
  check_gradients(f, {leaf({2, 1, 3, 2}, 1), leaf({2, 1, 2, 3}, 2)});
  check_gradients(f, {leaf({3, 5}, 1), leaf({5, 2}, 2).detach()});
  check_gradients([](const Inputs& in) { return matmul(in[0], in[0]); }, {leaf({3, 3})});
}

TEST_CASE("matmul names both shapes when they do not fit") {
  CHECK_THROWS_WITH_AS(matmul(zeros({2, 3}), zeros({4, 5})), "matmul: inner sizes differ: lhs (2, 3), rhs (4, 5)",
                       ShapeError);
  CHECK_THROWS_WITH_AS(matmul(zeros({2, 3, 4}), zeros({3, 4, 5})),
                       "matmul: leading sizes differ: lhs (2, 3, 4), rhs (3, 4, 5)", ShapeError);
  CHECK_THROWS_WITH_AS(matmul(zeros({3}), zeros({3, 2})), "matmul: needs at least two dimensions: lhs (3,), rhs (3, 2)",
                       ShapeError);
  CHECK_THROWS_AS(matmul(zeros({2, 3}), zeros({1, 3, 5})), ShapeError);
}

TEST_CASE("matmul over no elements is zero, over no rows empty") {
  CHECK(matmul(zeros({2, 0}), zeros({0, 3})).data() == filled({2, 3}, 0));
  CHECK(matmul(zeros({0, 2}), zeros({2, 3})).shape() == Shape{0, 3});
  CHECK(matmul(zeros({4, 2, 0}), zeros({4, 0, 3})).data() == filled({4, 2, 3}, 0));
}

TEST_CASE("linear is x W + b for rows of any batch, with its gradients, and without a bias") {
  const Tensor x = leaf({2, 3, 5}, 1);
  const Tensor weight = leaf({5, 4}, 2);
  const Tensor bias = leaf({4}, 3);
  CHECK(close(linear(x, weight, bias).data(), (matmul(x, weight) + bias).data(), rounding));
  CHECK(close(linear(x, weight, Tensor()).data(), matmul(x, weight).data(), rounding));
  check_gradients([](const Inputs& in) { return linear(in[0], in[1], in[2]); }, {x, weight, bias});
  check_gradients([](const Inputs& in) { return linear(in[0], in[1], Tensor()); }, {x, weight});
  check_gradients([](const Inputs& in) { return linear(in[0], in[1], in[2]); }, {leaf({5}, 1), weight, bias});
  CHECK_THROWS_WITH_AS(linear(zeros({2, 4}), weight, bias),
                       "linear: input (2, 4) does not fit weight (5, 4): its last size must be the weight's first",
                       ShapeError);
  CHECK_THROWS_WITH_AS(linear(x, weight, zeros({5})), "linear: bias (5,) does not fit weight (5, 4)", ShapeError);
}

TEST_CASE("l2_normalize gives rows of length 1, with gradients, and leaves short rows short") {
  const Tensor y = l2_normalize(tensor({2, 2}, {3, 4, 0, 0}));
  CHECK(close(y.data(), tensor({2, 2}, {0.6, 0.8, 0, 0}).data(), rounding));
  CHECK(close(l2_normalize(tensor({1, 2}, {0.3, 0.4}), 5).data(), tensor({1, 2}, {0.06, 0.08}).data(), rounding));
  check_gradients([](const Inputs& in) { return l2_normalize(in[0]); }, {leaf({3, 5})});
  check_gradients([](const Inputs& in) { return l2_normalize(in[0]); }, {leaf({2, 3, 4})});
  check_gradients([](const Inputs& in) { return l2_normalize(in[0], 100); }, {leaf({3, 5})});
  CHECK_THROWS_WITH_AS(l2_normalize(tensor({}, {1})), "l2_normalize: needs at least one dimension", ShapeError);
}
