#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "nn/every_parameter.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/ops/patches.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ssl/masked.hpp"

using namespace selfsame;
using doctest::Approx;

namespace {

// Two images of four patches; patches 1 and 2 of the first and 0 and 3 of the second are hidden.
ssl::PatchMask two_of_four() { return {4, {0, 3, 1, 2}, {1, 2, 0, 3}}; }

}  // namespace

TEST_CASE("a mask hides exactly the asked share of every image, and each patch is either hidden or seen") {
  Generator random(1);
  const ssl::PatchMask mask = ssl::random_mask(20, 49, 0.75, random);
  REQUIRE(mask.masked.size() == 20 * 37);  // 36.75 rounded
  REQUIRE(mask.visible.size() == 20 * 12);
  for (std::ptrdiff_t i = 0; i < 20; ++i) {
    const auto hidden = mask.masked.begin() + i * 37, seen = mask.visible.begin() + i * 12;
    CHECK(std::is_sorted(hidden, hidden + 37));
    Indices all(hidden, hidden + 37);
    all.insert(all.end(), seen, seen + 12);
    std::sort(all.begin(), all.end());
    for (Index t = 0; t < 49; ++t) CHECK(all[static_cast<std::size_t>(t)] == t);
  }
}

TEST_CASE("masks differ between images and come again with the seed") {
  Generator random(1), again(1);
  const ssl::PatchMask mask = ssl::random_mask(2, 49, 0.5, random);
  CHECK(Indices(mask.visible.begin(), mask.visible.begin() + 24) !=
        Indices(mask.visible.begin() + 24, mask.visible.end()));
  CHECK(ssl::random_mask(2, 49, 0.5, again).visible == mask.visible);
  CHECK(ssl::random_mask(2, 49, 0.5, again).visible != mask.visible);
}

TEST_CASE("every patch is hidden about as often as it should be") {
  Generator random(3);
  std::vector<double> hidden(16);
  for (const Index t : ssl::random_mask(2000, 16, 0.75, random).masked)
    hidden[static_cast<std::size_t>(t)] += 1.0 / 2000;
  for (const double share : hidden) CHECK(std::abs(share - 0.75) < 0.05);  // five standard deviations
}

TEST_CASE("a mask that would hide nothing or everything is refused") {
  Generator random(1);
  CHECK_THROWS_WITH_AS(ssl::random_mask(2, 4, 0.1, random),
                       "random_mask: a share of 0.1 hides 0 of 4 patches; some must be hidden and some be seen",
                       UsageError);
  CHECK_THROWS_AS(ssl::random_mask(2, 4, 1, random), UsageError);
}

TEST_CASE("tokens return to their places, and the mask token stands everywhere else") {
  const Tensor visible = tensor({2, 2, 1}, {10, 13, 21, 22});
  const Tensor all = ssl::with_mask_tokens(visible, tensor({1}, {-1}), two_of_four());
  CHECK(all.data() == tensor({2, 4, 1}, {10, -1, -1, 13, -1, 21, 22, -1}).data());
}

TEST_CASE("the gradient of the mask token is the sum over the places where it stands") {
  Tensor visible = tensor({2, 2, 1}, {10, 13, 21, 22}, true);
  Tensor mask_token = tensor({1}, {-1}, true);
  ssl::with_mask_tokens(visible, mask_token, two_of_four())
      .backward(tensor({2, 4, 1}, {1, 2, 3, 4, 5, 6, 7, 8}).data());
  CHECK(mask_token.grad() == tensor({1}, {2 + 3 + 5 + 8}).data());
  CHECK(visible.grad() == tensor({2, 2, 1}, {1, 4, 6, 7}).data());
}

TEST_CASE("the masked loss is the mean squared error of the hidden pixels") {
  // Patches of one pixel. Hidden: 1 and 2 of the first image, 0 and 3 of the second; errors 1, 2, 3, 4 there.
  const Tensor target = tensor({2, 4, 1}, {0, 0, 0, 0, 0, 0, 0, 0});
  const Tensor predicted = tensor({2, 4, 1}, {9, 1, 2, 9, 3, 9, 9, 4});
  const Tensor loss = ssl::masked_reconstruction_loss(predicted, target, two_of_four());
  CHECK(double{loss.item()} == Approx((1 + 4 + 9 + 16) / 4.0));
}

