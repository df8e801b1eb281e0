#include "ops/check_gradients.hpp"

#include <array>
#include <limits>

#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/reduce.hpp"

using namespace selfsame;

namespace {

using Inputs = std::vector<Tensor>;
using Function = Tensor (*)(const Inputs&);

const Scalar infinity = std::numeric_limits<Scalar>::infinity();

}  // namespace

TEST_CASE("arithmetic of hand-worked numbers") {
  const Tensor a = tensor({2, 2}, {1, 2, 3, 4});
  const Tensor b = tensor({2}, {10, -20});
  CHECK((a + b).data() == tensor({2, 2}, {11, -18, 13, -16}).data());
  CHECK((a - b).data() == tensor({2, 2}, {-9, 22, -7, 24}).data());
  CHECK((b - a).data() == tensor({2, 2}, {9, -22, 7, -24}).data());
  CHECK((a * b).data() == tensor({2, 2}, {10, -40, 30, -80}).data());
  CHECK(close((a / b).data(), tensor({2, 2}, {0.1, -0.1, 0.3, -0.2}).data(), rounding));
  CHECK((a + 1).data() == tensor({2, 2}, {2, 3, 4, 5}).data());
  CHECK((1 - a).data() == tensor({2, 2}, {0, -1, -2, -3}).data());
  CHECK((a - 1).data() == tensor({2, 2}, {0, 1, 2, 3}).data());
  CHECK((2 * a).data() == (a * 2).data());
  CHECK((a / 2).data() == tensor({2, 2}, {0.5, 1, 1.5, 2}).data());
  CHECK(close((12 / a).data(), tensor({2, 2}, {12, 6, 4, 3}).data(), rounding));
  CHECK((-a).data() == tensor({2, 2}, {-1, -2, -3, -4}).data());
}

TEST_CASE("arithmetic: gradients agree with finite differences, broadcasting in both directions") {
  const Function operations[] = {
      [](const Inputs& in) { return in[0] + in[1]; }, [](const Inputs& in) { return in[0] - in[1]; },
      [](const Inputs& in) { return in[0] * in[1]; }, [](const Inputs& in) { return in[0] / in[1]; }};
  const std::pair<Shape, Shape> shapes[] = {{{3, 5}, {3, 5}}, {{3, 5}, {5}}, {{3, 5}, {3, 1}},    {{3, 1}, {1, 5}},
                                            {{2, 3, 1}, {5}}, {{}, {3, 2}},  {{2, 1, 3}, {4, 1}}, {{1}, {1, 1}}};
  for (const Function f : operations) {
    for (const auto& [left, right] : shapes) {
      check_gradients(f, {leaf(left, 1), leaf(right, 2)});
      check_gradients(f, {leaf(right, 3), leaf(left, 4)});
    }
  }
}

TEST_CASE("arithmetic where only one side requires a gradient") {
  const Function operations[] = {
      [](const Inputs& in) { return in[0] + in[1]; }, [](const Inputs& in) { return in[0] - in[1]; },
      [](const Inputs& in) { return in[0] * in[1]; }, [](const Inputs& in) { return in[0] / in[1]; }};
  for (const Function f : operations) {
    check_gradients(f, {leaf({3, 2}, 1), leaf({2}, 2).detach()});
    check_gradients(f, {leaf({3, 2}, 1).detach(), leaf({2}, 2)});
  }
}

TEST_CASE("arithmetic with plain numbers: gradients agree with finite differences") {
  for (const Function f : {Function([](const Inputs& in) { return in[0] + Scalar(2); }),
                           Function([](const Inputs& in) { return Scalar(2) - in[0]; }),
                           Function([](const Inputs& in) { return in[0] * Scalar(-3); }),
                           Function([](const Inputs& in) { return Scalar(3) / in[0]; }),
                           Function([](const Inputs& in) { return Scalar(0) / in[0]; }),
                           Function([](const Inputs& in) { return in[0] / Scalar(4); }),
                           Function([](const Inputs& in) { return -in[0]; })}) {
    check_gradients(f, {leaf({3, 5})});
  }
}

