#include <doctest/doctest.h>

#include "ops/check_gradients.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/optim/ema.hpp"

using namespace selfsame;

namespace {

class Net : public nn::Module {
 public:
  Tensor forward(const Tensor& x) override { return norm(linear(x)); }
  std::string type() const override { return "Net"; }
  nn::Linear& linear = add<nn::Linear>("linear", 2, 3);
  nn::BatchNorm1d& norm = add<nn::BatchNorm1d>("norm", 3);
};

void set_all(Net& net, Scalar value) {
  for (auto& [name, p] : net.named_parameters()) Tensor(p).mutable_data().fill(value);
}

}  // namespace

TEST_CASE(
    "the average starts as a copy and soon forgets it: decay is (1 + t) / (10 + t) until that reaches its limit") {
  Net online;
  Net averaged;
  set_all(online, 0);
  optim::Ema ema(averaged, online, 0.25);
  CHECK(averaged.linear.weight.data() == filled({2, 3}, 0));
  set_all(online, 1);
  ema.update();  // 0.1 * 0 + 0.9 * 1
  CHECK(close(averaged.linear.weight.data(), filled({2, 3}, Scalar(0.9)), rounding));
  ema.update();  // decay 2/11
  CHECK(close(averaged.linear.bias.data(), filled({3}, Scalar(1 - 0.1 * 2 / 11)), rounding));
  ema.update();  // decay 3/12
  ema.update();  // would be 4/13: the limit holds
  CHECK(close(averaged.norm.weight.data(), filled({3}, Scalar(1 - 0.1 * 2 / 11 * 0.25 * 0.25)), rounding));
  CHECK(ema.updates() == 4);
  CHECK(online.linear.weight.data() == filled({2, 3}, 1));
}

TEST_CASE("running statistics are copied, not averaged") {
  Net online;
  Net averaged;
  optim::Ema ema(averaged, online, 0.999);
  online.norm.running_mean.mutable_data().fill(5);
  online.norm.running_var.mutable_data().fill(7);
  ema.update();
  CHECK(averaged.norm.running_mean.data() == filled({3}, 5));
  CHECK(averaged.norm.running_var.data() == filled({3}, 7));
  online.norm.running_mean.mutable_data().fill(6);
  CHECK(averaged.norm.running_mean.data() == filled({3}, 5));  // a copy, not the same array
}

TEST_CASE("the number of updates is what a checkpoint restores") {
  Net online;
  Net averaged;
  set_all(online, 0);
  optim::Ema ema(averaged, online, 0.5);
  ema.set_updates(1000);
  set_all(online, 1);
  ema.update();
  CHECK(close(averaged.linear.weight.data(), filled({2, 3}, Scalar(0.5)), rounding));
}

TEST_CASE("averaging refuses a decay of 1, the network itself, and another network") {
  Net online;
  Net averaged;
  nn::Linear other(2, 3);
  CHECK_THROWS_WITH_AS(optim::Ema(averaged, online, 1), "ema: decay 1 must be at least 0 and below 1", Error);
  CHECK_THROWS_WITH_AS(optim::Ema(online, online, 0.9), "ema: the target is the network itself; give it a second one",
                       Error);
  CHECK_THROWS_AS(optim::Ema(other, online, 0.9), Error);
}
