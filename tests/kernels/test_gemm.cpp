#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/values.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "threads.hpp"

using namespace selfsame;

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
          const auto a = random_values((trans_a ? s.k : s.m) * lda, 1);
          const auto b = random_values((trans_b ? s.n : s.k) * ldb, 2);
          auto c = random_values(s.m * ldc, 3);
          auto expected = c;
          const Scalar alpha = Scalar(1.5);
          const Scalar beta = Scalar(-0.5);
          kernels::gemm(trans_a, trans_b, s.m, s.n, s.k, alpha, a.data(), lda, b.data(), ldb, beta, c.data(), ldc);
          kernels::gemm_plain(trans_a, trans_b, s.m, s.n, s.k, alpha, a.data(), lda, b.data(), ldb, beta,
                              expected.data(), ldc);
          CAPTURE(s.m);
          CAPTURE(trans_a);
          CAPTURE(trans_b);
          CHECK(difference(c, expected) < (sizeof(Scalar) == 4 ? 1e-5 : 1e-13));
        }
      }
    }
  }
}

TEST_CASE("a hand-worked product") {
  const Values a{1, 2, 3, 4, 5, 6};  // (2, 3)
  const Values b{1, 0, 0, 1, 1, 1};  // (3, 2)
  Values c(4, 100);
  kernels::gemm_plain(false, false, 2, 2, 3, 1, a.data(), 3, b.data(), 2, 0, c.data(), 2);
  CHECK(c == Values{4, 5, 10, 11});
  std::fill(c.begin(), c.end(), Scalar(NAN));  // with beta 0 the old content must not shine through
  kernels::gemm(false, false, 2, 2, 3, 1, a.data(), 3, b.data(), 2, 0, c.data(), 2);
  CHECK(c == Values{4, 5, 10, 11});
}

TEST_CASE("empty products: no rows do nothing, an empty sum is beta times C") {
  Values c{1, 2};
  const Scalar none = 0;
  kernels::gemm(false, false, 0, 2, 3, 1, &none, 3, &none, 2, 0, c.data(), 2);
  CHECK(c == Values{1, 2});
  kernels::gemm(false, false, 1, 2, 0, 1, &none, 1, &none, 2, 2, c.data(), 2);
  CHECK(c == Values{2, 4});
}

TEST_CASE("multiply agrees with gemm's definition for odd sizes, all transposes and starts, in one thread and in all") {
  struct Size {
    Index m, n, k;
  };
  for (const Size s : {Size{1, 1, 1}, Size{3, 5, 7}, Size{17, 1, 33}, Size{1, 19, 4}, Size{67, 145, 300},
                       Size{7, 64, 0}, Size{200, 96, 64}, Size{40, 300, 129}, Size{49, 16, 49}, Size{29, 6, 40}}) {
    const auto a = random_values(s.m * s.k, 1), b = random_values(s.k * s.n, 2), bias = random_values(s.n, 4);
    const Index ldc = s.n + 3;
    const auto before = random_values(s.m * ldc, 3);
    for (const bool trans_a : {false, true}) {
      for (const bool trans_b : {false, true}) {
        const Index lda = trans_a ? s.m : s.k, ldb = trans_b ? s.k : s.n;
        const kernels::Matrix am{a.data(), lda, 1}, bm{b.data(), ldb, 1};
        const kernels::Matrix av = trans_a ? am.transposed() : am, bv = trans_b ? bm.transposed() : bm;
        for (const kernels::Start start :
             {kernels::Start{}, kernels::Start{bias.data()}, kernels::Start{nullptr, true}}) {
          auto expected = before;
          for (Index i = 0; i < s.m; ++i) {
            for (Index j = 0; j < s.n && start.bias; ++j)
              expected[static_cast<std::size_t>(i * ldc + j)] = start.bias[j];
          }
          kernels::gemm_plain(trans_a, trans_b, s.m, s.n, s.k, 1, a.data(), lda, b.data(), ldb,
                              start.bias || start.add ? 1 : 0, expected.data(), ldc);
          for (const auto product : {kernels::multiply, kernels::multiply_parallel}) {
            auto c = before;
            product(s.m, s.n, s.k, av, bv, start, c.data(), ldc);
            CAPTURE(s.m);
            CAPTURE(s.n);
            CAPTURE(trans_a);
            CAPTURE(trans_b);
            CHECK(difference(c, expected) < (sizeof(Scalar) == 4 ? 1e-5 : 1e-13));
          }
        }
      }
    }
  }
}

TEST_CASE("a product whose rows may spill fills them up with zeros, to a whole vector and no further") {
  constexpr Index m = 13, k = 300, ldc = 80, longest_vector = 16;
  for (const Index n : {1, 37, 49}) {
    const auto a = random_values(m * k, 1), b = random_values(n * k, 2), bias = random_values(n, 3);
    const kernels::Matrix columns = kernels::Matrix{b.data(), k, 1}.transposed();
    for (const Scalar* added : {static_cast<const Scalar*>(nullptr), bias.data()}) {
      Values expected(static_cast<std::size_t>(m * ldc), 7), c = expected;
      for (Index i = 0; i < m && added; ++i) std::copy_n(added, n, expected.data() + i * ldc);
      kernels::gemm_plain(false, true, m, n, k, 1, a.data(), k, b.data(), k, added ? 1 : 0, expected.data(), ldc);
      kernels::multiply(m, n, k, {a.data(), k, 1}, columns, {added, false, true}, c.data(), ldc);
      const Index whole = (n + longest_vector - 1) / longest_vector * longest_vector;
      for (Index i = 0; i < m; ++i) {
        const Scalar* row = c.data() + i * ldc;
        for (Index j = 0; j < n; ++j) CHECK(row[j] == doctest::Approx(expected[static_cast<std::size_t>(i * ldc + j)]));
        for (Index j = n; j < whole; ++j) CHECK((row[j] == 0 || row[j] == 7));
        for (Index j = whole; j < ldc; ++j) CHECK(row[j] == 7);
      }
    }
  }
}

TEST_CASE("multiply_parallel gives the same bits for any number of threads") {
  for (const auto& [m, n] : {std::pair<Index, Index>{1000, 70}, {70, 1000}}) {
    const Index k = 300, rows = m, columns = n;
    const auto a = random_values(m * k, 1), b = random_values(k * n, 2);
    const auto product = [&] {
      Values c(static_cast<std::size_t>(rows * columns));
      kernels::multiply_parallel(rows, columns, k, {a.data(), k, 1}, {b.data(), columns, 1}, {}, c.data(), columns);
      return c;
    };
    const Values one = with_threads(1, product);
    CHECK(with_threads(2, product) == one);
    CHECK(with_threads(3, product) == one);
  }
}
