// Everything together: ten SGD steps of a small convolutional net give the losses, gradients and weights of PyTorch.
#include "fixtures/fixture.hpp"
#include "selfsame/nn/conv.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/pool.hpp"
#include "selfsame/optim/sgd.hpp"

using namespace selfsame;

namespace {

class Small : public nn::Module {
 public:
  Tensor forward(const Tensor& x) override {
    return head(global_avg_pool(norm2(conv2(max_pool2d(norm1(conv1(x)), 2, 2)))));
  }
  std::string type() const override { return "Small"; }
  nn::Conv2d& conv1 = add<nn::Conv2d>("conv1", 1, 4, 3, nn::Conv2dLayerOptions{1, 1, false});
  nn::BatchNorm2d& norm1 = add<nn::BatchNorm2d>("norm1", 4, Activation::relu());
  nn::Conv2d& conv2 = add<nn::Conv2d>("conv2", 4, 6, 3, nn::Conv2dLayerOptions{2, 1, true});
  nn::BatchNorm2d& norm2 = add<nn::BatchNorm2d>("norm2", 6, Activation::relu());
  nn::Linear& head = add<nn::Linear>("head", 6, 3);
};

// The fixture's values under the names of the model's own parameters and buffers.
nn::StateDict state_of(const Fixture& fixture, const nn::Module& model, const std::string& prefix) {
  nn::StateDict state;
  for (const auto& [name, values] : model.state_dict()) state.emplace_back(name, fixture.array(prefix + name));
  return state;
}

}  // namespace

TEST_CASE("ten SGD steps of a small convolutional net agree with PyTorch") {
  const Fixture fixture("golden");
  const Tensor images = fixture.constant("images");
  const Indices labels = fixture.indices("labels");
  Small model;
  model.load_state_dict(state_of(fixture, model, "start."));
  optim::Sgd sgd(optim::decay_groups(model.named_parameters(), 5e-3), {0.9, false});
  const Array losses = fixture.array("losses");
  REQUIRE(count(losses) == 10);
  const double after_steps = sizeof(Scalar) == 4 ? 2e-4 : 1e-10;  // rounding grows from step to step
  for (Index step = 0; step < 10; ++step) {
    CAPTURE(step);
    const Tensor loss = cross_entropy(model(images), labels);
    CHECK(std::abs(double{loss.item()} - double{losses(step)}) < after_steps);
    sgd.zero_grad();
    loss.backward();
    if (step == 0) {
      for (const auto& [name, parameter] : model.named_parameters()) {
        CAPTURE(name);
        CHECK(close(parameter.grad(), fixture.array("grad." + name), agreement));
      }
    }
    sgd.step(0.05);
  }
  for (const auto& [name, values] : model.state_dict()) {
    CAPTURE(name);
    CHECK(close(values, fixture.array("end." + name), after_steps));
  }
}

TEST_CASE("the same seed gives the same network and the same training, bit by bit") {
  const Fixture fixture("golden");
  const Tensor images = fixture.constant("images");
  const Indices labels = fixture.indices("labels");
  const auto train = [&](std::uint64_t seed) {
    manual_seed(seed);
    Small model;
    optim::Sgd sgd(optim::decay_groups(model.named_parameters(), 5e-3));
    for (int step = 0; step < 3; ++step) {
      const Tensor loss = cross_entropy(dropout(model(images), Scalar(0.2), true), labels);
      sgd.zero_grad();
      loss.backward();
      sgd.step(0.05);
    }
    return model.state_dict();
  };
  CHECK(train(1) == train(1));
  CHECK(train(1) != train(2));
}
