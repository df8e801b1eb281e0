#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/values.hpp"
#include "selfsame/kernels/linear.hpp"
#include "threads.hpp"

using namespace selfsame;

namespace {

struct Gradients {
  Values dx, dw, db;
};

// For few rows, and for more than eight blocks of 128 with a last one that is not full.
const Index numbers_of_rows[] = {1, 7, 1023, 1024, 1500};
constexpr Index in = 13, out = 37;

Gradients fast(Index rows) {
  const Values x = random_values(rows * in, 1), w = random_values(in * out, 2), dy = random_values(rows * out, 3);
  Gradients g{Values(x.size()), Values(w.size()), Values(static_cast<std::size_t>(out))};
  kernels::linear_backward(rows, in, out, x.data(), w.data(), dy.data(), g.dx.data(), g.dw.data(), g.db.data());
  return g;
}

}  // namespace

TEST_CASE("the gradients of a linear layer agree with plain loops for few rows and for many") {
  for (const Index rows : numbers_of_rows) {
    CAPTURE(rows);
    const Values x = random_values(rows * in, 1), w = random_values(in * out, 2), dy = random_values(rows * out, 3);
    const Gradients found = fast(rows);
    Gradients expected = found;
    kernels::linear_backward_plain(rows, in, out, x.data(), w.data(), dy.data(), expected.dx.data(), expected.dw.data(),
                                   expected.db.data());
    const double rounding = sizeof(Scalar) == 4 ? 1e-5 : 1e-13;
    CHECK(difference(found.dx, expected.dx) < rounding);
    CHECK(difference(found.dw, expected.dw) < rounding);
    CHECK(difference(found.db, expected.db) < rounding);
  }
}

TEST_CASE("the gradients of a linear layer are the same bits for any number of threads") {
  for (const Index rows : numbers_of_rows) {
    CAPTURE(rows);
    const auto run = [&] { return fast(rows); };
    const Gradients one = with_threads(1, run), three = with_threads(3, run);
    CHECK(one.dx == three.dx);
    CHECK(one.dw == three.dw);
    CHECK(one.db == three.db);
  }
}

TEST_CASE("a gradient of a linear layer that nobody wants is not computed, and the others are as they were") {
  for (const Index rows : numbers_of_rows) {
    CAPTURE(rows);
    const Values x = random_values(rows * in, 1), w = random_values(in * out, 2), dy = random_values(rows * out, 3);
    const Gradients all = fast(rows);
    Gradients g = all;
    std::fill(g.dx.begin(), g.dx.end(), Scalar(0));
    kernels::linear_backward(rows, in, out, x.data(), w.data(), dy.data(), g.dx.data(), nullptr, nullptr);
    CHECK(g.dx == all.dx);
    std::fill(g.dw.begin(), g.dw.end(), Scalar(0));
    kernels::linear_backward(rows, in, out, x.data(), w.data(), dy.data(), nullptr, g.dw.data(), nullptr);
    CHECK(g.dw == all.dw);
    std::fill(g.db.begin(), g.db.end(), Scalar(0));
    kernels::linear_backward(rows, in, out, x.data(), w.data(), dy.data(), nullptr, nullptr, g.db.data());
    CHECK(g.db == all.db);
  }
}
