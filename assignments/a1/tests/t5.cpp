// a1.t5: finite differences. The functions are the test's own, written on plain numbers.
#include <cmath>
#include <functional>
#include <vector>

#include "check.hpp"
#include "selfsame/debug/gradcheck.hpp"

using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::count;
using selfsame::Index;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::tensor;
using selfsame::debug::finite_differences;

namespace {

using Inputs = std::vector<Tensor>;

// f(x) element by element, as a function of tensors.
std::function<Tensor(const Inputs&)> each(const std::function<double(double)>& f) {
  return [f](const Inputs& in) {
    Array y = in[0].data();
    for (Scalar& v : y) v = static_cast<Scalar>(f(double{v}));
    return Tensor(y);
  };
}

double square(double v) { return v * v; }

}  // namespace

TEST_CASE("the square: the page's numbers") {
  const Tensor x = tensor({2}, {1, 3}, true);
  const auto gradients = finite_differences(each(square), {x}, selfsame::filled({2}, 1), 0.5);
  check(gradients.size() == 1,
        "one input, and " + std::to_string(gradients.size()) + " gradients; expected one an input");
  check_close("d(x^2) at (1, 3), with steps of 0.5", gradients[0], tensor({2}, {2, 6}).data(),
              {{tensor({2}, {2.5, 6.5}).data(),
                "this is the forward difference; its error falls with eps, that of the "
                "central one with eps^2: (f(x + eps) - f(x - eps)) / (2 eps)"},
               {tensor({2}, {1.5, 5.5}).data(), "this is the backward difference; take the central one"},
               {tensor({2}, {4, 12}).data(), "twice too large: the two points are 2 eps apart"},
               {tensor({2}, {1, 3}).data(), "half of it: the two points are 2 eps apart, not 4"},
               {tensor({2}, {-2, -6}).data(), "the sign: f(x + eps) - f(x - eps)"}});
}

TEST_CASE("every element is put back before the next one moves") {
  const auto product = [](const Inputs& in) {
    const Scalar* v = in[0].data().data();
    return tensor({}, {double{v[0]} * double{v[1]}});
  };
  const auto gradients = finite_differences(product, {tensor({2}, {2, 5}, true)}, selfsame::filled({}, 1), 0.5);
  check_close(
      "d(x y) at (2, 5)", gradients.at(0), tensor({2}, {5, 2}).data(),
      {{tensor({2}, {5, 1.5}).data(), "the first element was still moved when the second was measured: put it back"},
       {tensor({2}, {5, 2.5}).data(), "the first element was still moved when the second was measured: put it back"}});
}

TEST_CASE("each output counts with its weight") {
  const Tensor x = tensor({2}, {1, 3}, true);
  check_close("weights (10, -1)", finite_differences(each(square), {x}, tensor({2}, {10, -1}).data(), 0.5).at(0),
              tensor({2}, {20, -6}).data(), {{tensor({2}, {2, 6}).data(), "the weights were not used"}});
}

TEST_CASE("several inputs; a constant gets zeros") {
  const auto product = [](const Inputs& in) {
    return tensor({}, {double{in[0].item()} * double{in[1].item()} * double{in[2].item()}});
  };
  const Inputs inputs{tensor({}, {2}, true), tensor({}, {3}), tensor({}, {5}, true)};
  const auto gradients = finite_differences(product, inputs, selfsame::filled({}, 1), 0.5);
  check(gradients.size() == 3, "three inputs, and " + std::to_string(gradients.size()) + " gradients");
  check_close("by the first input", gradients[0], tensor({}, {15}).data());
  check_close("by the second, which requires no gradient", gradients[1], tensor({}, {0}).data(),
              {{tensor({}, {10}).data(), "the second input is a constant; its gradient is zeros"}});
  check_close("by the third", gradients[2], tensor({}, {6}).data());
}

TEST_CASE("the caller's inputs stay as they were") {
  const Tensor x(random_array({2, 3}), true);
  const Array before = x.data();
  const auto gradients = finite_differences(each(square), {x}, selfsame::filled({2, 3}, 1));
  check(x.data() == before, "x was changed; work on copies_of(inputs)");
  Array expected = before;
  for (Scalar& v : expected) v *= 2;
  check_close("gradient of squares in (2, 3)", gradients.at(0), expected, {}, 1e-6);
}

TEST_CASE("a function that is not simple, and the default step") {
  const selfsame::Shape shape{random_size(4, 5), random_size(2, 3)};
  const Array x = random_array(shape), weights = random_array(shape, 1);
  Array expected = x;
  for (Index i = 0; i < count(x); ++i) {
    const double v = x.data()[i];
    expected.data()[i] = static_cast<Scalar>(weights.data()[i] * std::exp(std::sin(v)) * std::cos(v));
  }
  const auto f = each([](double v) { return std::exp(std::sin(v)); });
  check_close("d exp(sin x)", finite_differences(f, {Tensor(x, true)}, weights).at(0), expected, {}, 1e-7);
}
