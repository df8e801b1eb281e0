#include "selfsame/ssl/cosine.hpp"

#include <doctest/doctest.h>

#include "selfsame/core/error.hpp"
#include "selfsame/core/tensor.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/shape.hpp"

using namespace selfsame;

TEST_CASE("cosine similarities of two pairs of rows, worked by hand, and of a row of zeros") {
  const Array cosines =
      ssl::cosine_similarities_plain(tensor({3, 2}, {3, 4, 0, 2, 0, 0}).data(), tensor({2, 2}, {1, 0, 6, 8}).data());
  const double expected[] = {0.6, 1, 0, 0.8, 0, 0};
  for (std::size_t i = 0; i < 6; ++i) CHECK(double{cosines.data()[i]} == doctest::Approx(expected[i]));
}

TEST_CASE("cosine similarities are the product of unit rows") {
  manual_seed(3);
  const Tensor a = randn({5, 7}), b = randn({4, 7});
  const Array cosines = ssl::cosine_similarities_plain(a.data(), b.data());
  const Array products = matmul(l2_normalize(a), permute(l2_normalize(b), {1, 0})).data();
  REQUIRE(cosines.shape() == Shape{5, 4});
  for (std::size_t i = 0; i < 20; ++i) CHECK(std::abs(cosines.data()[i] - products.data()[i]) < 1e-6);
}

TEST_CASE("cosine similarities of rows of different width are refused with both shapes") {
  CHECK_THROWS_WITH_AS(ssl::cosine_similarities_plain(filled({2, 3}, 1), filled({2, 4}, 1)),
                       "cosine_similarities_plain: rows (2, 3) and (2, 4) must be (M, D) and (N, D)", ShapeError);
}
