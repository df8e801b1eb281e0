#include "ops/check_gradients.hpp"

#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"

using namespace selfsame;

namespace {

using Inputs = std::vector<Tensor>;

Tensor counting(const Shape& shape) {
  std::vector<double> values(static_cast<std::size_t>(numel(shape)));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  return tensor(shape, values);
}

}  // namespace

TEST_CASE("reshape keeps the row-major order and works out a size of -1") {
  const Tensor x = counting({2, 6});
  CHECK(reshape(x, {3, 4}).data()(1, 0) == 4);
  CHECK(reshape(x, {-1, 4}).shape() == Shape{3, 4});
  CHECK(reshape(x, {-1}).shape() == Shape{12});
  CHECK(reshape(tensor({1, 1}, {5}), {}).item() == 5);
  CHECK_THROWS_WITH_AS(reshape(x, {5, -1}), "reshape: (2, 6) cannot become (5, -1): 12 elements do not divide by 5",
                       ShapeError);
  CHECK_THROWS_WITH_AS(reshape(x, {5, 2}), "reshape: (2, 6) holds 12 elements and cannot become (5, 2)", ShapeError);
  CHECK_THROWS_AS(reshape(x, {-1, -1}), ShapeError);
  CHECK(reshape(zeros({0, 3}), {5, 0, 2}).shape() == Shape{5, 0, 2});
  check_gradients([](const Inputs& in) { return reshape(in[0], {5, -1}); }, {leaf({3, 5, 2})});
}

TEST_CASE("permute moves dimensions: y[i, j, k] = x[k, i, j]") {
  const Tensor x = counting({2, 3, 4});
  const Tensor y = permute(x, {1, 2, 0});
  CHECK(y.shape() == Shape{3, 4, 2});
  for (Index i = 0; i < 3; ++i) {
    for (Index j = 0; j < 4; ++j) {
      for (Index k = 0; k < 2; ++k) CHECK(y.data()(i, j, k) == x.data()(k, i, j));
    }
  }
  CHECK(permute(y, {2, 0, 1}).data() == x.data());
  CHECK(permute(counting({2, 3}), {-1, 0}).data() == tensor({3, 2}, {0, 3, 1, 4, 2, 5}).data());
  CHECK(permute(tensor({}, {1}), {}).item() == 1);
}

TEST_CASE("permute: gradients agree with finite differences for orders that are not their own inverse") {
  for (const auto& order :
       std::vector<std::vector<int>>{{0, 1, 2, 3}, {3, 0, 1, 2}, {1, 2, 3, 0}, {0, 3, 1, 2}, {-1, 1, 0, 2}}) {
    check_gradients([&](const Inputs& in) { return permute(in[0], order); }, {leaf({2, 3, 4, 5})});
  }
}

TEST_CASE("permute refuses an order that is none") {
  const Tensor x = zeros({2, 3});
  const char* const message = "permute: the order must name each of the 2 dimensions of shape (2, 3) once";
  CHECK_THROWS_WITH_AS(permute(x, {0}), message, ShapeError);
  CHECK_THROWS_WITH_AS(permute(x, {0, 0}), message, ShapeError);
  CHECK_THROWS_WITH_AS(permute(x, {0, 1, 1}), message, ShapeError);
  CHECK_THROWS_WITH_AS(permute(x, {0, 2}), "permute: dim 2 is out of range for shape (2, 3) of 2 dimensions",
                       ShapeError);
}

TEST_CASE("slice takes a range along any dimension, an empty one too") {
  const Tensor x = counting({2, 3, 2});
  CHECK(slice(x, 1, 1, 3).data() == tensor({2, 2, 2}, {2, 3, 4, 5, 8, 9, 10, 11}).data());
  CHECK(slice(x, -1, 1, 2).data() == tensor({2, 3, 1}, {1, 3, 5, 7, 9, 11}).data());
  CHECK(slice(x, 0, 1, 1).shape() == Shape{0, 3, 2});
  CHECK_THROWS_WITH_AS(slice(x, 1, 2, 4), "slice: 2 to 4 is outside dim 1 of shape (2, 3, 2)", ShapeError);
  CHECK_THROWS_WITH_AS(slice(x, 1, 2, 1), "slice: 2 to 1 is outside dim 1 of shape (2, 3, 2)", ShapeError);
  for (const int dim : {0, 1, 2}) {
    check_gradients([&](const Inputs& in) { return slice(in[0], dim, 1, 3); }, {leaf({4, 3, 5})});
  }
}

