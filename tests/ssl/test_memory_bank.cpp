#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/core/tensor.hpp"
#include "selfsame/ssl/memory_bank.hpp"

using namespace selfsame;
using doctest::Approx;

namespace {

const double tolerance = sizeof(Scalar) == 8 ? 1e-12 : 1e-6;

double length(const Array& bank, Index row) {
  double squares = 0;
  for (Index d = 0; d < bank.shape()[1]; ++d) squares += double{bank(row, d)} * double{bank(row, d)};
  return std::sqrt(squares);
}

}  // namespace

TEST_CASE("a random bank holds unit rows in directions that have little to do with each other") {
  Generator random(1);
  const Array bank = ssl::random_bank(40, 64, random);
  for (Index j = 0; j < 40; ++j) CHECK(length(bank, j) == Approx(1).epsilon(tolerance));
  double sum = 0;
  for (Index j = 1; j < 40; ++j) {
    for (Index d = 0; d < 64; ++d) sum += double{bank(0, d)} * double{bank(j, d)};
  }
  CHECK(std::abs(sum / 39) < 0.1);  // a cosine's standard deviation is 1/8, that of the mean of 39 is 0.02
}

TEST_CASE("update_bank moves a row by its momentum and makes it a unit vector again, worked by hand") {
  // Row (1, 0) and vector (0, 5), which is the direction (0, 1): (0.75, 0.25) over its length, sqrt(0.625).
  Array bank = tensor({2, 2}, {1, 0, 0, -1}).data();
  ssl::update_bank(bank, {0}, tensor({1, 2}, {0, 5}).data(), Scalar(0.75));
  CHECK(double{bank(0, 0)} == Approx(0.75 / std::sqrt(0.625)).epsilon(tolerance));
  CHECK(double{bank(0, 1)} == Approx(0.25 / std::sqrt(0.625)).epsilon(tolerance));
}

TEST_CASE("update_bank changes the rows of the batch and no others") {
  Generator random(2);
  Array bank = ssl::random_bank(9, 4, random);
  const Array before = bank;
  ssl::update_bank(bank, {7, 2}, randn({2, 4}, random).data(), Scalar(0.5));
  for (Index j = 0; j < 9; ++j) {
    bool same = true;
    for (Index d = 0; d < 4; ++d) same = same && bank(j, d) == before(j, d);
    CHECK(same == (j != 7 && j != 2));
  }
}

TEST_CASE("a vector that has no direction is told of, and the bank stays as it was") {
  Generator random(2);
  Array bank = ssl::random_bank(9, 2, random);
  const Array before = bank;
  CHECK_THROWS_WITH_AS(ssl::update_bank(bank, {7, 2}, tensor({2, 2}, {3, 4, 0, 0}).data(), Scalar(0.5)),
                       "update_bank: vector 1 has length 0 and so no direction; look for images all alike, weights of "
                       "0, or a loss that grows",
                       Error);
  CHECK(bank == before);
}

TEST_CASE("rows of the bank stay of unit length over many updates") {
  Generator random(3);
  Array bank = ssl::random_bank(5, 8, random);
  for (int step = 0; step < 300; ++step) {
    ssl::update_bank(bank, {0, 1, 2, 3, 4}, randn({5, 8}, random).data(), Scalar(0.5));
  }
  for (Index j = 0; j < 5; ++j) CHECK(length(bank, j) == Approx(1).epsilon(tolerance));
}

TEST_CASE("without momentum the bank remembers the direction of the last vector, also of an image listed twice") {
  Array bank = tensor({1, 2}, {1, 0}).data();
  ssl::update_bank(bank, {0, 0}, tensor({2, 2}, {1, 1, 0, -3}).data(), 0);
  CHECK(bank == tensor({1, 2}, {0, -1}).data());
}

TEST_CASE("negatives are never images of the batch, and none comes twice") {
  Generator random(4);
  const Indices batch{3, 17, 17, 0, 19};
  for (int draw = 0; draw < 200; ++draw) {
    Indices drawn = ssl::draw_negatives(20, batch, 6, random);
    REQUIRE(drawn.size() == 6);
    for (const Index j : batch) CHECK(std::count(drawn.begin(), drawn.end(), j) == 0);
    std::sort(drawn.begin(), drawn.end());
    CHECK(std::adjacent_find(drawn.begin(), drawn.end()) == drawn.end());
    CHECK((drawn.front() >= 0 && drawn.back() < 20));
  }
}

TEST_CASE("every image outside the batch is drawn about equally often") {
  Generator random(5);
  std::vector<int> times(10, 0);
  for (int draw = 0; draw < 4000; ++draw) {
    for (const Index j : ssl::draw_negatives(10, {4, 6}, 2, random)) ++times[static_cast<std::size_t>(j)];
  }
  for (std::size_t j = 0; j < 10; ++j) {
    if (j == 4 || j == 6)
      CHECK(times[j] == 0);
    else
      CHECK(std::abs(times[j] - 1000) < 150);  // standard deviation 27
  }
}

TEST_CASE("where there are fewer others than asked for, all of them are negatives") {
  Generator random(6);
  Indices drawn = ssl::draw_negatives(5, {1, 3}, 100, random);
  std::sort(drawn.begin(), drawn.end());
  CHECK(drawn == Indices{0, 2, 4});
}

TEST_CASE("the memory bank refuses what makes no sense") {
  Generator random(7);
  Array bank = ssl::random_bank(3, 2, random);
  CHECK_THROWS_WITH_AS(ssl::draw_negatives(2, {0, 1}, 1, random),
                       "draw_negatives: all 2 images are in the batch; take a smaller batch", UsageError);
  CHECK_THROWS_WITH_AS(ssl::update_bank(bank, {3}, ones({1, 2}).data(), 0), "update_bank: row 3 is not in a bank of 3",
                       ShapeError);
  CHECK_THROWS_WITH_AS(ssl::update_bank(bank, {0}, ones({1, 2}).data(), 1), "update_bank: momentum 1 must be in [0, 1)",
                       UsageError);
  CHECK_THROWS_AS(ssl::update_bank(bank, {0}, zeros({1, 2}).data(), 0), Error);  // a vector without direction
}
