// a1.t4: the order in which the engine walks the graph. The operations are the test's own; each writes down when its
// backward is called.
#include <algorithm>
#include <string>
#include <vector>

#include "check.hpp"
#include "selfsame/core/graph.hpp"

using course::check;
using course::check_close;
using selfsame::Array;
using selfsame::GradSink;
using selfsame::own;
using selfsame::Tensor;
using selfsame::tensor;

namespace {

std::vector<std::string> called;  // names of the operations, in the order of their backward

// An operation of numbers: the sum of its inputs, each times its factor.
Tensor weighed(const std::string& name, const std::vector<Tensor>& inputs, const std::vector<double>& factors) {
  double value = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) value += factors[i] * double{inputs[i].item()};
  return selfsame::make_op("weighed", own(tensor({}, {value}).data()), inputs, [name, factors](Array& g, GradSink& in) {
    called.push_back(name);
    for (std::size_t i = 0; i < factors.size(); ++i) {
      if (in.wants(i)) in.add(i, tensor({}, {factors[i] * double{*g.data()}}).data());
    }
  });
}

std::string names() {
  std::string text;
  for (const std::string& name : called) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Backward; what the engine has to complain about ends the case.
void walk(const Tensor& loss) {
  try {
    loss.backward();
  } catch (const selfsame::Error& error) {
    check(false, "a slot must be listed once; the engine called a backward again: " + std::string(error.what()) +
                     "; the order was " + names());
  }
}

// The place of an operation in the order of calls.
long place(const std::string& name) { return std::find(called.begin(), called.end(), name) - called.begin(); }

// Ends the case unless every operation was called once.
void check_each_once(const std::vector<std::string>& expected) {
  for (const std::string& name : expected) {
    const auto times = std::count(called.begin(), called.end(), name);
    check(times > 0, "the backward of " + name + " was never called; the order was " + names());
    check(times == 1, "the backward of " + name + " was called " + std::to_string(times) +
                          " times: a slot that is reached twice must be listed once; the order was " + names());
  }
}

double gradient_of(const Tensor& t, const std::string& name) {
  check(t.has_grad(), name + " got no gradient; the order of backward was " + names());
  return double{*t.grad().data()};
}

}  // namespace

TEST_CASE("a chain: from the loss to the leaf") {
  called.clear();
  const Tensor x = tensor({}, {1}, true);
  const Tensor a = weighed("a", {x}, {2});
  const Tensor b = weighed("b", {a}, {3});
  const Tensor loss = weighed("loss", {b}, {5});
  walk(loss);
  check_each_once({"loss", "b", "a"});
  check(names() == "loss, b, a", "the order was " + names() + ", expected loss, b, a");
  check_close("dx", gradient_of(x, "x"), 30);
}

TEST_CASE("a diamond: the page's example") {
  called.clear();
  const Tensor x = tensor({}, {1}, true);
  const Tensor a = weighed("a", {x}, {2});
  const Tensor b = weighed("b", {a}, {3});
  const Tensor c = weighed("c", {a}, {5});
  const Tensor loss = weighed("loss", {b, c}, {1, 1});
  walk(loss);
  check_each_once({"loss", "b", "c", "a"});
  check(place("a") == 3, "a was walked before all that uses it: the order was " + names() +
                             "; its gradient is complete only when b and c have both given their part");
  check_close("dx = 2 (3 + 5)", gradient_of(x, "x"), 16,
              {{6.0, "only the way through b has arrived"}, {10.0, "only the way through c has arrived"}});
}

TEST_CASE("a short way and a long way to the same slot") {
  called.clear();
  const Tensor x = tensor({}, {1}, true);
  const Tensor a = weighed("a", {x}, {2});
  const Tensor b = weighed("b", {a}, {3});
  const Tensor c = weighed("c", {b}, {5});
  const Tensor short_first = weighed("loss", {a, c}, {1, 1});
  walk(short_first);
  check_each_once({"loss", "c", "b", "a"});
  check(place("a") == 3, "a is an input of the loss and of b: it comes behind both; the order was " + names() +
                             ". A breadth-first walk, or one that lists a slot when it first sees it, gets this wrong");
  check_close("dx = 2 (1 + 15)", gradient_of(x, "x"), 32);
}

TEST_CASE("an input that is used twice by one operation") {
  called.clear();
  const Tensor x = tensor({}, {1}, true);
  const Tensor a = weighed("a", {x}, {2});
  const Tensor loss = weighed("loss", {a, a}, {1, 1});
  walk(loss);
  check_each_once({"loss", "a"});
  check_close("dx", gradient_of(x, "x"), 4);
}

TEST_CASE("inputs that require no gradient are passed over") {
  called.clear();
  const Tensor x = tensor({}, {1}, true);
  const Tensor loss = weighed("loss", {tensor({}, {7}), x, tensor({}, {8})}, {1, 3, 1});
  walk(loss);
  check_close("dx", gradient_of(x, "x"), 3);
}

TEST_CASE("a chain of 300,000 operations needs no more stack than a short one") {
  called.clear();
  const Tensor x = tensor({}, {1}, true);
  Tensor y = x;
  for (int i = 0; i < 300000; ++i) {
    y = selfsame::make_op("same", own(y.data()), {y}, [](Array& g, GradSink& in) { in.add(0, std::move(g)); });
  }
  y.backward();
  check_close("dx", gradient_of(x, "x"), 1);
}

TEST_CASE("forty diamonds in a row: every slot is visited once, not once for every way to it") {
  called.clear();
  const Tensor x = tensor({}, {1}, true);
  Tensor y = x;
  for (int i = 0; i < 40; ++i) {
    const Tensor left = weighed("left", {y}, {0.5});
    const Tensor right = weighed("right", {y}, {0.5});
    y = weighed("join", {left, right}, {1, 1});
  }
  walk(y);
  check(called.size() == 120, "120 operations, and backward was called " + std::to_string(called.size()) + " times");
  check_close("dx", gradient_of(x, "x"), 1);
}
