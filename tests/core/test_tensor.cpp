#include <doctest/doctest.h>

#include "selfsame/core/tensor.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/reduce.hpp"

using namespace selfsame;

TEST_CASE("shapes print as in NumPy") {
  CHECK(to_string(Shape{}) == "()");
  CHECK(to_string(Shape{3}) == "(3,)");
  CHECK(to_string(Shape{64, 28, 28, 1}) == "(64, 28, 28, 1)");
  CHECK(numel(Shape{}) == 1);
  CHECK(numel(Shape{4, 0, 2}) == 0);
}

TEST_CASE("the two builds differ in the digits they keep, and in nothing else that a program sees") {
#ifdef SELFSAME_DOUBLE
  CHECK(sizeof(Scalar) == 8);
  CHECK((full({1}, 1) + Scalar(1e-12)).item() > 1);
#else
  CHECK(sizeof(Scalar) == 4);
  CHECK((full({1}, 1) + Scalar(1e-12)).item() == 1);
#endif
  CHECK((full({1}, 1) + Scalar(1e-6)).item() > 1);
}

TEST_CASE("require throws the parts of its message written one after another") {
  CHECK_NOTHROW(require(true, "never"));
  CHECK_THROWS_WITH_AS(require(false, "a ", Shape{2, 3}, " of ", 7), "a (2, 3) of 7", ShapeError);
  CHECK_THROWS_AS(require<UsageError>(false, "no"), UsageError);
}

TEST_CASE("a tensor knows its values, its shape and its sizes from either end") {
  const Tensor t = tensor({2, 3}, {1, 2, 3, 4, 5, 6});
  CHECK(t.dim() == 2);
  CHECK(t.numel() == 6);
  CHECK(t.size(0) == 2);
  CHECK(t.size(-1) == 3);
  CHECK(t.data()(1, 0) == 4);
  CHECK(full({2}, 7).data() == tensor({2}, {7, 7}).data());
  CHECK(zeros({0, 3}).numel() == 0);
}

TEST_CASE("the values of a temporary outlive it, and those that are shared stay where they are") {
  const Tensor x = tensor({2, 2}, {1, 2, 3, 4});
  Scalar total = 0;
  for (const Scalar v : sum(x, {0}).data()) total += v;
  CHECK(total == 10);
  const Shape& shape = (x * x).shape();
  CHECK(shape == Shape{2, 2});
  CHECK(x.detach().data() == x.data());  // a copy: x holds the values too
  CHECK(x.numel() == 4);
  Tensor last = ones({3});
  const Scalar* address = last.data().data();
  CHECK(std::move(last).data().data() == address);  // moved: nobody else holds them
  static_assert(!std::is_reference_v<decltype(ones({3}).data())>);
}

TEST_CASE("errors of tensors name what was expected and what was found") {
  const Tensor t = tensor({2, 3}, {1, 2, 3, 4, 5, 6});
  CHECK_THROWS_WITH_AS(t.size(2), "size: dim 2 is out of range for shape (2, 3) of 2 dimensions", ShapeError);
  CHECK_THROWS_WITH_AS(t.item(), "item: shape (2, 3) holds 6 elements; it must be exactly one", ShapeError);
  CHECK_THROWS_WITH_AS(Tensor().data(), "tensor: used before it was given a value", Error);
  CHECK_THROWS_WITH_AS(tensor({2, 3}, {1, 2}), "tensor: shape (2, 3) holds 6 elements but 2 values were given",
                       ShapeError);
  CHECK_THROWS_WITH_AS(t.grad(), "grad: no gradient here; the tensor was not created with requires_grad", Error);
  CHECK_THROWS_WITH_AS(tensor({1}, {1}, true).grad(),
                       "grad: no gradient here; call backward() on something computed from this tensor first", Error);
}

TEST_CASE("copies of a tensor share values and gradient") {
  Tensor t = tensor({2}, {1, 2}, true);
  Tensor copy = t;
  copy.mutable_data()(0) = 5;
  CHECK(t.data()(0) == 5);
  sum(t * t).backward();
  CHECK(copy.grad() == tensor({2}, {10, 4}).data());
  copy.zero_grad();
  CHECK(!t.has_grad());
}

TEST_CASE("set_grad replaces the gradient and refuses another shape") {
  Tensor t = tensor({2}, {1, 2}, true);
  t.set_grad(filled({2}, 3));
  CHECK(t.grad() == filled({2}, 3));
  CHECK_THROWS_WITH_AS(t.set_grad(filled({3}, 0)), "set_grad: gradient (3,) for a tensor of shape (2,)", ShapeError);
  Tensor constant = zeros({2});
  CHECK_THROWS_AS(constant.set_grad(filled({2}, 0)), Error);
}

TEST_CASE("a frozen parameter gets no gradient, through whichever handle it is used, until it is thawed") {
  Tensor weight = tensor({2}, {1, 2}, true);
  Tensor handle = weight;  // as an optimizer holds it
  weight.set_requires_grad(false);
  CHECK(!handle.requires_grad());
  CHECK(!(handle * 2).requires_grad());
  Tensor x = tensor({2}, {3, 4}, true);
  sum(handle * x).backward();
  CHECK(!weight.has_grad());
  CHECK(x.grad() == weight.data());
  weight.set_requires_grad(true);
  sum(weight * x).backward();
  CHECK(handle.grad() == x.data());
}

TEST_CASE("the output of an operation cannot be made a parameter") {
  Tensor y = tensor({1}, {2}, true) * 3;
  CHECK_THROWS_WITH_AS(y.set_requires_grad(true),
                       "set_requires_grad: this tensor is the output of an operation; use detach()", Error);
  Tensor constant = y.detach();
  CHECK_NOTHROW(constant.set_requires_grad(true));
}

TEST_CASE("detach gives the same values outside the graph") {
  Tensor x = tensor({2}, {1, 2}, true);
  const Tensor y = x * x;
  CHECK(!y.detach().requires_grad());
  CHECK(y.detach().data() == y.data());
  sum(y.detach() * x).backward();  // as if y were a constant
  CHECK(x.grad() == tensor({2}, {1, 4}).data());
}
