#include <doctest/doctest.h>

#include "selfsame/core/tensor.hpp"
#include "selfsame/optim/vector_norm.hpp"
#include "threads.hpp"

using namespace selfsame;

TEST_CASE("vector_norm is the length of an arrow of 3 by 4, whatever its shape") {
  CHECK(optim::vector_norm(tensor({2, 1}, {3, -4}).data()) == 5);
  CHECK(optim::vector_norm(zeros({0, 3}).data()) == 0);
}

TEST_CASE("sum_of_squares is the same bits for any number of threads") {
  Generator generator(1);
  const Array x = randn({500009}, generator).data();
  const auto run = [&] { return optim::sum_of_squares(x); };
  const double one = with_threads(1, run), three = with_threads(3, run);
  CHECK(one == three);
  CHECK(one == doctest::Approx(500009).epsilon(0.02));
}
