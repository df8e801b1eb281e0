#include <doctest/doctest.h>

#include <algorithm>

#include "selfsame/nn/dropout.hpp"

using namespace selfsame;

TEST_CASE("Dropout acts in training only") {
  nn::Dropout dropout(Scalar(0.5));
  const Tensor x = full({1000}, 1);
  const Array y = dropout(x).data();
  CHECK(std::count(y.begin(), y.end(), Scalar(0)) > 400);
  CHECK(std::count(y.begin(), y.end(), Scalar(2)) > 400);
  dropout.eval();
  CHECK(dropout(x).data() == x.data());
  CHECK_THROWS_WITH_AS(nn::Dropout(1), "Dropout: probability 1 must be at least 0 and below 1", UsageError);
}
