#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/values.hpp"
#include "selfsame/kernels/nearest.hpp"
#include "threads.hpp"

using namespace selfsame;
using kernels::OwnRow;

namespace {

struct Neighbours {
  Indices rows;
  Values products;
};

template <class Search>
Neighbours found_by(Search search, Index width, const Values& queries, const Values& known, Index k, OwnRow own) {
  const Index m = static_cast<Index>(queries.size()) / width;
  const Index n = static_cast<Index>(known.size()) / width;
  Neighbours found{Indices(static_cast<std::size_t>(m * k)), Values(static_cast<std::size_t>(m * k))};
  search(m, n, width, queries.data(), known.data(), k, found.rows.data(), found.products.data(), own);
  return found;
}

// Small whole numbers: their products are exact, so that both versions see the same ties.
Values whole_numbers(Index n, std::uint64_t seed) {
  Generator random(seed);
  Values v(static_cast<std::size_t>(n));
  std::generate(v.begin(), v.end(), [&] { return static_cast<Scalar>(random.integer(7) - 3); });
  return v;
}

}  // namespace

TEST_CASE("nearest agrees with its definition on odd sizes, ties included, with and without the own row") {
  struct Size {
    Index m, n, width, k;
  };
  // Below and above the blocks of 256 queries and 512 known rows; k up to all there are.
  for (const Size s :
       {Size{1, 2, 1, 1}, Size{3, 7, 5, 6}, Size{257, 33, 4, 10}, Size{13, 1030, 3, 10}, Size{300, 600, 9, 25}}) {
    for (const OwnRow own : {OwnRow::kept, OwnRow::skipped}) {
      const auto queries = whole_numbers(s.m * s.width, 1);
      const auto known = whole_numbers(s.n * s.width, 2);
      const Neighbours fast = found_by(kernels::nearest, s.width, queries, known, s.k, own);
      const Neighbours plain = found_by(kernels::nearest_plain, s.width, queries, known, s.k, own);
      CAPTURE(s.m);
      CAPTURE(s.n);
      CHECK(fast.rows == plain.rows);
      CHECK(fast.products == plain.products);
    }
  }
}

TEST_CASE("the nearest of three points, worked by hand") {
  const Values points{1, 0, 0, 2, 3, 1};  // (3, 2)
  const Neighbours all = found_by(kernels::nearest, 2, points, points, 2, OwnRow::kept);
  CHECK(all.rows == Indices{2, 0, 1, 2, 2, 0});
  CHECK(all.products == Values{3, 1, 4, 2, 10, 3});
  const Neighbours others = found_by(kernels::nearest, 2, points, points, 2, OwnRow::skipped);
  CHECK(others.rows == Indices{2, 1, 2, 0, 0, 1});
}

TEST_CASE("of equal products the lower row comes first, wherever the blocks are cut") {
  const Values same(1100, 1);
  const Neighbours found = found_by(kernels::nearest, 1, {1, 2}, same, 3, OwnRow::kept);
  CHECK(found.rows == Indices{0, 1, 2, 0, 1, 2});
}

TEST_CASE("equal rows of any numbers have equal products, wherever they stand among the known rows") {
  for (const Index width : {3, 17, 128, 300}) {
    const Index n = 1111;  // two whole blocks of known rows, and one that ends in the middle of a vector
    const Values row = random_values(width, 8), queries = random_values(7 * width, 9);
    Values known;
    Indices ascending;
    for (Index i = 0; i < n; ++i) {
      known.insert(known.end(), row.begin(), row.end());
      ascending.push_back(i);
    }
    const Neighbours found = found_by(kernels::nearest, width, queries, known, n, OwnRow::kept);
    for (Index q = 0; q < 7; ++q) {
      CAPTURE(width);
      CHECK(std::equal(ascending.begin(), ascending.end(), found.rows.begin() + q * n));
      CHECK(found.products[static_cast<std::size_t>(q * n)] == found.products[static_cast<std::size_t>(q * n + n - 1)]);
    }
  }
}

TEST_CASE("equal queries have equal answers, wherever they stand") {
  const Index width = 37, m = 531;
  const Values query = random_values(width, 3), known = random_values(700 * width, 4);
  Values queries;
  for (Index i = 0; i < m; ++i) queries.insert(queries.end(), query.begin(), query.end());
  const Neighbours found = found_by(kernels::nearest, width, queries, known, 5, OwnRow::kept);
  for (Index j = 0; j < 5 * m; ++j) {
    REQUIRE(found.rows[static_cast<std::size_t>(j)] == found.rows[static_cast<std::size_t>(j % 5)]);
    REQUIRE(found.products[static_cast<std::size_t>(j)] == found.products[static_cast<std::size_t>(j % 5)]);
  }
}

TEST_CASE("a product that is not a number is nobody's neighbour, and hides nobody") {
  const Neighbours found = found_by(kernels::nearest, 1, {1}, {Scalar(NAN), 4}, 2, OwnRow::kept);
  CHECK(found.rows == Indices{1, -1});
  for (const Index place : {0, 9, 16, 77, 99}) {
    Values known(100, Scalar(NAN));
    known[static_cast<std::size_t>(place)] = 4;
    CHECK(found_by(kernels::nearest, 1, {1}, known, 1, OwnRow::kept).rows == Indices{place});
  }
}

TEST_CASE("nearest gives the same bits for any number of threads, few queries or many") {
  const Index width = 128;
  const Values known = random_values(1500 * width, 5);
  for (const Index m : {1, 2, 5, 100, 255, 256, 257, 700}) {
    const Values queries = random_values(m * width, 6);
    const auto search = [&] { return found_by(kernels::nearest, width, queries, known, 9, OwnRow::skipped); };
    const Neighbours one = with_threads(1, search);
    for (const int threads : {2, 3, 4}) {
      CAPTURE(m);
      CAPTURE(threads);
      const Neighbours more = with_threads(threads, search);
      CHECK(one.rows == more.rows);
      CHECK(one.products == more.products);
    }
  }
}
