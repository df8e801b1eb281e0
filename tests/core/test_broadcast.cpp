#include <doctest/doctest.h>

#include "selfsame/core/broadcast.hpp"
#include "selfsame/core/tensor.hpp"

using namespace selfsame;

TEST_CASE("broadcast_shape follows NumPy's rule in both directions") {
  CHECK(broadcast_shape("add", {2, 3}, {2, 3}) == Shape{2, 3});
  CHECK(broadcast_shape("add", {3}, {2, 3}) == Shape{2, 3});
  CHECK(broadcast_shape("add", {2, 3}, {}) == Shape{2, 3});
  CHECK(broadcast_shape("add", {5, 1, 3}, {4, 1}) == Shape{5, 4, 3});
  CHECK(broadcast_shape("add", {1}, {0}) == Shape{0});
}

TEST_CASE("shapes that do not broadcast are named with the operation") {
  CHECK_THROWS_WITH_AS(
      broadcast_shape("add", {2, 3}, {2}),
      "add: shapes (2, 3) and (2,) do not broadcast: sizes must be equal or 1 when aligned at the right", ShapeError);
  CHECK_THROWS_AS(broadcast_shape("add", {4}, {5, 3}), ShapeError);
}

TEST_CASE("sum_to_shape adds up what broadcasting repeated") {
  const Array x = tensor({2, 2, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}).data();
  CHECK(sum_to_shape(x, {2, 2, 3}) == x);
  CHECK(sum_to_shape(x, {}) == tensor({}, {78}).data());
  CHECK(sum_to_shape(x, {3}) == tensor({3}, {22, 26, 30}).data());
  CHECK(sum_to_shape(x, {2, 1}) == tensor({2, 1}, {30, 48}).data());
  CHECK(sum_to_shape(x, {2, 1, 3}) == tensor({2, 1, 3}, {5, 7, 9, 17, 19, 21}).data());
  CHECK(sum_to_shape(x, {1, 2, 1}) == tensor({1, 2, 1}, {30, 48}).data());
  CHECK(sum_to_shape(empty({0, 3}), {3}) == filled({3}, 0));
}

TEST_CASE("broadcast_strides stand still along repeated dimensions") {
  CHECK(broadcast_strides({2, 3}, {2, 3}) == Shape{3, 1});
  CHECK(broadcast_strides({3}, {2, 3}) == Shape{0, 1});
  CHECK(broadcast_strides({2, 1}, {5, 2, 3}) == Shape{0, 1, 0});
}
