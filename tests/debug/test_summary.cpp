#include <doctest/doctest.h>

#include "selfsame/debug/summary.hpp"
#include "selfsame/nn/conv.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/nn/pool.hpp"

using namespace selfsame;

namespace {

class Net : public nn::Module {
 public:
  Tensor forward(const Tensor& x) override { return head(pool(norm(conv(x)))); }
  std::string type() const override { return "Net"; }
  nn::Conv2d& conv = add<nn::Conv2d>("conv", 3, 40, 3, nn::Conv2dLayerOptions{1, 1, false});
  nn::BatchNorm2d& norm = add<nn::BatchNorm2d>("norm", 40);
  nn::GlobalAvgPool& pool = add<nn::GlobalAvgPool>("pool");
  nn::Linear& head = add<nn::Linear>("head", 40, 5);
  nn::Linear& unused = add<nn::Linear>("unused", 2, 2, false);
};

}  // namespace

TEST_CASE("summary lists every module with its parameters, counts and the shape it returned") {
  Net net;
  net.head.requires_grad(false);
  CHECK(debug::summary(net, {2, 9, 7, 3}) ==
        "module   type           parameters                               count  output\n"
        "(model)  Net                                                            (2, 5)\n"
        "conv     Conv2d         weight (3, 3, 3, 40)                     1,080  (2, 9, 7, 40)\n"
        "norm     BatchNorm2d    weight (40,), bias (40,)                    80  (2, 9, 7, 40)\n"
        "pool     GlobalAvgPool                                                  (2, 40)\n"
        "head     Linear         weight (40, 5) frozen, bias (5,) frozen    205  (2, 5)\n"
        "unused   Linear         weight (2, 2)                                4\n"
        "trained 1,164, frozen 205, in buffers 80\n");
}

TEST_CASE("summary without an example has no column of outputs") {
  nn::Linear layer(2, 3);
  CHECK(debug::summary(layer) ==
        "module   type    parameters                count\n"
        "(model)  Linear  weight (2, 3), bias (3,)      9\n"
        "trained 9, frozen 0, in buffers 0\n");
}

TEST_CASE("summary leaves running statistics and every module's mode as they were") {
  Net net;
  net.norm.eval();
  const nn::StateDict before = net.state_dict();
  debug::summary(net, {2, 9, 7, 3});
  CHECK(net.state_dict() == before);
  CHECK(net.training());
  CHECK(net.conv.training());
  CHECK(!net.norm.training());
}

TEST_CASE("an example that the network does not accept is the module's own error, and the mode is set back") {
  Net net;
  CHECK_THROWS_AS(debug::summary(net, {2, 9, 7, 1}), ShapeError);
  CHECK(net.training());
}