TEST_CASE("functions of one tensor: gradients agree with finite differences") {
  for (const Function f :
       {Function([](const Inputs& in) { return exp(in[0]); }), Function([](const Inputs& in) { return abs(in[0]); }),
        Function([](const Inputs& in) { return clamp(in[0], Scalar(-0.5), Scalar(0.7)); }),
        Function([](const Inputs& in) { return relu(in[0]); }),
        Function([](const Inputs& in) { return leaky_relu(in[0], Scalar(0.1)); }),
        Function([](const Inputs& in) { return gelu(in[0]); }), Function([](const Inputs& in) { return tanh(in[0]); }),
        Function([](const Inputs& in) { return sigmoid(in[0]); }),
        Function([](const Inputs& in) { return pow(in[0], 2); }),
        Function([](const Inputs& in) { return pow(in[0], 3); })}) {
    check_gradients(f, {leaf({3, 5, 7})});
    check_gradients(f, {leaf({})});
  }
  for (const Function f :
       {Function([](const Inputs& in) { return log(in[0]); }), Function([](const Inputs& in) { return sqrt(in[0]); }),
        Function([](const Inputs& in) { return pow(in[0], Scalar(-1.5)); }),
        Function([](const Inputs& in) { return pow(in[0], Scalar(0.3)); })}) {
    check_gradients(f, {positive_leaf({3, 5, 7})});
  }
}

TEST_CASE("functions of known numbers") {
  const Tensor x = tensor({3}, {-2, 0, 3});
  CHECK(relu(x).data() == tensor({3}, {0, 0, 3}).data());
  CHECK(leaky_relu(x, Scalar(0.5)).data() == tensor({3}, {-1, 0, 3}).data());
  CHECK(abs(x).data() == tensor({3}, {2, 0, 3}).data());
  CHECK(clamp(x, -1, 1).data() == tensor({3}, {-1, 0, 1}).data());
  CHECK(pow(x, 2).data() == tensor({3}, {4, 0, 9}).data());
  CHECK(close(exp(x).data(), tensor({3}, {std::exp(-2.0), 1, std::exp(3.0)}).data(), rounding));
  CHECK(close(tanh(x).data(), tensor({3}, {std::tanh(-2.0), 0, std::tanh(3.0)}).data(), rounding));
  CHECK(close(gelu(x).data(), tensor({3}, {-0.04550026389635842, 0, 2.99595030590511}).data(), rounding));
  CHECK(close(sigmoid(x).data(), tensor({3}, {0.11920292202211755, 0.5, 0.9525741268224334}).data(), rounding));
  CHECK(log(tensor({1}, {0})).item() == -infinity);
  CHECK(std::isnan(log(tensor({1}, {-1})).item()));
  CHECK(std::isnan(sqrt(tensor({1}, {-1})).item()));
}

TEST_CASE("at their kinks, relu and abs have gradient 0 and clamp lets the gradient of its bounds through") {
  const Tensor x = tensor({1}, {0}, true);
  (relu(x) + abs(x)).backward();
  CHECK(x.grad()(0) == 0);
  const Tensor at_bounds = tensor({2}, {-1, 1}, true);
  sum(clamp(at_bounds, -1, 1)).backward();
  CHECK(at_bounds.grad() == filled({2}, 1));
}

TEST_CASE("pow of zeros, whole vectors of them: 0^0 is 1, its gradient 0") {
  for (const Index n : {1, 7, 64}) {
    for (const auto& [exponent, value, slope] :
         {std::array<Scalar, 3>{0, 1, 0}, {1, 0, 1}, {2, 0, 0}, {-1, infinity, -infinity}}) {
      const Tensor x(filled({n}, 0), true);
      const Tensor y = pow(x, exponent);
      CHECK(y.data() == filled({n}, value));
      sum(y).backward();
      CHECK(x.grad() == filled({n}, slope));
    }
  }
}

