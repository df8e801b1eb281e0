#include <doctest/doctest.h>

#include <vector>

#include "kernels/values.hpp"
#include "selfsame/kernels/reduce.hpp"
#include "threads.hpp"

using namespace selfsame;

TEST_CASE("sum_of_rows adds up each channel, also beside whole vectors, in the same bits for any number of threads") {
  constexpr Index rows = 5000;
  for (const Index channels : {1, 3, 16, 70}) {
    CAPTURE(channels);
    const Values x = random_values(rows * channels, 1);
    const auto run = [&] {
      Values sum(static_cast<std::size_t>(channels));
      kernels::sum_of_rows(rows, channels, x.data(), sum.data());
      return sum;
    };
    Values expected(static_cast<std::size_t>(channels), 0);
    for (std::size_t c = 0; c < expected.size(); ++c) {
      double sum = 0;
      for (std::size_t i = c; i < x.size(); i += expected.size()) sum += double{x[i]};
      expected[c] = static_cast<Scalar>(sum);
    }
    const Values one = with_threads(1, run);
    CHECK(difference(one, expected) < (sizeof(Scalar) == 4 ? 1e-5 : 1e-13));
    CHECK(with_threads(3, run) == one);
  }
}

TEST_CASE("for_each_line visits every element once, each line along its dimension") {
  const Shape shape{3, 4, 5};
  for (const Index dim : {0, 1, 2}) {
    const kernels::Along a = kernels::along(shape, dim);
    CHECK(a.size == shape[static_cast<std::size_t>(dim)]);
    std::vector<Index> line_of(60, -1);
    kernels::for_each_line(a, [&](Index line, Index first, Index step) {
      for (Index i = 0; i < a.size; ++i) line_of[static_cast<std::size_t>(first + i * step)] = line;
    });
    for (Index i = 0; i < 3; ++i) {
      for (Index j = 0; j < 4; ++j) {
        for (Index k = 0; k < 5; ++k) {
          const Index expected = dim == 0 ? j * 5 + k : dim == 1 ? i * 5 + k : i * 4 + j;
          REQUIRE(line_of[static_cast<std::size_t>((i * 4 + j) * 5 + k)] == expected);
        }
      }
    }
  }
}
