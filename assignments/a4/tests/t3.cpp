// a4.t3: the exponential moving average of a network's weights.
#include "check.hpp"
#include "selfsame/nn/module.hpp"
#include "selfsame/optim/ema.hpp"

using course::check_close;
using selfsame::Array;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::tensor;

namespace {

// Two parameters and a buffer, as batch norm has one.
class Net : public selfsame::nn::Module {
 public:
  Tensor forward(const Tensor& x) override { return x; }
  std::string type() const override { return "Net"; }
  Tensor& weight = param("weight", tensor({2}, {0, 0}).data());
  Tensor& bias = param("bias", tensor({1}, {0}).data());
  Tensor& running_mean = buffer("running_mean", tensor({2}, {0, 0}).data());
};

void set(Net& net, double weight, double bias, double mean) {
  net.weight.mutable_data().fill(static_cast<Scalar>(weight));
  net.bias.mutable_data().fill(static_cast<Scalar>(bias));
  net.running_mean.mutable_data().fill(static_cast<Scalar>(mean));
}

Array both(double value) { return selfsame::filled({2}, static_cast<Scalar>(value)); }

}  // namespace

TEST_CASE("the first update: the page's numbers") {
  Net online, average;
  selfsame::optim::Ema ema(average, online, 0.999);
  set(online, 1, 2, 5);
  ema.update();
  check_close("the average after one update from 0 to 1", average.weight.data(), both(0.9),
              {{both(0.001),
                "decay is 0.999 at once; it is min(decay_, (1 + t) / (10 + t)), 1/10 at first, so that the "
                "random start is soon forgotten"},
               {both(0.1), "old and new have changed places: d times the average and 1 - d times the weight"},
               {both(9.0 / 11), "t is the number of updates before this one: 0 at the first"},
               {both(0), "the average did not move; write into mutable_data()"},
               {both(1), "this is a copy of the weights, not an average"}});
  check_close("the second parameter", average.bias.data(), tensor({1}, {1.8}).data(),
              {{tensor({1}, {0}).data(), "only the first parameter was averaged; go over all of them"}});
}

TEST_CASE("buffers are copied, not averaged") {
  Net online, average;
  selfsame::optim::Ema ema(average, online, 0.999);
  set(online, 1, 2, 5);
  ema.update();
  check_close("the running mean", average.running_mean.data(), both(5),
              {{both(4.5), "you averaged the buffer; running statistics are averages already, and are copied"},
               {both(0), "buffers were left as they were; copy them"}});
}

TEST_CASE("the decay grows with the updates, until it reaches its limit") {
  Net online, average;
  selfsame::optim::Ema ema(average, online, 0.25);
  set(online, 1, 1, 0);
  double left = 1, tenths = 1;  // what is left of the start; what would be left if every decay were the first one
  for (const double decay : {0.1, 2.0 / 11, 0.25, 0.25}) {
    ema.update();
    left *= decay;
    tenths *= 0.1;
    check_close("the average", average.weight.data(), both(1 - left),
                {{both(1 - tenths), "the decay stays 1/10; count the updates: updates_++"},
                 {both(1 - left / decay * 4.0 / 13), "the decay must not grow beyond its limit, decay_"}});
  }
  check_close("updates()", double(ema.updates()), 4);
}

TEST_CASE("the network that learns is left as it is") {
  Net online, average;
  selfsame::optim::Ema ema(average, online, 0.5);
  set(online, 3, 4, 5);
  ema.update();
  check_close("the online weight", online.weight.data(), both(3));
  check_close("the online bias", online.bias.data(), tensor({1}, {4}).data());
}

TEST_CASE("the copy of a buffer is a copy") {
  Net online, average;
  selfsame::optim::Ema ema(average, online, 0.5);
  set(online, 0, 0, 5);
  ema.update();
  set(online, 0, 0, 6);
  check_close("the average's buffer after the network's has changed", average.running_mean.data(), both(5),
              {{both(6), "both networks share one array now; copy the numbers, not the tensor"}});
}
