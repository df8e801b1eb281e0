#include <doctest/doctest.h>

#include <cmath>

#include "ops/check_gradients.hpp"
#include "selfsame/core/grad_mode.hpp"
#include "selfsame/ops/attention.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/patches.hpp"
#include "selfsame/ops/shape.hpp"

using namespace selfsame;

namespace {

// Attention put together from operations that exist already: (N, T, 3 D) -> (N, T, D).
Tensor composed_attention(const Tensor& qkv, Index heads) {
  const Index n = qkv.size(0), t = qkv.size(1), width = qkv.size(2) / (3 * heads);
  const Tensor split = permute(reshape(qkv, {n, t, 3, heads, width}), {2, 0, 3, 1, 4});  // (3, N, heads, T, width)
  const auto part = [&](Index i) { return reshape(slice(split, 0, i, i + 1), {n, heads, t, width}); };
  const Tensor scores = matmul(part(0), permute(part(1), {0, 1, 3, 2})) / std::sqrt(static_cast<Scalar>(width));
  return reshape(permute(matmul(softmax(scores), part(2)), {0, 2, 1, 3}), {n, t, heads * width});
}

}  // namespace

TEST_CASE("self_attention: gradients agree with finite differences on odd shapes") {
  for (const auto& [tokens, heads, width] : {std::array<Index, 3>{1, 1, 2}, {5, 3, 1}, {9, 2, 3}}) {
    check_gradients([h = heads](const std::vector<Tensor>& in) { return self_attention(in[0], h); },
                    {leaf({2, tokens, 3 * heads * width})});
  }
}

TEST_CASE("self_attention agrees with its composition of matmul and softmax, gradients included") {
  for (const auto& [tokens, heads, width] : {std::array<Index, 3>{7, 1, 5}, {17, 3, 16}, {49, 4, 16}}) {
    const Tensor one = leaf({2, tokens, 3 * heads * width}), other = leaf({2, tokens, 3 * heads * width});
    const Tensor y = self_attention(one, heads), z = composed_attention(other, heads);
    CHECK(close(y.data(), z.data(), rounding));
    const Array seed = leaf(y.shape(), 5).data();
    y.backward(seed);
    z.backward(seed);
    CHECK(close(one.grad(), other.grad(), 10 * rounding));
  }
}

TEST_CASE("attention weights are positive and each row sums to 1") {
  const Array weights = attention_weights(leaf({2, 7, 3 * 6}) * 3, 3);
  REQUIRE(weights.shape() == Shape{2, 3, 7, 7});
  for (Index row = 0; row < 2 * 3 * 7; ++row) {
    double total = 0;
    for (Index j = 0; j < 7; ++j) {
      CHECK(weights.data()[row * 7 + j] > 0);
      total += double{weights.data()[row * 7 + j]};
    }
    CHECK(total == doctest::Approx(1).epsilon(1e-5));
  }
}

TEST_CASE("self_attention without gradients gives the same values") {
  const Tensor qkv = leaf({2, 5, 12});
  const Tensor recorded = self_attention(qkv, 2);
  const NoGrad no_grad;
  CHECK(self_attention(qkv, 2).data() == recorded.data());
}

TEST_CASE("self_attention says which sizes do not fit") {
  CHECK_THROWS_WITH_AS(self_attention(zeros({2, 5, 13}), 2),
                       "attention: 13 numbers a token do not divide into queries, keys and values of 2 heads",
                       ShapeError);
  CHECK_THROWS_AS(self_attention(zeros({5, 12}), 2), ShapeError);
  CHECK_THROWS_AS(self_attention(zeros({2, 0, 12}), 2), ShapeError);
  CHECK_THROWS_AS(attention_weights(zeros({2, 5, 12}), 0), ShapeError);
}

TEST_CASE("patchify lists patches row by row with their pixels, and unpatchify undoes it") {
  Array pixels = empty({1, 4, 6, 1});
  for (Index i = 0; i < 24; ++i) pixels.data()[i] = static_cast<Scalar>(i);
  const Tensor patches = patchify(Tensor(pixels), 2);
  CHECK(patches.shape() == Shape{1, 6, 4});
  CHECK(patches.data()(0, 1, 0) == 2);  // second patch of the first row: columns 2 and 3
  CHECK(patches.data()(0, 1, 3) == 9);
  CHECK(patches.data()(0, 3, 0) == 12);  // first patch of the second row
  const Tensor images = leaf({3, 4, 6, 2});
  CHECK(unpatchify(patchify(images, 2), 4, 6, 2).data() == images.data());
  CHECK_THROWS_WITH_AS(patchify(images, 4), "patchify: images (3, 4, 6, 2) do not divide into patches of 4 x 4",
                       ShapeError);
  CHECK_THROWS_AS(unpatchify(patches, 6, 6, 2), ShapeError);
}

TEST_CASE("patchify, unpatchify and select_tokens: gradients agree with finite differences") {
  check_gradients([](const std::vector<Tensor>& in) { return patchify(in[0], 2); }, {leaf({2, 4, 6, 3})});
  check_gradients([](const std::vector<Tensor>& in) { return unpatchify(in[0], 4, 6, 2); }, {leaf({2, 6, 12})});
  check_gradients(
      [](const std::vector<Tensor>& in) {
        return select_tokens(in[0], {2, 0, 2, 1, 1, 0});
      },
      {leaf({2, 3, 5})});
}

TEST_CASE("select_tokens takes each image's own list, and the inverse list brings the order back") {
  const Tensor x = tensor({2, 3, 1}, {10, 11, 12, 20, 21, 22});
  CHECK(select_tokens(x, {2, 0, 1, 1}).data() == tensor({2, 2, 1}, {12, 10, 21, 21}).data());
  CHECK(select_tokens(select_tokens(x, {2, 0, 1, 1, 2, 0}), {1, 2, 0, 2, 0, 1}).data() == x.data());
  CHECK_THROWS_AS(select_tokens(x, {0, 1, 2}), ShapeError);
  CHECK_THROWS_WITH_AS(select_tokens(x, {0, 3}), "select_tokens: position 3 is not one of the 3 tokens of (2, 3, 1)",
                       ShapeError);
}
