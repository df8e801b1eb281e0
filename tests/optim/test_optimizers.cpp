#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "ops/check_gradients.hpp"
#include "selfsame/optim/adam.hpp"
#include "selfsame/optim/lars.hpp"
#include "selfsame/optim/sgd.hpp"

using namespace selfsame;
using optim::ParamGroup;

namespace {

Tensor parameter(const std::vector<double>& values, const std::vector<double>& grad) {
  const Shape shape{static_cast<Index>(values.size())};
  Tensor p = tensor(shape, values, true);
  p.set_grad(tensor(shape, grad).data());
  return p;
}

// Two parameters with gradients, the second in a group without decay.
std::vector<ParamGroup> two_groups() {
  return {{{parameter({1, -2, 3}, {0.5, 1, -1})}, 0.1}, {{parameter({0.5}, {2})}, 0}};
}

std::vector<Array> values_of(const optim::Optimizer& optimizer) {
  std::vector<Array> values;
  for (const ParamGroup& group : optimizer.groups()) {
    for (const Tensor& p : group.parameters) values.push_back(p.data());
  }
  return values;
}

template <class O>
void check_resumes() {
  O whole(two_groups());
  O first(two_groups());
  for (int i = 0; i < 3; ++i) {
    whole.step(0.1);
    first.step(0.1);
  }
  O resumed(two_groups());
  for (std::size_t g = 0; g < 2; ++g) {
    Tensor p = resumed.groups()[g].parameters[0];
    p.mutable_data() = first.groups()[g].parameters[0].data();
  }
  resumed.load_state(first.state());
  for (int i = 0; i < 3; ++i) {
    whole.step(0.1);
    resumed.step(0.1);
  }
  CHECK(values_of(whole) == values_of(resumed));  // the same bits
}

template <class O>
void check_manners() {
  Tensor with = parameter({1, 2}, {3, 4});
  Tensor without = tensor({2}, {5, 6}, true);
  O optimizer({{{with, without}}});
  const Scalar* address = with.data().data();
  optimizer.step(0.1);
  CHECK(with.data() != tensor({2}, {1, 2}).data());
  CHECK(with.data().data() == address);
  CHECK(with.grad() == tensor({2}, {3, 4}).data());     // gradients are read, never written
  CHECK(without.data() == tensor({2}, {5, 6}).data());  // no gradient, no step
  const Array before = with.data();
  optimizer.zero_grad();
  CHECK(!with.has_grad());
  optimizer.step(0.1);
  CHECK(with.data() == before);  // not even momentum or decay moves it
}

}  // namespace

TEST_CASE("SGD of hand-worked numbers: plain, with momentum, with Nesterov, each with weight decay") {
  const auto run = [](double momentum, bool nesterov) {
    Tensor p = parameter({2}, {1});
    optim::Sgd sgd({{{p}, 0.5}}, {momentum, nesterov});
    sgd.step(0.1);
    sgd.step(0.1);
    return double{p.item()};
  };
  // Plain: d = 1 + 0.5 * 2 = 2, p = 1.8; d = 1.9, p = 1.61.
  CHECK(run(0, false) == doctest::Approx(1.61));
  // Momentum 0.5: b = 2, p = 1.8; b = 1 + 1.9 = 2.9, p = 1.51.
  CHECK(run(0.5, false) == doctest::Approx(1.51));
  // Nesterov: b = 2, p = 2 - 0.1 (2 + 1) = 1.7; d = 1.85, b = 2.85, p = 1.7 - 0.1 (1.85 + 1.425) = 1.3725.
  CHECK(run(0.5, true) == doctest::Approx(1.3725));
}

TEST_CASE("Adam's first step is the rate itself against the gradient's sign, whatever its size") {
  Tensor p = parameter({0, 0, 0}, {1e-3, -1, 1e3});
  optim::Adam adam({{{p}}});
  adam.step(0.01);
  CHECK(close(p.data(), tensor({3}, {-0.01, 0.01, -0.01}).data(), 1e-6));
}

TEST_CASE("Adam decays through the gradient, AdamW beside it") {
  Tensor p = parameter({2}, {0});
  Tensor q = parameter({2}, {0});
  optim::Adam adam({{{p}, 0.1}});
  optim::AdamW adamw({{{q}, 0.1}});
  adam.step(0.01);
  adamw.step(0.01);
  CHECK(p.item() == doctest::Approx(1.99));  // a whole step of the rate
  CHECK(q.item() == doctest::Approx(2 - 0.01 * 0.1 * 2));
}

TEST_CASE("LARS of hand-worked numbers") {
  // |p| = 5, |g| = 10, decay 1: local = 0.1 * 5 / (10 + 5) = 1/30; b = 0.3 * (g + p) / 30.
  Tensor p = parameter({3, 4}, {6, 8});
  optim::Lars lars({{{p}, 1}}, {0.5, 0.1});
  lars.step(0.3);
  CHECK(close(p.data(), tensor({2}, {3 - 0.09, 4 - 0.12}).data(), rounding));
  // |p| = 4.85: local = 0.1 * 4.85 / 14.85; b = half of before + 0.3 * local * (g + p).
  const double step = 0.3 * 0.1 * 4.85 / 14.85;
  lars.step(0.3);
  CHECK(close(p.data(), tensor({2}, {2.91 - 0.045 - step * 8.91, 3.88 - 0.06 - step * 11.88}).data(), rounding));
}

