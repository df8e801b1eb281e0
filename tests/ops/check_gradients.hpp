/// \file
/// What the tests of operations share: inputs that suit finite differences, and the check itself.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "selfsame/debug/gradcheck.hpp"

/// A parameter with values of either sign between 0.1 and 1.1 in size, so that no kink at 0 is near.
inline selfsame::Tensor leaf(const selfsame::Shape& shape, std::uint64_t seed = 1) {
  selfsame::Generator generator({seed, 77});
  selfsame::Array values = selfsame::empty(shape);
  for (auto& v : values) {
    v = static_cast<selfsame::Scalar>(generator.uniform(0.1, 1.1) * (generator.bernoulli(0.5) ? 1 : -1));
  }
  return selfsame::Tensor(values, true);
}

/// The same with positive values only.
inline selfsame::Tensor positive_leaf(const selfsame::Shape& shape, std::uint64_t seed = 1) {
  selfsame::Array values = leaf(shape, seed).data();
  for (auto& v : values) v = std::abs(v);
  return selfsame::Tensor(values, true);
}

/// In double, gradcheck at relative 1e-4. In float, where that is not possible: backward runs and its gradients are
/// finite.
inline void check_gradients(const std::function<selfsame::Tensor(const std::vector<selfsame::Tensor>&)>& f,
                            const std::vector<selfsame::Tensor>& inputs) {
  if (sizeof(selfsame::Scalar) == sizeof(double)) {
    const auto result = selfsame::debug::gradcheck(f, inputs);
    CHECK_MESSAGE(result.ok, result.message());
    return;
  }
  const selfsame::Tensor y = f(inputs);
  y.backward(selfsame::filled(y.shape(), 1));
  for (const selfsame::Tensor& t : inputs) {
    if (!t.requires_grad()) continue;
    REQUIRE(t.has_grad());
    CHECK(std::all_of(t.grad().begin(), t.grad().end(), [](auto g) { return std::isfinite(g); }));
  }
}

/// Whether two arrays have one shape and values within `tolerance`, relative to 1 or the larger value.
inline bool close(const selfsame::Array& a, const selfsame::Array& b, double tolerance) {
  if (a.shape() != b.shape()) return false;
  for (selfsame::Index i = 0; i < selfsame::count(a); ++i) {
    const double x = a.data()[i];
    const double y = b.data()[i];
    if (!(std::abs(x - y) <= tolerance * std::max({1.0, std::abs(x), std::abs(y)}))) return false;
  }
  return true;
}

/// Rounding of a handful of operations.
constexpr double rounding = sizeof(selfsame::Scalar) == 4 ? 1e-5 : 1e-13;
