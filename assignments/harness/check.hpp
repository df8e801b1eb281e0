/// \file
/// What the tests of all tasks share: inputs, and comparisons whose message says what a tutor would say.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "selfsame/core/tensor.hpp"

/// Helpers of the course's tests.
namespace course {

/// A mistake that is often made, by the value it leads to.
struct Mistake {
  selfsame::Array value;  ///< what the mistaken code returns
  std::string advice;     ///< what to say to its author
};

/// Ends the case unless `got` has the shape and, within `tolerance` relative to 1 or the larger value, the elements of
/// `expected`. The message says what was got and expected, both shapes, and the advice of the first mistake whose value
/// was got.
void check_close(const std::string& what, const selfsame::Array& got, const selfsame::Array& expected,
                 const std::vector<Mistake>& mistakes = {}, double tolerance = 1e-5);

/// The same for one number.
void check_close(const std::string& what, double got, double expected,
                 const std::vector<std::pair<double, std::string>>& mistakes = {}, double tolerance = 1e-5);

/// Ends the case with this advice unless the condition holds.
void check(bool condition, const std::string& advice);

/// Random values, the same at every run; `salt` tells apart the inputs of one case. Others with `grade --variant` and
/// `grade --held`.
selfsame::Array random_array(const selfsame::Shape& shape, int salt = 0);

/// A random size in from..to, the same at every run and every call; others with `grade --variant` and `grade --held`.
/// Each range is drawn by itself; `salt` tells apart two sizes from one range. Sizes that must differ, so that no
/// mistake goes unseen, come from ranges that do not meet: rows = random_size(2, 3), columns = random_size(4, 5).
selfsame::Index random_size(selfsame::Index from, selfsame::Index to, int salt = 0);

/// A generator for tests that draw more than arrays.
selfsame::Generator generator(int salt = 0);

/// The gradients that the operation which made `output` hands to its inputs for the gradient `g` of its output: one
/// step of backward, without the engine. An input that gets none has an empty array of shape (0,).
std::vector<selfsame::Array> backward_of_op(const selfsame::Tensor& output, const selfsame::Array& g);

/// Central differences of sum(g * f(x)) with respect to each element of x, in the test's own plain loop.
template <class F>
selfsame::Array differences(const F& f, selfsame::Array x, const selfsame::Array& g, double step = 1e-6) {
  selfsame::Array gradient = selfsame::filled(x.shape(), 0);
  const auto weighed = [&] {
    const selfsame::Array y = f(x);
    double sum = 0;
    for (selfsame::Index i = 0; i < selfsame::count(y); ++i) sum += double{y.data()[i]} * double{g.data()[i]};
    return sum;
  };
  for (selfsame::Index i = 0; i < selfsame::count(x); ++i) {
    const selfsame::Scalar before = x.data()[i];
    x.data()[i] = static_cast<selfsame::Scalar>(before + step);
    const double above = weighed();
    x.data()[i] = static_cast<selfsame::Scalar>(before - step);
    const double below = weighed();
    x.data()[i] = before;
    gradient.data()[i] = static_cast<selfsame::Scalar>((above - below) / (2 * step));
  }
  return gradient;
}

}  // namespace course
