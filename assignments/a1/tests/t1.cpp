// a1.t1: sum_to_shape, the gradient of a broadcast.
#include "check.hpp"
#include "selfsame/core/broadcast.hpp"

using course::check_close;
using course::Mistake;
using course::random_size;
using selfsame::Array;
using selfsame::concat;
using selfsame::count;
using selfsame::Index;
using selfsame::Shape;
using selfsame::sum_to_shape;
using selfsame::tensor;

namespace {

// Element (i, j, k) of the result is the sum over everything that it was repeated to, as loops over three dimensions.
Array summed_by_loops(const Array& x, const Shape& to) {
  Array sum = selfsame::filled(to, 0);
  const Shape& from = x.shape();
  for (Index i = 0; i < from[0]; ++i) {
    for (Index j = 0; j < from[1]; ++j) {
      for (Index k = 0; k < from[2]; ++k) {
        const Index a = to[0] == 1 ? 0 : i;
        const Index b = to[1] == 1 ? 0 : j;
        const Index c = to[2] == 1 ? 0 : k;
        sum(a, b, c) += x(i, j, k);
      }
    }
  }
  return sum;
}

}  // namespace

TEST_CASE("a row that was repeated: the page's numbers") {
  const Array g = tensor({2, 2}, {1, 2, 3, 4}).data();
  check_close(
      "sum_to_shape of [[1, 2], [3, 4]] to (2,)", sum_to_shape(g, {2}), tensor({2}, {4, 6}).data(),
      {{tensor({2}, {3, 7}).data(),
        "you summed along the rows; shapes are aligned at the right, so (2,) was repeated downwards and the sum "
        "runs down the columns"},
       {tensor({2}, {1, 2}).data(), "you kept the first copy's gradient; the gradients of all copies are added"},
       {tensor({2}, {3, 4}).data(), "you kept the last copy's gradient; use += where elements meet"},
       {tensor({2}, {2, 3}).data(), "you took the mean; the gradient of a copy is a sum"},
       {g, "you gave the gradient back in the large shape; it must have the shape of what was repeated"}});
}

TEST_CASE("a column that was repeated keeps its 1") {
  const Array g = tensor({2, 2}, {1, 2, 3, 4}).data();
  check_close("sum_to_shape of [[1, 2], [3, 4]] to (2, 1)", sum_to_shape(g, {2, 1}), tensor({2, 1}, {3, 7}).data(),
              {{tensor({2, 1}, {4, 6}).data(),
                "you summed down the columns; size 1 is in the last dimension, so the sum "
                "runs along the rows"},
               {tensor({2, 1}, {1.5, 3.5}).data(), "you took the mean; the gradient of a copy is a sum"},
               {tensor({2}, {3, 7}).data(), "the sum is right, but a dimension of size 1 stays: (2, 1), not (2,)"}});
}

TEST_CASE("one number that was repeated everywhere") {
  const Array g = tensor({2, 3}, {1, 2, 3, 4, 5, 6}).data();
  check_close("sum_to_shape of 1..6 to ()", sum_to_shape(g, {}), tensor({}, {21}).data(),
              {{tensor({1}, {21}).data(), "the sum is right, but shape () has no dimension at all"},
               {tensor({}, {15}).data(), "only the last row has arrived; use += where elements meet"}});
}

TEST_CASE("nothing was repeated: nothing is summed") {
  const Array g = course::random_array({2, 3});
  check_close("sum_to_shape to its own shape", sum_to_shape(g, {2, 3}), g);
  check_close("sum_to_shape of a number to ()", sum_to_shape(tensor({}, {5}).data(), {}), tensor({}, {5}).data());
}

TEST_CASE("every way to repeat in three dimensions, against loops") {
  const Index a = random_size(2, 3), b = random_size(4, 5), c = random_size(6, 7);
  const Array g = course::random_array({a, b, c});
  for (const Shape& to : {Shape{1, b, c}, Shape{a, 1, c}, Shape{a, b, 1}, Shape{1, 1, c}, Shape{1, b, 1},
                          Shape{a, 1, 1}, Shape{1, 1, 1}}) {
    check_close(concat("sum_to_shape of ", g.shape(), " to ", to), sum_to_shape(g, to), summed_by_loops(g, to));
  }
}

TEST_CASE("dimensions that were missing on the left") {
  const Index a = random_size(2, 3), b = random_size(4, 5), c = random_size(6, 7);
  const Array g = course::random_array({a, b, c});
  for (const Shape& to : {Shape{b, c}, Shape{c}, Shape{b, 1}}) {
    Shape with_ones(3 - to.size(), 1);
    with_ones.insert(with_ones.end(), to.begin(), to.end());
    Array expected = summed_by_loops(g, with_ones);
    expected.reshape(to);
    check_close(concat("sum_to_shape of ", g.shape(), " to ", to), sum_to_shape(g, to), expected);
  }
}

TEST_CASE("a batch without samples gives zeros") {
  check_close("sum_to_shape of (0, 3) to (3,)", sum_to_shape(selfsame::empty({0, 3}), {3}), selfsame::filled({3}, 0));
}
