#include <doctest/doctest.h>

#include <memory>

#include "nn/every_parameter.hpp"
#include "ops/check_gradients.hpp"
#include "selfsame/debug/summary.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/patches.hpp"

using namespace selfsame;

namespace {

nn::VisionTransformerOptions small() {
  nn::VisionTransformerOptions options;
  options.height = 6;
  options.width = 4;
  options.channels = 3;
  options.patch = 2;
  options.features = 8;
  options.depth = 2;
  options.heads = 2;
  return options;
}

}  // namespace

TEST_CASE("attention without positions does not care about the order of the tokens") {
  manual_seed(1);
  nn::TransformerBlock block(8, 2, 16);
  const Tensor x = leaf({2, 5, 8});
  const Indices order{4, 2, 0, 1, 3, 1, 0, 3, 4, 2};
  CHECK(close(block(select_tokens(x, order)).data(), select_tokens(block(x), order).data(), rounding));
}

TEST_CASE("VisionTransformer with positions does care about where a patch is") {
  manual_seed(1);
  nn::VisionTransformer net(small());
  const Tensor images = leaf({1, 6, 4, 3});
  const Tensor moved = unpatchify(select_tokens(patchify(images, 2), {1, 0, 2, 3, 4, 5}), 6, 4, 2);
  CHECK_FALSE(close(net(images).data(), net(moved).data(), 1e-3));
}

TEST_CASE("VisionTransformer's features are the mean of its tokens") {
  manual_seed(1);
  nn::VisionTransformer net(small());
  const Tensor images = leaf({3, 6, 4, 3});
  const Tensor tokens = net.tokens(images), features = net(images);
  REQUIRE(tokens.shape() == Shape{3, 6, 8});
  REQUIRE(features.shape() == Shape{3, 8});
  CHECK(net.token_count() == 6);
  double sum = 0;
  for (Index t = 0; t < 6; ++t) sum += double{tokens.data()(1, t, 5)};
  CHECK(double{features.data()(1, 5)} == doctest::Approx(sum / 6).epsilon(1e-4));
}

TEST_CASE("tokens of all patches in another order are the tokens in that order") {
  manual_seed(1);
  nn::VisionTransformer net(small());
  const Tensor images = leaf({2, 6, 4, 3});
  const Indices order{5, 4, 3, 2, 1, 0, 0, 2, 4, 1, 3, 5};
  CHECK(close(net.tokens(images, order).data(), select_tokens(net.tokens(images), order).data(), rounding));
}

TEST_CASE("tokens of a subset do not depend on what the other patches show") {
  manual_seed(1);
  nn::VisionTransformer net(small());
  const Tensor patches = patchify(leaf({1, 6, 4, 3}), 2);
  Array changed = patches.data();
  for (Index i = 0; i < 12; ++i) changed(0, 4, i) += 1;  // patch 4 is not among those kept
  const auto kept = [&](const Array& p) { return net.tokens(unpatchify(Tensor(p), 6, 4, 2), {5, 0, 3}); };
  CHECK(kept(patches.data()).shape() == Shape{1, 3, 8});
  CHECK(kept(patches.data()).data() == kept(changed).data());
}

TEST_CASE("VisionTransformer shows the attention of each block, and nothing of it is recorded") {
  manual_seed(1);
  nn::VisionTransformer net(small());
  const Tensor images = leaf({3, 6, 4, 3});
  for (const Index block : {0, 1}) {
    const Array weights = net.attention_weights(images, block);
    REQUIRE(weights.shape() == Shape{3, 2, 6, 6});
    double total = 0;
    for (const Scalar w : weights) total += double{w};
    CHECK(total == doctest::Approx(3 * 2 * 6).epsilon(1e-5));
  }
  CHECK_THROWS_AS(net.attention_weights(images, 2), UsageError);
}

TEST_CASE("VisionTransformer names its parameters by block and layer") {
  nn::VisionTransformer net(small());
  std::vector<std::string> names;
  for (const auto& [name, parameter] : net.named_parameters()) names.push_back(name);
  REQUIRE(names.size() == 2 + 2 * 12 + 2);
  CHECK(names[0] == "embed.weight");
  CHECK(names[2] == "block1.norm1.weight");
  CHECK(names[4] == "block1.attention.qkv.weight");
  CHECK(names[12] == "block1.contract.weight");
  CHECK(names[14] == "block2.norm1.weight");
  CHECK(names.back() == "norm.bias");
  CHECK(nn::VisionTransformer().parameter_count() == 16 * 64 + 64 + 4 * (12 * 64 * 64 + 13 * 64) + 128);
}

TEST_CASE("every parameter of a VisionTransformer gets a gradient that is not all zeros") {
  manual_seed(1);
  nn::Classifier model(std::make_unique<nn::VisionTransformer>(small()), 3);
  cross_entropy(model(leaf({4, 6, 4, 3})), Indices{0, 1, 2, 1}).backward();
  check_every_parameter_learns(model);
}

TEST_CASE("VisionTransformer refuses images and sizes that do not fit, and says where") {
  nn::Classifier model(std::make_unique<nn::VisionTransformer>(small()), 3);
  CHECK_THROWS_WITH_AS(model(zeros({2, 4, 6, 3})),
                       "encoder (VisionTransformer): vision_transformer: images (2, 4, 6, 3) must be (N, 6, 4, 3)",
                       ShapeError);
  nn::VisionTransformer net(small());
  net.blocks[1]->attention.proj.weight = zeros({5, 8});
  CHECK_THROWS_WITH_AS(net(zeros({2, 6, 4, 3})),
                       "block2.attention.proj (Linear): linear: input (2, 6, 8) does not fit weight (5, 8): its last "
                       "size must be the weight's first",
                       ShapeError);
  auto options = small();
  options.patch = 4;
  CHECK_THROWS_AS(nn::VisionTransformer{options}, UsageError);
  options = small();
  options.heads = 3;
  CHECK_THROWS_AS(nn::VisionTransformer{options}, UsageError);
  CHECK_THROWS_AS(nn::sin_cos_positions(2, 2, 6), UsageError);
}

TEST_CASE("sin_cos_positions gives every patch a vector of its own, of one length") {
  const Array p = nn::sin_cos_positions(7, 7, 64);
  for (Index a = 0; a < 49; ++a) {
    for (Index b = 0; b <= a; ++b) {
      double product = 0;
      for (Index i = 0; i < 64; ++i) product += double{p(a, i)} * double{p(b, i)};
      if (a == b) {
        CHECK(product == doctest::Approx(32).epsilon(1e-5));
      } else {
        CHECK(product < 31.9);
      }
    }
  }
}

TEST_CASE("summary shows a VisionTransformer layer by layer") {
  nn::VisionTransformer net(small());
  const std::string table = debug::summary(net, {2, 6, 4, 3});
  CHECK(table.find("(model)                VisionTransformer") != std::string::npos);
  CHECK(table.find("block1.attention.qkv") != std::string::npos);
  CHECK(table.find("(2, 6, 24)") != std::string::npos);
}
