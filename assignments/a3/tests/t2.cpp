// a3.t2: cosine similarities of all pairs of rows.
#include <cmath>

#include "check.hpp"
#include "selfsame/ssl/cosine.hpp"

using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::Index;
using selfsame::Scalar;
using selfsame::tensor;
using selfsame::ssl::cosine_similarities_plain;

namespace {

const Array page_a = tensor({2, 2}, {3, 4, 0, 2}).data(), page_b = tensor({2, 2}, {1, 0, 6, 8}).data();

Array square(double a, double b, double c, double d) { return tensor({2, 2}, {a, b, c, d}).data(); }

}  // namespace

TEST_CASE("two rows and two rows: the page's numbers") {
  check_close(
      "cosines of [[3, 4], [0, 2]] and [[1, 0], [6, 8]]", cosine_similarities_plain(page_a, page_b),
      square(0.6, 1, 0, 0.8),
      {{square(3, 50, 0, 16), "these are inner products; divide by both lengths"},
       {square(0.6, 10, 0, 8), "you divided by the length of a's row only; divide by b's as well"},
       {square(3, 5, 0, 1.6), "you divided by the length of b's row only; divide by a's as well"},
       {square(0.12, 0.02, 0, 0.04), "you divided by the squared lengths; the square root is missing"},
       {square(0.6, 0, 1, 0.8), "the result is transposed: its rows belong to a, its columns to b"},
       {square(3.0 / 7, 50.0 / 98, 0, 16.0 / 28), "the length is the root of the sum of squares, not the sum"}});
}

TEST_CASE("length does not count, direction does") {
  const Array a = random_array({3, 4}, 1), b = random_array({2, 4}, 2);
  Array longer = a, opposite = a;
  for (Scalar& v : longer) v *= 10;
  for (Scalar& v : opposite) v = -v;
  const Array cosines = cosine_similarities_plain(a, b);
  check_close("cosines of rows ten times as long", cosine_similarities_plain(longer, b), cosines);
  Array negative = cosines;
  for (Scalar& v : negative) v = -v;
  check_close("cosines of opposite rows", cosine_similarities_plain(opposite, b), negative);
}

TEST_CASE("shapes that differ, against another way") {
  const Index m = random_size(2, 3), n = random_size(4, 5), width = random_size(6, 7);
  const Array a = random_array({m, width}, 1), b = random_array({n, width}, 2);
  Array expected = selfsame::empty({m, n});
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < n; ++j) {  // of unit rows u and v: 1 - |u - v|^2 / 2
      double aa = 0, bb = 0, distance = 0;
      for (Index d = 0; d < width; ++d) aa += double{a(i, d) * a(i, d)}, bb += double{b(j, d) * b(j, d)};
      for (Index d = 0; d < width; ++d) {
        distance += std::pow(double{a(i, d)} / std::sqrt(aa) - double{b(j, d)} / std::sqrt(bb), 2);
      }
      expected(i, j) = static_cast<Scalar>(1 - distance / 2);
    }
  }
  check_close(selfsame::concat("cosines of ", a.shape(), " and ", b.shape()), cosine_similarities_plain(a, b),
              expected);
}

TEST_CASE("a row is like itself, and no pair is above 1") {
  const Array a = random_array({4, 3});
  const Array cosines = cosine_similarities_plain(a, a);
  for (Index i = 0; i < 4; ++i) {
    check_close("cosine of row " + std::to_string(i) + " and itself", double{cosines(i, i)}, 1);
    for (Index j = 0; j < 4; ++j) {
      check(std::abs(double{cosines(i, j)}) <= 1 + 1e-9,
            "a cosine is " + std::to_string(cosines(i, j)) + ", outside of -1 to 1: are the lengths right?");
    }
  }
}

TEST_CASE("a row of zeros is like nothing") {
  const Array zero = selfsame::filled({1, 2}, 0);
  const double cosine{cosine_similarities_plain(zero, page_b)(0, 0)};
  check(cosine == 0, "the cosine of a row of zeros is " + std::to_string(cosine) +
                         ", expected 0: take no length for less than 1e-12, or 0 / 0 is not a number");
}
