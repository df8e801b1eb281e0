// a1.t3: log_softmax and its backward.
#include <cmath>
#include <numeric>

#include "check.hpp"
#include "selfsame/ops/loss.hpp"

using course::backward_of_op;
using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::concat;
using selfsame::count;
using selfsame::Index;
using selfsame::log_softmax;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::tensor;

namespace {

Array values_of(const Array& x) { return log_softmax(Tensor(x)).data(); }

// The definition, good for small numbers.
Array by_definition(const Array& x) {
  const Index width = x.shape().back();
  Array y = x;
  for (Index row = 0; row < count(x) / width; ++row) {
    double total = 0;
    for (Index c = 0; c < width; ++c) total += std::exp(double{x.data()[row * width + c]});
    for (Index c = 0; c < width; ++c) y.data()[row * width + c] -= static_cast<Scalar>(std::log(total));
  }
  return y;
}

// The definition over the first dimension of a matrix, a mistake.
Array down_the_columns(const Array& x) {
  Array y = x;
  for (Index c = 0; c < x.shape()[1]; ++c) {
    double total = 0;
    for (Index r = 0; r < x.shape()[0]; ++r) total += std::exp(double{x(r, c)});
    for (Index r = 0; r < x.shape()[0]; ++r) y(r, c) -= static_cast<Scalar>(std::log(total));
  }
  return y;
}

}  // namespace

TEST_CASE("one row: the page's numbers") {
  const Array x = tensor({1, 2}, {0, std::log(3.0)}).data();
  check_close(
      "log_softmax of [[0, ln 3]]", values_of(x), tensor({1, 2}, {-std::log(4.0), std::log(0.75)}).data(),
      {{tensor({1, 2}, {0.25, 0.75}).data(), "this is softmax; log_softmax is its logarithm"},
       {tensor({1, 2}, {-4, std::log(3.0) - 4}).data(), "you subtracted the sum of exp; subtract its logarithm"},
       {tensor({1, 2}, {-std::log(3.0) - 4.0 / 3, -4.0 / 3}).data(),
        "you subtracted the sum of exp; subtract its logarithm"},
       {tensor({1, 2}, {-std::log(4.0) - std::log(3.0), std::log(0.75) - std::log(3.0)}).data(),
        "the maximum is subtracted twice: add it back, or leave it out of the last step"},
       {tensor({1, 2}, {-std::log(4.0 / 3), std::log(3.0) - std::log(4.0 / 3)}).data(),
        "the maximum was subtracted inside of exp and not outside: y = x - top - log(sum exp(x - top))"}});
}

TEST_CASE("every row by itself, in any number of dimensions") {
  const Index n = random_size(2, 3), rows = random_size(4, 5), width = random_size(6, 7);
  const Array x = random_array({rows, width}), batch = random_array({n, rows, width});
  check_close(concat("log_softmax of ", x.shape()), values_of(x), by_definition(x),
              {{down_the_columns(x), "you worked down the columns; log_softmax works along the last dimension"}});
  check_close(concat("log_softmax of ", batch.shape()), values_of(batch), by_definition(batch));
}

TEST_CASE("large numbers do not overflow") {
  for (const double large : {1000.0, -1000.0}) {
    const Array y = values_of(tensor({1, 2}, {large, large}).data());
    check(std::isfinite(y(0, 0)), "log_softmax of [[" + std::to_string(large) + ", same]] is " +
                                      std::to_string(y(0, 0)) +
                                      ", expected -ln 2: exp() over- or underflows; subtract the row's maximum first");
    check_close("log_softmax of two equal numbers", y, tensor({1, 2}, {-std::log(2.0), -std::log(2.0)}).data());
  }
}

TEST_CASE("the maximum is the row's own") {
  const Array y = values_of(tensor({2, 2}, {0, 0, 2000, 2000}).data());
  check(std::isfinite(y(0, 0)), "[[0, 0], [2000, 2000]]: the first row became " + std::to_string(y(0, 0)) +
                                    ", expected -ln 2: subtract the maximum of the row, not of the whole array");
  check_close("log_softmax of rows of different size", y,
              selfsame::filled({2, 2}, static_cast<Scalar>(-std::log(2.0))));
}

TEST_CASE("backward: the page's numbers") {
  const Tensor x = tensor({1, 2}, {0, std::log(3.0)}, true);
  const auto gradients = backward_of_op(log_softmax(x), tensor({1, 2}, {1, 0}).data());
  check_close(
      "dx for g = [[1, 0]]", gradients.at(0), tensor({1, 2}, {0.75, -0.75}).data(),
      {{tensor({1, 2}, {1, 0}).data(), "you handed on g; every x of the row changes every y through the sum"},
       {tensor({1, 2}, {0.75, 0}).data(),
        "you took softmax * g, element by element; it is softmax * (sum of g over the row)"},
       {tensor({1, 2}, {0.1875, -0.1875}).data(), "this is the gradient of softmax, not of its logarithm"},
       {tensor({1, 2}, {1 + std::log(4.0), -std::log(0.75)}).data(), "y is the logarithm of softmax: use exp(y)"},
       {tensor({1, 2}, {-0.75, 0.75}).data(), "the sign: dx = g - softmax * sum(g)"}});
}

TEST_CASE("backward against finite differences") {
  const Index rows = random_size(2, 3), width = random_size(4, 5);
  const Array x = random_array({rows, width}, 1), g = random_array({rows, width}, 2);
  const auto gradients = backward_of_op(log_softmax(Tensor(x, true)), g);
  check_close(concat("dx of ", x.shape()), gradients.at(0), course::differences(values_of, x, g), {}, 1e-4);
}

TEST_CASE("a shift of all scores changes nothing, so gradients of a row sum to 0") {
  const Array g = random_array({2, 5}, 2);
  const auto gradients = backward_of_op(log_softmax(Tensor(random_array({2, 5}, 1), true)), g);
  for (Index row = 0; row < 2; ++row) {
    const Scalar* d = gradients.at(0).data() + row * 5;
    check_close("sum of the gradients in row " + std::to_string(row), double{std::accumulate(d, d + 5, Scalar(0))}, 0);
  }
}
