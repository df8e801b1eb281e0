#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "selfsame/core/random.hpp"
#include "selfsame/kernels/gemm.hpp"

using namespace selfsame;

namespace {

std::vector<Scalar> values(Index n, std::uint64_t seed) {
  Generator generator(seed);
  std::vector<Scalar> v(static_cast<std::size_t>(n));
  std::generate(v.begin(), v.end(), [&] { return static_cast<Scalar>(generator.normal()); });
  return v;
}

}  // namespace

TEST_CASE("gemm agrees with its definition for odd sizes, all transposes, padded rows, alpha and beta") {
  struct Size {
    Index m, n, k;
  };
  for (const Size s : {Size{1, 1, 1}, Size{3, 5, 7}, Size{17, 1, 33}, Size{1, 19, 4}, Size{67, 45, 129}}) {
    for (const bool trans_a : {false, true}) {
      for (const bool trans_b : {false, true}) {
        for (const Index extra : {0, 3}) {
          const Index lda = (trans_a ? s.m : s.k) + extra;
          const Index ldb = (trans_b ? s.k : s.n) + extra;
          const Index ldc = s.n + extra;
          const auto a = values((trans_a ? s.k : s.m) * lda, 1);
          const auto b = values((trans_b ? s.n : s.k) * ldb, 2);
          auto c = values(s.m * ldc, 3);
          auto expected = c;
          const Scalar alpha = Scalar(1.5);
          const Scalar beta = Scalar(-0.5);
          kernels::gemm(trans_a, trans_b, s.m, s.n, s.k, alpha, a.data(), lda, b.data(), ldb, beta, c.data(), ldc);
          kernels::gemm_plain(trans_a, trans_b, s.m, s.n, s.k, alpha, a.data(), lda, b.data(), ldb, beta,
                              expected.data(), ldc);
          double worst = 0;
          for (std::size_t i = 0; i < c.size(); ++i) {
            worst = std::max(worst, std::abs(double{c[i]} - double{expected[i]}));
          }
          CAPTURE(s.m);
          CAPTURE(trans_a);
          CAPTURE(trans_b);
          CHECK(worst < (sizeof(Scalar) == 4 ? 1e-4 : 1e-12));
        }
      }
    }
  }
}

TEST_CASE("a hand-worked product") {
  const std::vector<Scalar> a{1, 2, 3, 4, 5, 6};  // (2, 3)
  const std::vector<Scalar> b{1, 0, 0, 1, 1, 1};  // (3, 2)
  std::vector<Scalar> c(4, 100);
  kernels::gemm_plain(false, false, 2, 2, 3, 1, a.data(), 3, b.data(), 2, 0, c.data(), 2);
  CHECK(c == std::vector<Scalar>{4, 5, 10, 11});
  std::fill(c.begin(), c.end(), Scalar(NAN));  // with beta 0 the old content must not shine through
  kernels::gemm(false, false, 2, 2, 3, 1, a.data(), 3, b.data(), 2, 0, c.data(), 2);
  CHECK(c == std::vector<Scalar>{4, 5, 10, 11});
}

TEST_CASE("empty products: no rows do nothing, an empty sum is beta times C") {
  std::vector<Scalar> c{1, 2};
  const Scalar none = 0;
  kernels::gemm(false, false, 0, 2, 3, 1, &none, 3, &none, 2, 0, c.data(), 2);
  CHECK(c == std::vector<Scalar>{1, 2});
  kernels::gemm(false, false, 1, 2, 0, 1, &none, 1, &none, 2, 2, c.data(), 2);
  CHECK(c == std::vector<Scalar>{2, 4});
}
