#include <doctest/doctest.h>

#include <memory>
#include <vector>

#include "nn/every_parameter.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/nn/wide_resnet.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ssl/masked.hpp"

using namespace selfsame;

TEST_CASE("ConvNet turns images of odd sizes into feature vectors") {
  nn::ConvNet net({2, 4, 6, 8});
  CHECK(net.features() == 8);
  CHECK(net(randn({3, 9, 7, 2})).shape() == Shape{3, 8});
  CHECK(net.parameter_count() == 9 * (2 * 4 + 4 * 6 + 6 * 8) + 2 * (4 + 6 + 8));
  CHECK_THROWS_AS(nn::ConvNet({3}), UsageError);
}

TEST_CASE("WideResNet has as many parameters as its paper says, and the shape of its last group") {
  nn::WideResNet net(3, 28, 2);
  CHECK(net.parameter_count() + 128 * 10 + 10 == 1467610);  // WRN-28-2 with a head for ten classes
  nn::WideResNet small(1, 10, 1);
  CHECK(small.features() == 64);
  CHECK(small(randn({2, 9, 7, 1})).shape() == Shape{2, 64});
  CHECK_THROWS_AS(nn::WideResNet(3, 12, 2), UsageError);
}

TEST_CASE("every parameter of the models gets a gradient that is not all zeros") {
  manual_seed(1);
  for (const bool wide : {false, true}) {
    std::unique_ptr<nn::Encoder> encoder;
    if (wide) {
      encoder = std::make_unique<nn::WideResNet>(1, 10, 1);
    } else {
      encoder = std::make_unique<nn::ConvNet>(std::vector<Index>{1, 4, 6});
    }
    nn::Classifier model(std::move(encoder), 3);
    cross_entropy(model(randn({4, 9, 7, 1})), Indices{0, 1, 2, 1}).backward();
    check_every_parameter_learns(model);
  }
}

TEST_CASE("models draw their weights from the generator they are given, and from no other") {
  const Generator::State before = default_generator().state();
  const auto weights = [](std::uint64_t seed) {
    Generator random(seed);
    nn::Classifier convnet(std::make_unique<nn::ConvNet>(std::vector<Index>{1, 4, 6}, random), 3, random);
    nn::Classifier wide(std::make_unique<nn::WideResNet>(1, 10, 1, random), 3, random);
    nn::Classifier transformer(std::make_unique<nn::VisionTransformer>(nn::VisionTransformerOptions{}, random), 3,
                               random);
    ssl::PatchDecoder decoder({}, random);
    return std::vector{convnet.state_dict(), wide.state_dict(), transformer.state_dict(), decoder.state_dict()};
  };
  const auto first = weights(1), other = weights(2);
  CHECK(first == weights(1));
  for (std::size_t i = 0; i < first.size(); ++i) CHECK(first[i] != other[i]);
  CHECK(default_generator().state() == before);
}

TEST_CASE("errors inside a model name the module by its path") {
  nn::Classifier model(std::make_unique<nn::ConvNet>(std::vector<Index>{3, 4, 6}), 10);
  try {
    model(zeros({2, 8, 8, 1}));
    FAIL("an image with 1 channel was accepted by a network for 3");
  } catch (const ShapeError& error) {
    CHECK(std::string(error.what()).rfind("encoder.conv1 (Conv2d): ", 0) == 0);
  }
}
