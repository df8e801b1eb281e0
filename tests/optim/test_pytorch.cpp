// Six steps of each optimizer, with given gradients and a rate that changes, against those of PyTorch.
#include "fixtures/fixture.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/adam.hpp"
#include "selfsame/optim/sgd.hpp"

using namespace selfsame;

namespace {

Array row(const Array& rows, Index i) {
  const Tensor one = slice(Tensor(rows), 0, i, i + 1);
  Shape shape(rows.shape().begin() + 1, rows.shape().end());
  return reshape(one, shape).data();
}

template <class O, class Options>
void check_trajectory(const char* name, double weight_decay, const Options& options) {
  const Fixture f(name);
  Tensor p = f.leaf("p");
  Tensor q = f.leaf("q");
  O optimizer({{{p}, weight_decay}, {{q}, 0}}, options);
  const Array rates = f.array("lr");
  for (Index step = 0; step < count(rates); ++step) {
    CAPTURE(step);
    p.set_grad(row(f.array("dp"), step));
    q.set_grad(row(f.array("dq"), step));
    optimizer.step(double{rates(step)});
    CHECK(close(p.data(), row(f.array("p_after"), step), agreement));
    CHECK(close(q.data(), row(f.array("q_after"), step), agreement));
  }
}

}  // namespace

TEST_CASE("SGD takes PyTorch's steps") { check_trajectory<optim::Sgd>("sgd_plain", 0.01, optim::SgdOptions{0, false}); }

TEST_CASE("SGD with momentum takes PyTorch's steps") {
  check_trajectory<optim::Sgd>("sgd_momentum", 0.01, optim::SgdOptions{0.9, false});
}

TEST_CASE("SGD with Nesterov momentum takes PyTorch's steps") {
  check_trajectory<optim::Sgd>("sgd_nesterov", 0.01, optim::SgdOptions{0.9, true});
}

TEST_CASE("Adam takes PyTorch's steps") { check_trajectory<optim::Adam>("adam", 0.01, optim::AdamOptions{}); }

TEST_CASE("AdamW takes PyTorch's steps") { check_trajectory<optim::AdamW>("adamw", 0.1, optim::AdamOptions{}); }
