#include <doctest/doctest.h>

#include "ops/check_gradients.hpp"
#include "selfsame/nn/activation.hpp"
#include "selfsame/nn/dropout.hpp"
#include "selfsame/nn/flatten.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/nn/sequential.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/optim/sgd.hpp"

using namespace selfsame;

namespace {

class Inner : public nn::Module {
 public:
  Tensor forward(const Tensor& x) override { return norm(dropout(linear(x))); }
  std::string type() const override { return "Inner"; }
  nn::Linear& linear = add<nn::Linear>("linear", 4, 3);
  nn::Dropout& dropout = add<nn::Dropout>("dropout", Scalar(0.5));
  nn::BatchNorm1d& norm = add<nn::BatchNorm1d>("norm", 3);
};

class Outer : public nn::Module {
 public:
  Tensor forward(const Tensor& x) override { return head(inner(x)) * scale; }
  std::string type() const override { return "Outer"; }
  Tensor& scale = param("scale", filled({2}, 1));
  Inner& inner = add<Inner>("inner");
  nn::Linear& head = add<nn::Linear>("head", 3, 2, false);
};

std::vector<std::string> names_of(const nn::NamedTensors& tensors) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : tensors) names.push_back(name);
  return names;
}

class Clash : public nn::Module {
 public:
  explicit Clash(int kind) {
    add<nn::Relu>("a");
    if (kind == 0) add<nn::Relu>("a");
    if (kind == 1) param("a", filled({1}, 0));
    if (kind == 2) buffer("a", filled({1}, 0));
  }
  Tensor forward(const Tensor& x) override { return x; }
  std::string type() const override { return "Clash"; }
};

}  // namespace

TEST_CASE("parameters and buffers are named by their path, in order of declaration") {
  const Outer model;
  CHECK(names_of(model.named_parameters()) == std::vector<std::string>{"scale", "inner.linear.weight",
                                                                       "inner.linear.bias", "inner.norm.weight",
                                                                       "inner.norm.bias", "head.weight"});
  CHECK(names_of(model.named_buffers()) ==
        std::vector<std::string>{"inner.norm.running_mean", "inner.norm.running_var"});
  CHECK(model.parameters().size() == 6);
  CHECK(model.parameter_count() == 2 + 12 + 3 + 3 + 3 + 6);
  CHECK(model.children().size() == 2);
}

TEST_CASE("state_dict is a copy, and loading it makes a second network the same") {
  manual_seed(1);
  Outer a;
  Outer b;
  CHECK(a.state_dict() != b.state_dict());
  const nn::StateDict state = a.state_dict();
  b.load_state_dict(state);
  CHECK(a.state_dict() == b.state_dict());
  a.scale.mutable_data().fill(9);
  CHECK(b.scale.data() == filled({2}, 1));
  CHECK(state == b.state_dict());
}

TEST_CASE("a state that does not fit is refused by name, and then nothing has changed") {
  Outer model;
  const nn::StateDict good = model.state_dict();

  nn::StateDict missing(good.begin(), good.end() - 1);
  missing[0].second.fill(5);
  CHECK_THROWS_WITH_AS(
      model.load_state_dict(missing),
      "load_state_dict: \"inner.norm.running_var\" is missing; was the state saved from another model?", Error);
  nn::StateDict foreign = good;
  foreign[0].second.fill(5);
  foreign.emplace_back("tail.weight", filled({1}, 0));
  CHECK_THROWS_WITH_AS(
      model.load_state_dict(foreign),
      "load_state_dict: \"tail.weight\" is not part of this Outer; was the state saved from another model?", Error);
  nn::StateDict other_shape = good;
  other_shape[0].second.fill(5);
  other_shape[1].second = filled({4, 4}, 0);
  CHECK_THROWS_WITH_AS(model.load_state_dict(other_shape),
                       "load_state_dict: \"inner.linear.weight\" has shape (4, 4) but this Outer expects (4, 3)",
                       ShapeError);
  CHECK(model.state_dict() == good);
}

TEST_CASE("assigning to a parameter member changes what is registered, saved and trained") {
  Outer model;
  model.head.weight = Tensor(filled({3, 2}, 7), true);
  CHECK(model.named_parameters()[5].second.data() == filled({3, 2}, 7));
  model.eval();
  sum(model(full({1, 4}, 1))).backward();
  CHECK(model.head.weight.has_grad());
}

