#include <doctest/doctest.h>

#include "ops/check_gradients.hpp"
#include "selfsame/ops/conv.hpp"

using namespace selfsame;

TEST_CASE("conv2d: gradients agree with finite differences on odd shapes, strides and frames") {
  for (const Conv2dOptions options : {Conv2dOptions{1, 0}, Conv2dOptions{1, 1}, Conv2dOptions{2, 1}}) {
    const auto f = [=](const std::vector<Tensor>& in) { return conv2d(in[0], in[1], in[2], options); };
    check_gradients(f, {leaf({2, 5, 4, 3}, 1), leaf({3, 2, 3, 5}, 2), leaf({5}, 3)});
  }
}

TEST_CASE("conv2d without a bias is conv2d with a bias of zeros") {
  const Tensor x = leaf({2, 6, 6, 3}, 1), w = leaf({3, 3, 3, 4}, 2);
  CHECK(conv2d(x, w, Tensor(), {1, 1}).data() == conv2d(x, w, zeros({4}), {1, 1}).data());
}

TEST_CASE("conv2d computes no gradient for an image that wants none") {
  const Tensor x = leaf({2, 6, 6, 3}, 1).detach(), w = leaf({3, 3, 3, 4}, 2);
  const Tensor y = conv2d(x, w, Tensor());
  y.backward(filled(y.shape(), 1));
  CHECK_FALSE(x.has_grad());
  CHECK(w.has_grad());
}

TEST_CASE("conv2d names the channels of input and weight when they differ") {
  CHECK_THROWS_WITH_AS(conv2d(zeros({64, 14, 14, 32}), zeros({3, 3, 16, 64}), Tensor()),
                       "conv2d: input has 32 channels (N=64, H=14, W=14, C=32) but weight expects 16 (3, 3, 16, 64)",
                       ShapeError);
}

TEST_CASE("conv2d refuses what is not an image, does not fit or is too small") {
  const Tensor x = zeros({1, 4, 4, 2}), w = zeros({3, 3, 2, 5});
  CHECK_NOTHROW(conv2d(x, w, zeros({5})));
  CHECK_THROWS_AS(conv2d(zeros({4, 4, 2}), w, Tensor()), ShapeError);
  CHECK_THROWS_AS(conv2d(x, zeros({3, 2, 5}), Tensor()), ShapeError);
  CHECK_THROWS_AS(conv2d(x, w, zeros({4})), ShapeError);
  CHECK_THROWS_AS(conv2d(zeros({1, 2, 4, 2}), w, Tensor()), ShapeError);
  CHECK_THROWS_AS(conv2d(x, w, Tensor(), {0, 0}), UsageError);
  CHECK_THROWS_AS(conv2d(x, w, Tensor(), {1, -1}), UsageError);
}
