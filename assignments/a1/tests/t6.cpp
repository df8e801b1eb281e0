// a1.t6: l2_normalize, an operation of your own with its gradient.
#include <cmath>

#include "check.hpp"
#include "selfsame/ops/linalg.hpp"

using course::backward_of_op;
using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::count;
using selfsame::Index;
using selfsame::l2_normalize;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::tensor;

namespace {

Array values_of(const Array& x) { return l2_normalize(Tensor(x)).data(); }

}  // namespace

TEST_CASE("3, 4 has length 5: the page's numbers") {
  check_close("l2_normalize of [[3, 4]]", values_of(tensor({1, 2}, {3, 4}).data()), tensor({1, 2}, {0.6, 0.8}).data(),
              {{tensor({1, 2}, {3.0 / 25, 4.0 / 25}).data(), "you divided by the squared length; take the square root"},
               {tensor({1, 2}, {3.0 / 7, 4.0 / 7}).data(), "you divided by the sum; the length is sqrt(3^2 + 4^2)"}});
}

TEST_CASE("every row by itself, in any number of dimensions") {
  const Array x = tensor({2, 2}, {3, 4, 0, 2}).data();
  check_close("l2_normalize of [[3, 4], [0, 2]]", values_of(x), tensor({2, 2}, {0.6, 0.8, 0, 1}).data(),
              {{tensor({2, 2}, {3 / std::sqrt(29.0), 4 / std::sqrt(29.0), 0, 2 / std::sqrt(29.0)}).data(),
                "you divided by the length of the whole array; each row has its own"}});
  const Index n = random_size(2, 3), rows = random_size(4, 5), width = random_size(6, 7);
  const Array y = values_of(random_array({n, rows, width}));
  for (Index row = 0; row < n * rows; ++row) {
    double squares = 0;
    for (Index i = 0; i < width; ++i) squares += std::pow(double{y.data()[row * width + i]}, 2);
    check_close("squared length of row " + std::to_string(row), squares, 1);
  }
}

TEST_CASE("a row of zeros stays zeros") {
  const Array y = values_of(tensor({2, 2}, {0, 0, 3, 4}).data());
  check(std::isfinite(y(0, 0)), "a row of zeros became " + std::to_string(y(0, 0)) + ": divide by max(length, eps)");
  check_close("l2_normalize of a row of zeros", y, tensor({2, 2}, {0, 0, 0.6, 0.8}).data());
}

TEST_CASE("backward: the page's numbers") {
  const Tensor x = tensor({1, 2}, {3, 4}, true);
  const auto gradients = backward_of_op(l2_normalize(x), tensor({1, 2}, {1, 0}).data());
  check_close(
      "dx for g = [[1, 0]]", gradients.at(0), tensor({1, 2}, {0.128, -0.096}).data(),
      {{tensor({1, 2}, {0.2, 0}).data(),
        "you divided g by the length; the length itself changes with x, so that the "
        "part of g along y is to be taken out"},
       {tensor({1, 2}, {0.64, -0.48}).data(), "not divided by the length: dx = (g - y <y, g>) / |x|"},
       {tensor({1, 2}, {0.272, 0.096}).data(), "the sign: the part along y is taken out, not added"},
       {tensor({1, 2}, {(1 - 9.0) / 5, -12.0 / 5}).data(), "you projected with x; its unit vector y is needed"}});
}

TEST_CASE("backward against finite differences") {
  const Index rows = random_size(2, 3), width = random_size(4, 5);
  const Array x = random_array({rows, width}, 1), g = random_array({rows, width}, 2);
  const auto gradients = backward_of_op(l2_normalize(Tensor(x, true)), g);
  check_close(selfsame::concat("dx of ", x.shape()), gradients.at(0), course::differences(values_of, x, g), {}, 1e-4);
}

TEST_CASE("no gradient along the row itself: it would only change the length") {
  const Array x = random_array({2, 5}, 1);
  const Array dx = backward_of_op(l2_normalize(Tensor(x, true)), random_array({2, 5}, 2)).at(0);
  check(dx.shape() == x.shape(), "dx has another shape than x");
  for (Index row = 0; row < 2; ++row) {
    double along = 0;
    for (Index i = row * 5; i < row * 5 + 5; ++i) along += double{x.data()[i]} * double{dx.data()[i]};
    check_close("<x, dx> in row " + std::to_string(row), along, 0, {}, 1e-9);
  }
}

TEST_CASE("a row shorter than eps was divided by a constant") {
  const Tensor x = tensor({1, 2}, {0.3, 0.4}, true);
  const Tensor y = l2_normalize(x, 2);
  check_close(
      "l2_normalize of a row of length 0.5 with eps = 2", y.data(), tensor({1, 2}, {0.15, 0.2}).data(),
      {{tensor({1, 2}, {0.6, 0.8}).data(), "eps is a smallest length to divide by, an argument of the function"},
       {tensor({1, 2}, {0.12, 0.16}).data(), "you added eps to the length; it is max(length, eps)"}});
  check_close(
      "dx there", backward_of_op(y, tensor({1, 2}, {1, 0}).data()).at(0), tensor({1, 2}, {0.5, 0}).data(),
      {{tensor({1, 2}, {0.48875, -0.015}).data(), "nothing is to be taken out of g where a row was only scaled"}});
}
