// a0.t1: numel, the number of elements of an array.
#include "check.hpp"
#include "selfsame/core/xt.hpp"

using selfsame::Index;
using selfsame::numel;
using selfsame::Shape;

namespace {

void check_numel(const Shape& shape, Index expected, const std::string& advice) {
  const Index got = numel(shape);
  course::check(got == expected, "numel of " + std::to_string(shape.size()) + " sizes that multiply to " +
                                     std::to_string(expected) + ": got " + std::to_string(got) + ", expected " +
                                     std::to_string(expected) + "; " + advice);
}

}  // namespace

TEST_CASE("a matrix and a batch of images") {
  check_numel({2, 2}, 4, "multiply the sizes");
  check_numel({2, 3, 4}, 24, "multiply the sizes; do not add them");
  check_numel({64, 28, 28, 1}, 50176, "multiply all the sizes");
}

TEST_CASE("a single number has no sizes and is one element") {
  check_numel({}, 1, "the product of nothing is 1: start from 1");
}

TEST_CASE("an array with a size of 0 is empty") { check_numel({5, 0}, 0, "5 rows of 0 numbers are none"); }
