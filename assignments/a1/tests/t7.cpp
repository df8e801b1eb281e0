// a1.t7: all of your files together.
#include <cmath>

#include "check.hpp"
#include "selfsame/debug/gradcheck.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/reduce.hpp"

using course::check;
using selfsame::Array;
using selfsame::Index;
using selfsame::Indices;
using selfsame::Scalar;
using selfsame::Tensor;

namespace {

// Points on a ring and in its middle; no line divides them.
struct Points {
  Tensor x;
  Indices classes;
};

Points ring(Index count) {
  selfsame::Generator generator = course::generator();
  Array values = selfsame::empty({count, 2});
  Points points;
  for (Index i = 0; i < count; ++i) {
    const bool outside = i % 2 == 0;
    const double radius = outside ? generator.uniform(1.2, 1.6) : generator.uniform(0, 0.6);
    const double angle = generator.uniform(0, 6.28318);
    values(i, 0) = static_cast<Scalar>(radius * std::cos(angle));
    values(i, 1) = static_cast<Scalar>(radius * std::sin(angle));
    points.classes.push_back(outside ? 1 : 0);
  }
  points.x = Tensor(values);
  return points;
}

Tensor scores(const Tensor& x, const std::vector<Tensor>& p) {
  return matmul(selfsame::l2_normalize(selfsame::tanh(matmul(x, p[0]) + p[1])) * 4, p[2]) + p[3];
}

std::vector<Tensor> parameters() {
  std::vector<Tensor> p;
  int salt = 10;
  for (const selfsame::Shape& shape : {selfsame::Shape{2, 16}, {16}, {16, 2}, {2}}) {
    p.emplace_back(course::random_array(shape, salt++), true);
  }
  return p;
}

}  // namespace

TEST_CASE("a network of two layers: its gradients are right, and it learns a ring that no line divides") {
  const Points few = ring(6);
  const auto cost_of_few = [&](const std::vector<Tensor>& p) { return -sum(selfsame::log_softmax(scores(few.x, p))); };
  const auto result = selfsame::debug::gradcheck(cost_of_few, parameters());
  check(result.ok, result.message());

  const Points points = ring(200);
  std::vector<Tensor> p = parameters();
  double loss = 0;
  for (int step = 0; step < 300; ++step) {
    const Tensor cost = selfsame::cross_entropy(scores(points.x, p), points.classes);
    for (Tensor& t : p) t.zero_grad();
    cost.backward();
    for (Tensor& t : p) {
      const Array gradient = t.grad();
      for (Index i = 0; i < t.numel(); ++i) t.mutable_data().data()[i] -= Scalar(0.5) * gradient.data()[i];
    }
    loss = double{cost.item()};
  }
  check(loss < 0.1, "after 300 steps the loss is " + std::to_string(loss) + ", expected below 0.1 (0.693 is guessing)");
}
