#include "ops/check_gradients.hpp"

#include <limits>

#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"

using namespace selfsame;

namespace {

using Inputs = std::vector<Tensor>;

const Scalar infinity = std::numeric_limits<Scalar>::infinity();

// 0..23 as (2, 3, 4).
Tensor counting() {
  std::vector<double> values(24);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  return tensor({2, 3, 4}, values);
}

const std::vector<Dims> ways_to_reduce{{}, {0}, {1}, {2}, {-1}, {0, 1}, {1, 2}, {0, -1}, {2, 0}, {0, 1, 2}};

}  // namespace

TEST_CASE("sum and mean of hand-worked numbers") {
  const Tensor x = counting();
  CHECK(sum(x).item() == 276);
  CHECK(sum(x, {0}).data() == tensor({3, 4}, {12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34}).data());
  CHECK(sum(x, {0, 2}).data() == tensor({3}, {60, 92, 124}).data());
  CHECK(sum(x, {-1}, true).data() == tensor({2, 3, 1}, {6, 22, 38, 54, 70, 86}).data());
  CHECK(sum(x, {}, true).shape() == Shape{1, 1, 1});
  CHECK(mean(x).item() == doctest::Approx(11.5));
  CHECK(close(mean(x, {1, 2}).data(), tensor({2}, {5.5, 17.5}).data(), rounding));
  CHECK(sum(tensor({}, {7})).item() == 7);
}

TEST_CASE("var is divided by n - 1, or by n if biased, and exact for a constant far from 0") {
  const Tensor x = tensor({2, 4}, {1, 2, 3, 4, 10, 10, 10, 10});
  CHECK(close(var(x, {1}).data(), tensor({2}, {5.0 / 3, 0}).data(), rounding));
  CHECK(close(var(x, {1}, false, true).data(), tensor({2, 1}, {1.25, 0}).data(), rounding));
  CHECK(var(tensor({3}, {10000, 10001, 10002})).item() == doctest::Approx(1));
}

TEST_CASE(
    "sum, mean and var: gradients agree with finite differences for every choice of dimensions, with keepdim and "
    "without") {
  for (const Dims& dims : ways_to_reduce) {
    for (const bool keepdim : {false, true}) {
      const Tensor x = leaf({2, 3, 5});
      check_gradients([&](const Inputs& in) { return sum(in[0], dims, keepdim); }, {x});
      check_gradients([&](const Inputs& in) { return mean(in[0], dims, keepdim); }, {x});
      for (const bool unbiased : {false, true}) {
        check_gradients([&](const Inputs& in) { return var(in[0], dims, unbiased, keepdim); }, {x});
      }
    }
  }
}

TEST_CASE("max, logsumexp: gradients agree with finite differences along every dimension") {
  for (const int dim : {0, 1, 2, -1, -3}) {
    for (const bool keepdim : {false, true}) {
      check_gradients([&](const Inputs& in) { return max(in[0], dim, keepdim); }, {leaf({3, 5, 4})});
      check_gradients([&](const Inputs& in) { return logsumexp(in[0], dim, keepdim); }, {leaf({3, 5, 4})});
    }
  }
}

TEST_CASE("max and argmax find the first of equal elements, and only that one gets the gradient") {
  const Tensor x = tensor({2, 4}, {3, 9, 9, 1, -5, -7, -5, -6}, true);
  CHECK(max(x, 1).data() == tensor({2}, {9, -5}).data());
  CHECK(max(x, 0, true).data() == tensor({1, 4}, {3, 9, 9, 1}).data());
  CHECK(argmax(x) == Indices{1, 0});
  CHECK(argmax(x, 0) == Indices{0, 0, 0, 0});
  sum(max(x, 1)).backward();
  CHECK(x.grad() == tensor({2, 4}, {0, 1, 0, 0, 1, 0, 0, 0}).data());
}

