// a2.t8: SGD with momentum.
#include "selfsame/optim/sgd.hpp"
#include "stepping.hpp"

using course::Array;
using course::check_close;
using course::parameter;
using course::random_array;
using course::row;
using course::step;
using selfsame::Tensor;
using selfsame::optim::ParamGroup;
using selfsame::optim::Sgd;

namespace {

// Where p = [1, 2] is after these rates, each with the gradient [0.5, -1].
Array after(std::initializer_list<double> rates, selfsame::optim::SgdOptions options, double weight_decay = 0) {
  Tensor p = parameter({1, 2});
  Sgd sgd({{{p}, weight_decay}}, options);
  for (const double rate : rates) step(sgd, p, row({0.5, -1}), rate);
  return p.data();
}

}  // namespace

TEST_CASE("without momentum: down the gradient") {
  check_close("p = [1, 2] after a step of 0.1 with g = [0.5, -1]", after({0.1}, {0, false}), row({0.95, 2.1}),
              {{row({1.05, 1.9}), "the sign: a step goes against the gradient"},
               {row({1, 2}), "the parameter did not move"},
               {row({0.5, 3}), "the rate is missing"}});
}

TEST_CASE("with momentum: the page's numbers") {
  check_close("p after one step", after({0.1}, {0.9, false}), row({0.95, 2.1}),
              {{row({1, 2}), "you stepped with the old buffer and then updated it; update the buffer first"},
               {row({0.995, 2.01}), "you took 1 - momentum of the gradient; in PyTorch's form all of it is added"},
               {row({0.905, 2.19}), "this is Nesterov's step; options_.nesterov is false"}});
  check_close(
      "p after two steps", after({0.1, 0.1}, {0.9, false}), row({0.855, 2.29}),
      {{row({0.9, 2.2}), "the buffer has no effect: b = momentum * b + g, and b must be kept for the next step"},
       {row({0.95, 2.1}), "you stepped with the old buffer and then updated it; update the buffer first"},
       {row({0.85, 2.3}), "the buffer is not multiplied by the momentum"}});
}

TEST_CASE("the rate stands before the buffer, not in it") {
  check_close("p after a step of 0.1 and one of 0", after({0.1, 0}, {0.9, false}), row({0.95, 2.1}),
              {{row({0.905, 2.19}),
                "the buffer has kept the rate of the step before; keep gradients only, and multiply "
                "by the rate of this step"}});
}

TEST_CASE("Nesterov looks one update ahead") {
  check_close("p after one step", after({0.1}, {0.9, true}), row({0.905, 2.19}),
              {{row({0.95, 2.1}), "options_.nesterov has no effect: p -= lr * (d + momentum * b)"},
               {row({0.91, 2.18}), "the gradient itself is missing: p -= lr * (d + momentum * b)"}});
  check_close("p after two steps", after({0.1, 0.1}, {0.9, true}), row({0.7695, 2.461}),
              {{row({0.855, 2.29}), "options_.nesterov has no effect: p -= lr * (d + momentum * b)"}});
}

TEST_CASE("weight decay is a part of the gradient") {
  check_close("p without momentum, with decay 0.1", after({0.1}, {0, false}, 0.1), row({0.94, 2.08}),
              {{row({0.95, 2.1}), "weight decay is missing: d = g + weight_decay * p"},
               {row({0.96, 2.12}), "the sign of weight decay: d = g + weight_decay * p"},
               {row({0.85, 1.9}), "weight decay acts outside of the rate: p -= lr * (g + weight_decay * p)"}});
  check_close("p after two steps with momentum and decay 0.1", after({0.1, 0.1}, {0.9, false}, 0.1),
              row({0.8266, 2.2312}),
              {{row({0.855, 2.29}), "weight decay is missing: d = g + weight_decay * p"},
               {row({0.8356, 2.2492}), "weight decay did not go through the buffer: b = momentum * b + d"}});
  check_close("p after two Nesterov steps with decay 0.1", after({0.1, 0.1}, {0.9, true}, 0.1),
              row({0.725566, 2.365912}));
}

TEST_CASE("each parameter has a buffer of its own") {
  Tensor p = parameter({1, 2}), q = parameter({5, 6, 7});
  Sgd sgd({{{p, q}}}, {0.9, false});
  for (int i = 0; i < 2; ++i) {
    sgd.zero_grad();
    (selfsame::sum(p * Tensor(row({0.5, -1}))) + selfsame::sum(q * Tensor(row({1, 0, -1})))).backward();
    sgd.step(0.1);
  }
  check_close("the first parameter", p.data(), row({0.855, 2.29}));
  check_close("the second parameter", q.data(), row({4.71, 6, 7.29}));
}

TEST_CASE("the gradient is read, not written") {
  Tensor p = parameter({1, 2});
  Sgd sgd({{{p}, 0.1}}, {0.9, true});
  step(sgd, p, row({0.5, -1}), 0.1);
  check_close("the gradient after the step", p.grad(), row({0.5, -1}),
              {{row({0.6, -0.8}), "weight decay was added to the gradient itself; add it to a copy"}});
}