TEST_CASE("LARS neither adapts nor decays biases and norms, and is plain SGD where a norm is 0") {
  Tensor weight = tensor({2, 1}, {3, 4}, true);
  Tensor bias = tensor({2}, {3, 4}, true);
  Tensor zero = tensor({2, 1}, {0, 0}, true);
  optim::Lars lars(optim::decay_groups({{"weight", weight}, {"bias", bias}, {"zero", zero}}, 1), {0, 0.1});
  for (Tensor p : {weight, bias, zero}) p.set_grad(filled(p.shape(), 1));
  lars.step(0.1);
  const double local = 0.1 * 5 / (std::sqrt(2.0) + 5);
  CHECK(close(weight.data(), tensor({2, 1}, {3 - 0.1 * local * 4, 4 - 0.1 * local * 5}).data(), rounding));
  CHECK(close(bias.data(), tensor({2}, {2.9, 3.9}).data(), rounding));
  CHECK(close(zero.data(), tensor({2, 1}, {-0.1, -0.1}).data(), rounding));
}

TEST_CASE("optimizers leave gradients alone, skip parameters without one and keep the address of values") {
  check_manners<optim::Sgd>();
  check_manners<optim::Adam>();
  check_manners<optim::AdamW>();
  check_manners<optim::Lars>();
}

TEST_CASE("training that is saved and resumed gives the same bits as training in one go") {
  check_resumes<optim::Sgd>();
  check_resumes<optim::Adam>();
  check_resumes<optim::AdamW>();
  check_resumes<optim::Lars>();
}

TEST_CASE("a group's factor scales its rate") {
  Tensor p = parameter({1}, {1});
  Tensor q = parameter({1}, {1});
  ParamGroup slow{{q}};
  slow.lr_scale = 0.1;
  optim::Sgd sgd({{{p}}, slow}, {0, false});
  sgd.step(0.5);
  CHECK(p.item() == doctest::Approx(0.5));
  CHECK(q.item() == doctest::Approx(0.95));
}

TEST_CASE("a big parameter is updated everywhere, by any number of threads") {
  Tensor p(filled({300007}, 1), true);
  p.set_grad(filled({300007}, 2));
  optim::Sgd sgd({{{p}}});
  sgd.step(0.25);
  CHECK(p.data() == filled({300007}, Scalar(0.5)));
}

TEST_CASE("state that does not belong here is refused and nothing changes") {
  optim::Sgd sgd(two_groups());
  sgd.step(0.1);
  const optim::State good = sgd.state();
  CHECK(good.size() == 2);
  CHECK(good[0].first == "momentum.0");

  optim::State missing{good[0]};
  CHECK_THROWS_WITH_AS(sgd.load_state(missing), "sgd: state \"momentum.1\" is missing; was it saved for another model?",
                       Error);
  optim::State other_shape = good;
  other_shape[1].second = filled({4}, 0);
  CHECK_THROWS_WITH_AS(sgd.load_state(other_shape),
                       "sgd: state \"momentum.1\" has shape (4,) but the parameter expects (1,)", ShapeError);
  optim::State too_much = good;
  too_much.emplace_back("momentum.2", filled({1}, 0));
  CHECK_THROWS_AS(sgd.load_state(too_much), Error);
  CHECK_THROWS_AS(optim::Adam(two_groups()).load_state(good), Error);
  CHECK(sgd.state() == good);
}

TEST_CASE("wrong options are refused with the value found") {
  CHECK_THROWS_WITH_AS(optim::Sgd({}, {1.5, false}), "sgd: momentum 1.5 must be at least 0 and below 1", Error);
  CHECK_THROWS_WITH_AS(optim::Sgd({}, {0, true}), "sgd: Nesterov's look-ahead needs a momentum above 0", Error);
  CHECK_THROWS_WITH_AS(optim::AdamW({}, {0.9, 1, 1e-8}), "adamw: betas 0.9 and 1 must be at least 0 and below 1",
                       Error);
  CHECK_THROWS_WITH_AS(optim::Adam({}, {0.9, 0.99, 0}), "adam: eps 0 must be above 0", Error);
  CHECK_THROWS_WITH_AS(optim::Lars({}, {0.9, 0}), "lars: trust 0 must be above 0", Error);
  optim::Sgd sgd(two_groups());
  CHECK_THROWS_WITH_AS(sgd.step(-0.1), "sgd: learning rate -0.1 must be a number of at least 0", Error);
  CHECK_THROWS_AS(sgd.step(std::numeric_limits<double>::quiet_NaN()), Error);
}

TEST_CASE("a parameter given twice or undefined is refused") {
  const Tensor p = parameter({1, 2}, {0, 0});
  CHECK_THROWS_WITH_AS(optim::Sgd({{{p}}, {{p}}}),
                       "sgd: parameter 1 of shape (2,) is given twice; it would be updated twice in a step", Error);
  CHECK_THROWS_WITH_AS(optim::Sgd({{{Tensor()}}}),
                       "sgd: parameter 0 is undefined; give it a value before the optimizer", Error);
}

TEST_CASE("decay_groups leaves everything with one dimension out of decay and of LARS's adaptation") {
  const Tensor weight = zeros({3, 3, 2, 4});
  const Tensor bias = zeros({4});
  const Tensor scale = zeros({});
  const auto groups = optim::decay_groups({{"conv.weight", weight}, {"conv.bias", bias}, {"scale", scale}}, 0.01);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].parameters.size() == 1);
  CHECK(groups[0].weight_decay == 0.01);
  CHECK(groups[0].adapt);
  CHECK(groups[1].parameters.size() == 2);
  CHECK(groups[1].weight_decay == 0);
  CHECK(!groups[1].adapt);
  CHECK_THROWS_WITH_AS(optim::decay_groups({}, -1), "decay_groups: weight decay -1 must be a number of at least 0",
                       Error);
}
