#include <doctest/doctest.h>

#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/core/tensor.hpp"
#include "selfsame/kernels/reduce.hpp"

using namespace selfsame;

TEST_CASE("sum_of_rows adds up each channel, also beside whole vectors, in the same bits for any number of threads") {
  const int threads = num_threads();
  for (const Index channels : {1, 3, 16, 70}) {
    CAPTURE(channels);
    constexpr Index rows = 5000;
    Generator generator(1);
    const Array x = randn({rows, channels}, generator).data();
    Array one = empty({channels}), three = empty({channels});
    set_num_threads(1);
    kernels::sum_of_rows(rows, channels, x.data(), one.data());
    set_num_threads(3);
    kernels::sum_of_rows(rows, channels, x.data(), three.data());
    CHECK(one == three);
    for (Index c = 0; c < channels; ++c) {
      double expected = 0;
      for (Index r = 0; r < rows; ++r) expected += double{x(r, c)};
      CHECK(double{one(c)} == doctest::Approx(expected).epsilon(1e-5).scale(100));
    }
  }
  set_num_threads(threads);
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
