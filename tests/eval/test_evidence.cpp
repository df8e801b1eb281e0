#include <doctest/doctest.h>

#include <limits>

#include "selfsame/eval/evidence.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/nn/wide_resnet.hpp"
#include "selfsame/ops/shape.hpp"

using namespace selfsame;

namespace {

std::unique_ptr<nn::Encoder> encoder(int kind) {
  if (kind == 0) return std::make_unique<nn::ConvNet>(std::vector<Index>{2, 4, 6});
  if (kind == 1) return std::make_unique<nn::WideResNet>(2, 10, 1);
  nn::VisionTransformerOptions sizes;
  sizes.height = 8;
  sizes.width = 12;
  sizes.channels = 2;
  sizes.depth = 2;
  return std::make_unique<nn::VisionTransformer>(sizes);
}

}  // namespace

TEST_CASE("evidence is exact: its mean over the places, and the bias, are the scores up to what all classes share") {
  manual_seed(5);
  const Shape maps[] = {{4, 6, 3}, {2, 3, 3}, {2, 3, 3}};  // of images of 8 x 12
  for (const int kind : {0, 1, 2}) {
    nn::Classifier network(encoder(kind), 3);
    for (Scalar& b : network.head.bias.mutable_data()) b = static_cast<Scalar>(default_generator().normal());
    network.eval();
    const Tensor image = randn({1, 8, 12, 2});
    const eval::Evidence found = eval::evidence_of(network, image);
    REQUIRE(found.places.shape() == maps[kind]);
    CHECK(found.scores == reshape(network(image), {3}).data());
    const Index places = maps[kind][0] * maps[kind][1];
    std::vector<double> rest;  // score - bias - mean evidence: the same for each class
    for (Index c = 0; c < 3; ++c) {
      double sum = 0;
      for (Index p = 0; p < places; ++p) sum += double{found.places.data()[3 * p + c]};
      rest.push_back(double{found.scores.data()[c]} - double{network.head.bias.data()(c)} - sum / double(places));
    }
    CHECK(rest[1] == doctest::Approx(rest[0]).epsilon(1e-4));
    CHECK(rest[2] == doctest::Approx(rest[0]).epsilon(1e-4));
    for (Index p = 0; p < places; ++p) {  // what speaks for all classes alike is taken off
      CHECK(found.places.data()[3 * p] + found.places.data()[3 * p + 1] + found.places.data()[3 * p + 2] ==
            doctest::Approx(0).scale(1));
    }
  }
}

TEST_CASE("evidence lies where the image shows it: a bright spot moves, and the greatest evidence with it") {
  nn::Classifier network(std::make_unique<nn::ConvNet>(std::vector<Index>{1, 1}), 2);
  network.eval();
  Tensor(network.named_parameters().front().second).mutable_data().fill(1);  // one block: sums of 3 x 3 pixels, no pool
  network.head.weight.mutable_data() = tensor({1, 2}, {1, -1}).data();
  for (const Index spot : {5, 30}) {
    Array image = filled({1, 6, 7, 1}, 0);
    image.data()[spot] = 1;
    const Array places = eval::evidence_of(network, Tensor(image)).places;  // (6, 7, 2)
    for (Index p = 0; p < 42; ++p) {
      const bool near = std::abs(p / 7 - spot / 7) <= 1 && std::abs(p % 7 - spot % 7) <= 1;
      CHECK((places.data()[2 * p] > Scalar(0.5)) == near);
      CHECK(places.data()[2 * p + 1] == -places.data()[2 * p]);
    }
  }
}

TEST_CASE("evidence of a network with damaged weights is an error that names it, never a NaN") {
  nn::Classifier network(encoder(0), 3);
  network.eval();
  network.head.weight.mutable_data().data()[4] = std::numeric_limits<Scalar>::quiet_NaN();
  CHECK_THROWS_WITH_AS(eval::evidence_of(network, randn({1, 8, 12, 2})),
                       "evidence_of: the scores of ConvNet are not finite; its weights are damaged, train it again",
                       Error);
}

TEST_CASE("evidence_of refuses several images, and features that are no mean over places") {
  struct Flat : nn::Encoder {  // the first place only
    Tensor forward(const Tensor& x) override {
      return reshape(slice(slice(conv(x), 1, 0, 1), 2, 0, 1), {x.size(0), 2});
    }
    Index features() const override { return 2; }
    std::string type() const override { return "Flat"; }
    nn::Conv2d& conv = add<nn::Conv2d>("conv", 1, 2, 1);
  };
  nn::Classifier network(std::make_unique<Flat>(), 3);
  CHECK_THROWS_WITH_AS(eval::evidence_of(network, randn({2, 4, 4, 1})),
                       "evidence_of: image (2, 4, 4, 1) must be (1, H, W, C)", ShapeError);
  CHECK_THROWS_WITH_AS(eval::evidence_of(network, randn({1, 4, 4, 1})),
                       "evidence_of: the features of Flat are no mean over places", ShapeError);
}