TEST_CASE("cat joins along any dimension, and passes each its gradient") {
  const Tensor a = counting({2, 1});
  const Tensor b = tensor({2, 2}, {10, 11, 12, 13});
  CHECK(cat({a, b}, 1).data() == tensor({2, 3}, {0, 10, 11, 1, 12, 13}).data());
  CHECK(cat({b, b}).data() == tensor({4, 2}, {10, 11, 12, 13, 10, 11, 12, 13}).data());
  for (const int dim : {0, 1, -1}) {
    Shape longer{2, 3, 4};
    longer[dim < 0 ? 2 : static_cast<std::size_t>(dim)] += 2;
    check_gradients(
        [&](const Inputs& in) {
          return cat({in[0], in[1], in[0]}, dim);
        },
        {leaf({2, 3, 4}, 1), leaf(longer, 2)});
  }
  check_gradients([](const Inputs& in) { return cat(in, 1); },
                  {leaf({2, 3}, 1), leaf({2, 1}, 2).detach(), leaf({2, 2}, 3)});
  CHECK_THROWS_WITH_AS(cat({a, zeros({3, 1})}, 1), "cat: shapes (2, 1) and (3, 1) may differ only along dim 1",
                       ShapeError);
  CHECK_THROWS_WITH_AS(cat({a, zeros({2})}, 1), "cat: shapes (2, 1) and (2,) may differ only along dim 1", ShapeError);
  CHECK_THROWS_WITH_AS(cat({}), "cat: needs at least one tensor", ShapeError);
}

TEST_CASE("stack makes a new dimension anywhere") {
  const Tensor a = tensor({2}, {1, 2});
  const Tensor b = tensor({2}, {3, 4});
  CHECK(stack({a, b}).data() == tensor({2, 2}, {1, 2, 3, 4}).data());
  CHECK(stack({a, b}, 1).data() == tensor({2, 2}, {1, 3, 2, 4}).data());
  CHECK(stack({a, b}, -1).data() == tensor({2, 2}, {1, 3, 2, 4}).data());
  for (const int dim : {0, 1, 2}) {
    check_gradients([&](const Inputs& in) { return stack({in[0], in[1]}, dim); }, {leaf({3, 5}, 1), leaf({3, 5}, 2)});
  }
  CHECK_THROWS_AS(stack({a, zeros({3})}), ShapeError);
  CHECK_THROWS_AS(stack({}), ShapeError);
}

TEST_CASE("index_select picks entries in any order, and adds up the gradients of those taken twice") {
  const Tensor x = tensor({3, 2}, {1, 2, 3, 4, 5, 6}, true);
  const Tensor y = index_select(x, 0, {2, 0, 2});
  CHECK(y.data() == tensor({3, 2}, {5, 6, 1, 2, 5, 6}).data());
  sum(y).backward();
  CHECK(x.grad() == tensor({3, 2}, {1, 1, 0, 0, 2, 2}).data());
  CHECK(index_select(x, 1, {1}).data() == tensor({3, 1}, {2, 4, 6}).data());
  CHECK(index_select(x, 0, {}).shape() == Shape{0, 2});
  for (const int dim : {0, 1, -1}) {
    check_gradients([&](const Inputs& in) { return index_select(in[0], dim, {2, 2, 0, 1}); }, {leaf({3, 4, 5})});
  }
  CHECK_THROWS_WITH_AS(index_select(x, 0, {0, 3}), "index_select: index 3 is outside dim 0 of shape (3, 2)",
                       ShapeError);
  CHECK_THROWS_AS(index_select(x, 0, {-1}), ShapeError);
}

TEST_CASE("gather takes one element of each line") {
  const Tensor x = tensor({2, 3}, {1, 2, 3, 4, 5, 6}, true);
  const Tensor y = gather(x, {2, 0});
  CHECK(y.data() == tensor({2}, {3, 4}).data());
  sum(y).backward();
  CHECK(x.grad() == tensor({2, 3}, {0, 0, 1, 1, 0, 0}).data());
  check_gradients([](const Inputs& in) { return gather(in[0], {1, 4, 0, 0, 2, 3}); }, {leaf({2, 3, 5})});
  CHECK_THROWS_WITH_AS(gather(x, {0}), "gather: 1 indices for the 2 lines of shape (2, 3)", ShapeError);
  CHECK_THROWS_WITH_AS(gather(x, {0, 3}), "gather: index 3 is outside the last dimension of shape (2, 3)", ShapeError);
}