TEST_CASE("train and eval reach every module below") {
  Outer model;
  CHECK(model.training());
  model.eval();
  CHECK(!model.inner.dropout.training());
  CHECK(!model.inner.norm.training());
  const Tensor x = full({2, 4}, 1);
  CHECK(model(x).data() == model(x).data());  // neither dropout nor batch statistics
  model.train();
  CHECK(model.inner.dropout.training());
}

TEST_CASE("a frozen network gets no gradients, and trains again once thawed, also by an optimizer made before") {
  Outer model;
  model.eval();
  optim::Sgd sgd({{model.parameters()}});
  model.requires_grad(false);
  const Tensor x = tensor({1, 4}, {1, 2, 3, 4}, true);
  sum(model(x)).backward();
  CHECK(x.has_grad());
  for (const auto& [name, p] : model.named_parameters()) CHECK_MESSAGE(!p.has_grad(), name);

  model.requires_grad(true);
  const nn::StateDict before = model.state_dict();
  sum(model(x)).backward();
  sgd.step(0.1);
  const nn::StateDict after = model.state_dict();
  for (std::size_t i = 0; i < 6; ++i) CHECK_MESSAGE(before[i].second != after[i].second, before[i].first);
}

TEST_CASE("freeze holds through train: no gradient, no dropout, and batch norm keeps its statistics") {
  Outer model;
  model.inner.freeze();
  const nn::StateDict before = model.inner.state_dict();
  model.train();
  CHECK(model.training());
  CHECK(model.inner.frozen());
  CHECK(!model.inner.norm.training());
  optim::Sgd sgd({{model.parameters(), 0.1}});
  sum(model(full({3, 4}, 1))).backward();
  sgd.step(0.1);
  CHECK(model.head.weight.has_grad());
  CHECK(!model.inner.linear.weight.has_grad());
  const nn::StateDict after = model.inner.state_dict();
  for (std::size_t i = 0; i < before.size(); ++i) CHECK_MESSAGE(before[i].second == after[i].second, before[i].first);
}

TEST_CASE("a shape error names the path of the module it came from") {
  Outer model;
  CHECK_THROWS_WITH_AS(model(zeros({2, 5})),
                       "inner.linear (Linear): linear: input (2, 5) does not fit weight (4, 3): its last size must be "
                       "the weight's first",
                       ShapeError);
  nn::Sequential layers;
  layers.then<nn::Flatten>().then<nn::Linear>(6, 2);
  CHECK_THROWS_WITH_AS(
      layers(zeros({2, 7})),
      "1 (Linear): linear: input (2, 7) does not fit weight (6, 2): its last size must be the weight's first",
      ShapeError);
}

TEST_CASE("brackets of a shape in a message are not taken for a module's path") {
  class Picky : public nn::Module {
   public:
    Tensor forward(const Tensor&) override { throw ShapeError("input (2, 4) must be (..., 3): take three columns"); }
    std::string type() const override { return "Picky"; }
  };
  nn::Sequential layers;
  layers.then<Picky>();
  CHECK_THROWS_WITH_AS(layers(zeros({2, 4})), "0 (Picky): input (2, 4) must be (..., 3): take three columns",
                       ShapeError);
}

TEST_CASE("a name can be used once") {
  for (const int kind : {0, 1, 2}) {
    CHECK_THROWS_WITH_AS(Clash{kind}, "module: the name \"a\" is taken already; choose another", Error);
  }
}

TEST_CASE("an observer sees every module's output until it is taken away") {
  Outer model;
  model.eval();
  std::vector<std::string> seen;
  nn::Module::observe_calls(
      [&](const nn::Module& m, const Tensor& y) { seen.push_back(concat(m.type(), " ", y.shape())); });
  model(zeros({2, 4}));
  nn::Module::observe_calls({});
  model(zeros({2, 4}));
  CHECK(seen == std::vector<std::string>{"Linear (2, 3)", "Dropout (2, 3)", "BatchNorm1d (2, 3)", "Inner (2, 3)",
                                         "Linear (2, 2)", "Outer (2, 2)"});
}