TEST_CASE("a tensor divided by a plain number is rounded once, and numbers divided by it keep their range") {
  for (const Scalar n : {Scalar(3), Scalar(41), Scalar(49)}) CHECK((full({1}, n) / n).item() == 1);
  const Scalar least = std::numeric_limits<Scalar>::denorm_min();
  CHECK((full({1}, least) / least).item() == 1);
  const Tensor x(filled({1}, Scalar(1e5)), true);
  (Scalar(1e30) / x).backward();
  CHECK(x.grad()(0) == doctest::Approx(-1e20));
}

TEST_CASE("sigmoid neither overflows nor loses small values far from 0") {
  const Tensor y = sigmoid(tensor({3}, {-80, 80, 1000}));
  CHECK(y.data()(0) == doctest::Approx(std::exp(-80.0)).epsilon(1e-5));
  CHECK(y.data()(1) == 1);
  CHECK(y.data()(2) == 1);
  CHECK(sigmoid(tensor({1}, {-1000})).item() == 0);
}

TEST_CASE("where picks by the condition, and broadcasts all three") {
  const Tensor condition = tensor({3}, {1, 0, 2});
  CHECK(where(condition, full({3}, 5), full({3}, 7)).data() == tensor({3}, {5, 7, 5}).data());
  CHECK(where(condition, full({}, 5), tensor({2, 1}, {7, 8})).data() == tensor({2, 3}, {5, 7, 5, 5, 8, 5}).data());
  const auto f = [&](const Inputs& in) { return where(condition, in[0], in[1]); };
  check_gradients(f, {leaf({3}, 1), leaf({3}, 2)});
  check_gradients(f, {leaf({2, 1}, 1), leaf({3}, 2)});
  check_gradients(f, {leaf({}, 1), leaf({2, 3}, 2)});
}

TEST_CASE("where does not let a NaN of the side that is not taken through") {
  const Tensor bad = tensor({2}, {std::nan(""), std::nan("")});
  const Tensor x = tensor({2}, {1, 2}, true);
  const Tensor y = where(tensor({2}, {1, 1}), x, bad);
  CHECK(y.data() == x.data());
  sum(y).backward();
  CHECK(x.grad() == filled({2}, 1));
}

TEST_CASE("operations on shapes that do not fit name themselves and both shapes") {
  const char* const rest =
      ": shapes (2, 3) and (4,) do not broadcast: sizes must be equal or 1 when aligned at the right";
  const Tensor a = zeros({2, 3});
  const Tensor b = zeros({4});
  CHECK_THROWS_WITH_AS(a + b, (std::string("add") + rest).c_str(), ShapeError);
  CHECK_THROWS_WITH_AS(a - b, (std::string("sub") + rest).c_str(), ShapeError);
  CHECK_THROWS_WITH_AS(a * b, (std::string("mul") + rest).c_str(), ShapeError);
  CHECK_THROWS_WITH_AS(a / b, (std::string("div") + rest).c_str(), ShapeError);
  CHECK_THROWS_WITH_AS(where(a, a, b), (std::string("where") + rest).c_str(), ShapeError);
}

TEST_CASE("dropout keeps a share of 1 - p, scaled up, and passes everything through outside training") {
  const Tensor x = full({100, 100}, 3);
  Generator generator(1);
  const Tensor y = dropout(x, Scalar(0.25), true, generator);
  Index zeroed = 0;
  for (const Scalar v : y.data()) {
    if (v == 0) {
      ++zeroed;
    } else {
      REQUIRE(v == doctest::Approx(4));
    }
  }
  CHECK(zeroed == doctest::Approx(2500).epsilon(0.09));  // five standard deviations
  CHECK(dropout(x, Scalar(0.25), false, generator).data() == x.data());
  CHECK(dropout(x, 0, true, generator).data() == x.data());
  CHECK_THROWS_WITH_AS(dropout(x, 1, true, generator), "dropout: probability 1 must be at least 0 and below 1",
                       UsageError);
}

TEST_CASE("dropout: the gradient passes where the value passed") {
  check_gradients(
      [](const Inputs& in) {
        Generator generator(7);  // the same mask at every call
        return dropout(in[0], Scalar(0.4), true, generator);
      },
      {leaf({5, 7})});
}
