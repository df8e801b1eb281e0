// a3.t8: the memory bank.
#include <cmath>

#include "check.hpp"
#include "selfsame/ssl/memory_bank.hpp"

using course::check;
using course::check_close;
using course::random_array;
using selfsame::Array;
using selfsame::Index;
using selfsame::Indices;
using selfsame::Scalar;
using selfsame::tensor;
using selfsame::ssl::update_bank;

namespace {

// The page's bank: two images, remembered as [1, 0] and [0, 1].
Array bank_after(const Indices& rows, const Array& vectors, Scalar momentum) {
  Array bank = tensor({2, 2}, {1, 0, 0, 1}).data();
  update_bank(bank, rows, vectors, momentum);
  return bank;
}

double norm_of(const Array& bank, Index row) {
  double squares = 0;
  for (Index d = 0; d < bank.shape()[1]; ++d) squares += double{bank(row, d)} * double{bank(row, d)};
  return std::sqrt(squares);
}

Array square(double a, double b, double c, double d) { return tensor({2, 2}, {a, b, c, d}).data(); }

}  // namespace

TEST_CASE("one image is seen: the page's numbers") {
  const Array got = bank_after({0}, tensor({1, 2}, {0, 5}).data(), Scalar(0.25));
  const double root = std::sqrt(10.0);
  check_close(
      "row 0 = [1, 0] after vector [0, 5], momentum 0.25", got, square(1 / root, 3 / root, 0, 1),
      {{square(0.25, 0.75, 0, 1), "the row is no longer of length 1: normalise it after the move"},
       {square(0.25 / std::hypot(0.25, 3.75), 3.75 / std::hypot(0.25, 3.75), 0, 1),
        "the fresh vector counted with its length 5: normalise it before the move"},
       {square(0.25, 3.75, 0, 1), "neither the fresh vector nor the row was normalised"},
       {square(3 / root, 1 / root, 0, 1), "momentum the wrong way round: it is the share of what was remembered"},
       {square(0, 1, 0, 1), "nothing is left of what was remembered: momentum * m + (1 - momentum) * v"},
       {square(1, 0, 0, 1), "the bank did not change"},
       {square(1, 0, 1 / root, 3 / root), "another row was moved: rows[b] says which one belongs to vector b"}});
}

TEST_CASE("rows say where a vector belongs") {
  const Array got = bank_after({1, 0}, square(3, 0, 0, 4), 0);
  check_close("vectors [3, 0] and [0, 4] for rows 1 and 0, momentum 0", got, square(0, 1, 1, 0),
              {{square(1, 0, 0, 1), "vector b went to row b; it belongs to row rows[b]"}});
}

TEST_CASE("every row keeps its length of 1, and others keep still") {
  Array bank = random_array({5, 4}, 1);
  for (Index j = 0; j < 5; ++j) {
    const double length = norm_of(bank, j);
    for (Index d = 0; d < 4; ++d) bank(j, d) = static_cast<Scalar>(double{bank(j, d)} / length);
  }
  const Array before = bank;
  update_bank(bank, {3, 1}, random_array({2, 4}, 2), Scalar(0.5));
  for (Index j = 0; j < 5; ++j) {
    check_close("length of row " + std::to_string(j), norm_of(bank, j), 1);
    for (Index d = 0; d < 4 && j % 2 == 0; ++d) {
      check(bank(j, d) == before(j, d), "row " + std::to_string(j) + " moved; only rows 3 and 1 were seen");
    }
  }
}

TEST_CASE("an image that is seen twice is moved twice") {
  Array once = tensor({2, 2}, {1, 0, 0, 1}).data(), twice = once;
  update_bank(twice, {0, 0}, square(0, 5, 0, 5), Scalar(0.5));
  update_bank(once, {0}, tensor({1, 2}, {0, 5}).data(), Scalar(0.5));
  update_bank(once, {0}, tensor({1, 2}, {0, 5}).data(), Scalar(0.5));
  check_close("the bank after [0, 5] twice in one batch", twice, once);
}