TEST_CASE("what visible patches show changes nothing in the masked loss, what hidden ones show does") {
  Generator random(2);
  const Tensor predicted = randn({2, 4, 3}, random), target = randn({2, 4, 3}, random);
  const auto loss_with = [&](Index image, Index patch) {
    Array changed = target.data();
    for (Index i = 0; i < 3; ++i) changed(image, patch, i) += 1;
    return ssl::masked_reconstruction_loss(predicted, Tensor(changed), two_of_four()).item();
  };
  const Scalar loss = ssl::masked_reconstruction_loss(predicted, target, two_of_four()).item();
  CHECK(loss_with(0, 0) == loss);
  CHECK(loss_with(1, 2) == loss);
  CHECK(loss_with(0, 1) != loss);
  CHECK(loss_with(1, 3) != loss);
}

TEST_CASE("gradients of the masked loss reach predictions of hidden patches alone, and no target") {
  Generator random(2);
  Tensor predicted(randn({2, 4, 3}, random).data(), true), target(randn({2, 4, 3}, random).data(), true);
  ssl::masked_reconstruction_loss(predicted, target, two_of_four()).backward();
  CHECK_FALSE(target.has_grad());
  for (const auto& [image, patch, hidden] : {std::tuple<Index, Index, bool>{0, 0, false},
                                             {0, 1, true},
                                             {0, 2, true},
                                             {0, 3, false},
                                             {1, 0, true},
                                             {1, 1, false},
                                             {1, 2, false},
                                             {1, 3, true}}) {
    CHECK((predicted.grad()(image, patch, 1) != 0) == hidden);
  }
}

TEST_CASE("from the loss on hidden patches every weight of encoder and decoder learns") {
  manual_seed(1);
  Generator random(2);
  nn::VisionTransformerOptions sizes;
  sizes.height = sizes.width = 8;
  sizes.patch = 2;
  sizes.features = 8;
  sizes.depth = 1;
  sizes.heads = 2;
  nn::VisionTransformer encoder(sizes);
  ssl::PatchDecoder decoder({8, 4, 4, 4, 8, 2});
  const Tensor images = randn({3, 8, 8, 1}, random);
  const ssl::PatchMask mask = ssl::random_mask(3, 16, 0.75, random);
  const Tensor predicted = decoder.reconstruct(encoder.tokens(images, mask.visible), mask);
  REQUIRE(predicted.shape() == Shape{3, 16, 4});
  ssl::masked_reconstruction_loss(predicted, patchify(images, 2), mask).backward();
  check_every_parameter_learns(encoder);
  check_every_parameter_learns(decoder);
}

TEST_CASE("what the decoder predicts does not depend on the hidden pixels") {
  manual_seed(1);
  Generator random(2);
  nn::VisionTransformer encoder;
  ssl::PatchDecoder decoder({});
  const ssl::PatchMask mask = ssl::random_mask(1, 49, 0.75, random);
  const Tensor patches = patchify(randn({1, 28, 28, 1}, random), 4);
  Array changed = patches.data();
  for (const Index t : mask.masked) changed(0, t, 3) += 5;
  const auto predicted = [&](const Array& p) {
    return decoder.reconstruct(encoder.tokens(unpatchify(Tensor(p), 28, 28, 4), mask.visible), mask).data();
  };
  CHECK(predicted(patches.data()) == predicted(changed));
}

TEST_CASE("every row of a transformer's attention sums to 1") {
  manual_seed(1);
  Generator random(2);
  nn::VisionTransformer encoder;
  const Tensor attention(encoder.attention_weights(randn({2, 28, 28, 1}, random), 3));
  for (const Scalar row : sum(attention, {-1}).data()) CHECK(double{row} == Approx(1.0).epsilon(1e-5));
}

TEST_CASE("the masked loss and mask tokens name shapes that do not fit") {
  CHECK_THROWS_WITH_AS(ssl::masked_reconstruction_loss(zeros({2, 4, 3}), zeros({2, 4, 2}), two_of_four()),
                       "masked_reconstruction_loss: predicted (2, 4, 3) and target (2, 4, 2) must both be (N, 4, P)",
                       ShapeError);
  CHECK_THROWS_WITH_AS(ssl::with_mask_tokens(zeros({2, 3, 8}), zeros({8}), two_of_four()),
                       "with_mask_tokens: tokens (2, 3, 8) and mask token (8,) do not fit 4 visible patches",
                       ShapeError);
}