TEST_CASE("argmax runs over the other dimensions in row-major order") {
  const Tensor x = tensor({2, 2, 2}, {0, 5, 7, 1, 3, 2, 4, 9});
  CHECK(argmax(x, 0) == Indices{1, 0, 0, 1});
  CHECK(argmax(x, 1) == Indices{1, 0, 1, 1});
  CHECK(argmax(x, 2) == Indices{1, 0, 0, 1});
}

TEST_CASE("logsumexp neither overflows nor underflows") {
  CHECK(logsumexp(tensor({2}, {1000, 1000}), 0).item() == doctest::Approx(1000 + std::log(2.0)));
  CHECK(logsumexp(tensor({2}, {-1000, -1000}), 0).item() == doctest::Approx(-1000 + std::log(2.0)));
  CHECK(logsumexp(tensor({2}, {-infinity, 1}), 0).item() == doctest::Approx(1));
  CHECK(logsumexp(tensor({2}, {-infinity, -infinity}), 0).item() == -infinity);
}

TEST_CASE("logsumexp: equal numbers share the gradient however large they are") {
  const Tensor x = tensor({2, 2}, {1e8, -1e8, 1e8, -1e8}, true);
  sum(logsumexp(x, 0)).backward();
  CHECK(close(x.grad(), filled({2, 2}, Scalar(0.5)), rounding));
}

TEST_CASE("a sum of a million equal numbers keeps its digits") {
  CHECK(sum(full({1000, 1000}, Scalar(0.1))).item() == doctest::Approx(1e5).epsilon(1e-6));
  CHECK(mean(full({1000000}, Scalar(0.1))).item() == doctest::Approx(0.1).epsilon(1e-6));
}

TEST_CASE("sums and means over leading dimensions pass 2^24, where a float stops growing by ones") {
  const Tensor ones = full({(1 << 24) + 2, 1, 1}, 1);
  CHECK(sum(ones, {0}).item() == (1 << 24) + 2);
  CHECK(mean(ones, {0, 1}).item() == 1);
  const Tensor tall = full({4, (1 << 22) + 1}, 1);
  CHECK(sum(tall).item() == (1 << 24) + 4);
  CHECK(sum(permute(tall, {1, 0})).item() == (1 << 24) + 4);
}

TEST_CASE("the mean of n equal numbers is that number") {
  for (const Index n : {3, 41, 49, 55, 1000}) CHECK(mean(full({n}, 1)).item() == 1);
}

TEST_CASE("sums over nothing are 0, and what is empty stays empty") {
  CHECK(sum(zeros({0, 3}), {0}).data() == filled({3}, 0));
  CHECK(sum(zeros({0, 3}), {1}).shape() == Shape{0});
  CHECK(sum(zeros({2, 0, 3}), {0}, true).shape() == Shape{1, 0, 3});
  const Tensor x(filled({2, 0}, 0), true);
  sum(x).backward();
  CHECK(x.grad().shape() == Shape{2, 0});
}

TEST_CASE("reductions name a dimension that does not exist, and what is empty") {
  const Tensor x = zeros({2, 3});
  CHECK_THROWS_WITH_AS(sum(x, {2}), "sum: dim 2 is out of range for shape (2, 3) of 2 dimensions", ShapeError);
  CHECK_THROWS_WITH_AS(mean(x, {-3}), "mean: dim -3 is out of range for shape (2, 3) of 2 dimensions", ShapeError);
  CHECK_THROWS_WITH_AS(max(x, 5), "max: dim 5 is out of range for shape (2, 3) of 2 dimensions", ShapeError);
  CHECK_THROWS_WITH_AS(var(zeros({2, 1}), {1}),
                       "var: shape (2, 1) leaves 1 elements to each variance, needs at least 2", ShapeError);
  CHECK_THROWS_WITH_AS(argmax(zeros({2, 0})), "argmax: dim -1 of shape (2, 0) is empty", ShapeError);
  CHECK_THROWS_WITH_AS(logsumexp(zeros({2, 0}), 1), "logsumexp: dim 1 of shape (2, 0) is empty", ShapeError);
}
