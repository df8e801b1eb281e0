#include <doctest/doctest.h>

#include "selfsame/core/tensor.hpp"
#include "selfsame/kernels/elementwise.hpp"

using namespace selfsame;

namespace {

// Broadcasting by definition: positions of both operands worked out for every element.
Array broadcast_plain(const Array& a, const Array& b) {
  const Shape shape = broadcast_shape("minus", a.shape(), b.shape());
  Array y = empty(shape);
  for (Index flat = 0; flat < count(y); ++flat) {
    Index rest = flat;
    Index at[2] = {0, 0};
    Index step[2] = {1, 1};
    for (std::size_t d = shape.size(); d-- > 0; rest /= shape[d]) {
      const Index position = rest % shape[d];
      int which = 0;
      for (const Shape* s : {&a.shape(), &b.shape()}) {
        const std::size_t missing = shape.size() - s->size();
        if (d >= missing) {
          if ((*s)[d - missing] > 1) at[which] += position * step[which];
          step[which] *= (*s)[d - missing];
        }
        ++which;
      }
    }
    y.data()[flat] = a.data()[at[0]] - b.data()[at[1]];
  }
  return y;
}

Array numbered(const Shape& shape, Scalar start) {
  Array x = empty(shape);
  for (Index i = 0; i < count(x); ++i) x.data()[i] = start + static_cast<Scalar>(i * i % 101);
  return x;
}

}  // namespace

TEST_CASE("broadcast agrees with its definition for every way that shapes can fit, in both directions") {
  const std::vector<std::pair<Shape, Shape>> pairs{
      {{3, 5}, {3, 5}},          {{3, 5}, {5}},       {{3, 5}, {3, 1}},
      {{3, 5}, {1, 1}},          {{3, 5}, {}},        {{}, {}},
      {{3, 1}, {1, 5}},          {{2, 3, 5}, {3, 1}}, {{2, 1, 5}, {3, 1}},
      {{7, 1, 3, 1}, {5, 1, 2}}, {{1}, {4}},          {{2, 3, 4, 5}, {4, 1}},
      {{2, 3, 4, 5}, {3, 1, 1}}, {{300, 257}, {257}}, {{70000}, {1}},
  };
  for (const auto& [left, right] : pairs) {
    const Array a = numbered(left, 3);
    const Array b = numbered(right, -7);
    const auto minus = [](Scalar u, Scalar v) { return u - v; };
    const std::string shapes = to_string(left) + " and " + to_string(right);
    CAPTURE(shapes);
    CHECK(kernels::broadcast("minus", a, b, minus) == broadcast_plain(a, b));
    CHECK(kernels::broadcast("minus", b, a, minus) == broadcast_plain(b, a));
  }
}

TEST_CASE("broadcast of an empty array is empty") {
  const auto plus = [](Scalar u, Scalar v) { return u + v; };
  CHECK(kernels::broadcast("plus", empty({0, 3}), filled({3}, 1), plus).shape() == Shape{0, 3});
}

TEST_CASE("map and map_into reach every element of small and big arrays") {
  for (const Index n : {Index{0}, Index{1}, Index{17}, Index{200003}}) {
    const Array x = numbered({n}, 0);
    const Array y = kernels::map(x, [](Scalar v) { return 2 * v; });
    const Array z = kernels::map_into(x, y, [](Scalar u, Scalar v) { return v - u; });  // 2x - x
    CHECK(y.shape() == x.shape());
    CHECK(z == x);
  }
}

TEST_CASE("for_each writes what its function takes by reference, and nothing else") {
  for (const Index n : {Index{0}, Index{1}, Index{17}, Index{200003}}) {
    const Array x = numbered({n}, 0);
    Array sum = x, product = x;
    kernels::for_each(
        [](Scalar& s, Scalar& p, Scalar v) {
          s += v;
          p *= v;
        },
        sum, product, x);
    CHECK(x == numbered({n}, 0));
    CHECK(sum == kernels::map(x, [](Scalar v) { return v + v; }));
    CHECK(product == kernels::map(x, [](Scalar v) { return v * v; }));
  }
}
