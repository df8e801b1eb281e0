#include "check.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

#include "selfsame/core/graph.hpp"
#include "session.hpp"
#include "todo.hpp"

void todo(const char* task) {
  course::session().todo = true;
  throw std::logic_error(std::string(task) + " is not solved yet");
}

namespace course {
namespace {

using selfsame::Array;
using selfsame::count;
using selfsame::Index;

// The first elements in order: "[1, 2.5, ...]".
std::string listed(const Array& array) {
  const Index most = 8;
  std::ostringstream text;
  text.precision(4);
  text << '[';
  for (Index i = 0; i < std::min(most, count(array)); ++i) text << (i ? ", " : "") << array.data()[i];
  text << (count(array) > most ? ", ...]" : "]");
  return text.str();
}

bool close(double a, double b, double tolerance) {
  if (std::isinf(a) || std::isinf(b)) return a == b;
  return std::abs(a - b) <= tolerance * std::max({1.0, std::abs(a), std::abs(b)});
}

bool close(const Array& a, const Array& b, double tolerance) {
  if (a.shape() != b.shape()) return false;
  for (Index i = 0; i < count(a); ++i) {
    if (!close(double{a.data()[i]}, double{b.data()[i]}, tolerance)) return false;
  }
  return true;
}

std::string place_of(Index flat, const selfsame::Shape& shape) {
  selfsame::Shape place(shape.size(), 0);
  for (std::size_t d = shape.size(); d-- > 0;) {
    place[d] = flat % shape[d];
    flat /= shape[d];
  }
  return selfsame::to_string(place);
}

// "got ..., expected ...", with the first element that differs.
std::string difference(const Array& got, const Array& expected, double tolerance) {
  if (got.shape() != expected.shape()) {
    return selfsame::concat("got shape ", got.shape(), ", expected shape ", expected.shape());
  }
  Index at = 0;
  while (close(double{got.data()[at]}, double{expected.data()[at]}, tolerance)) ++at;
  return selfsame::concat("got ", listed(got), ", expected ", listed(expected), " of shape ", expected.shape(),
                          "; the first difference is at ", place_of(at, got.shape()), ": got ", got.data()[at],
                          ", expected ", expected.data()[at]);
}

}  // namespace

void check(bool condition, const std::string& advice) {
  if (!condition) FAIL(advice);
  CHECK(condition);
}

void check_close(const std::string& what, const Array& got, const Array& expected, const std::vector<Mistake>& mistakes,
                 double tolerance) {
  if (close(got, expected, tolerance)) return check(true, "");
  std::string message = what + ": " + difference(got, expected, tolerance);
  for (const Mistake& mistake : mistakes) {
    if (!close(got, mistake.value, tolerance)) continue;
    message = mistake.advice + "; " + message;
    break;
  }
  check(false, message);
}

void check_close(const std::string& what, double got, double expected,
                 const std::vector<std::pair<double, std::string>>& mistakes, double tolerance) {
  const auto as_array = [](double value) { return selfsame::filled({}, static_cast<selfsame::Scalar>(value)); };
  std::vector<Mistake> arrays;
  for (const auto& [value, advice] : mistakes) arrays.push_back({as_array(value), advice});
  check_close(what, as_array(got), as_array(expected), arrays, tolerance);
}

selfsame::Generator generator(int salt) {
  return selfsame::Generator({session().seed, static_cast<std::uint64_t>(salt)});
}

Array random_array(const selfsame::Shape& shape, int salt) {
  selfsame::Generator source = generator(salt);
  Array values = selfsame::empty(shape);
  for (auto& v : values) v = static_cast<selfsame::Scalar>(source.uniform(0.1, 1.1) * (source.bernoulli(0.5) ? 1 : -1));
  return values;
}

Index random_size(Index from, Index to, int salt) {
  selfsame::Generator source({selfsame::named_seed(session().seed, "sizes"), static_cast<std::uint64_t>(from),
                              static_cast<std::uint64_t>(to), static_cast<std::uint64_t>(salt)});
  return from + source.integer(to - from + 1);
}

std::vector<Array> backward_of_op(const selfsame::Tensor& output, const Array& g) {
  check(output.requires_grad() && output.slot()->producer,
        "the output is not recorded in the graph; return make_op(...)");
  const selfsame::Node& node = *output.slot()->producer;
  std::vector<std::shared_ptr<selfsame::GradSlot>> slots;  // fresh ones: the inputs' own gradients stay as they are
  for (const auto& input : node.inputs) {
    slots.push_back(input ? std::make_shared<selfsame::GradSlot>(input->shape) : nullptr);
  }
  selfsame::GradSink sink(slots);
  Array seed = g;
  node.backward(seed, sink);
  std::vector<Array> gradients;
  for (const auto& slot : slots) {
    gradients.push_back(slot && slot->has_grad ? slot->grad : selfsame::empty({0}));
  }
  return gradients;
}

}  // namespace course
