#include "t01_tensors_autograd/two_layers.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/random.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "t01_tensors_autograd/tape.hpp"

namespace selfsame::tutorials {
namespace {

Array normal(const Shape& shape, double stddev, Generator& random) {
  Array values = empty(shape);
  for (Scalar& value : values) value = static_cast<Scalar>(stddev * random.normal());
  return values;
}

// The four arrays in turn, for what is done to each of them.
std::vector<Array*> arrays(TwoLayers& layers) { return {&layers.w1, &layers.b1, &layers.w2, &layers.b2}; }
std::vector<const Array*> arrays(const TwoLayers& layers) { return {&layers.w1, &layers.b1, &layers.w2, &layers.b2}; }

// Classes 0 and 1 as numbers to compare scores with: (N, 1).
Tensor targets_of(const data::PlanePoints& data) {
  return tensor({count(data.points) / 2, 1}, std::vector<double>(data.labels.begin(), data.labels.end()));
}

}  // namespace

TwoLayers two_layers(Index hidden, std::uint64_t seed) {
  Generator random(named_seed(seed, "layers"));
  TwoLayers layers;
  layers.w1 = normal({2, hidden}, std::sqrt(1.0 / 2), random);
  layers.b1 = normal({hidden}, std::sqrt(1.0 / 2), random);
  layers.w2 = normal({hidden, 1}, std::sqrt(1.0 / static_cast<double>(hidden)), random);
  layers.b2 = filled({1}, 0);
  return layers;
}

// [with tape]
LossAndGradient with_tape(const TwoLayers& weights, const data::PlanePoints& data) {
  Tape tape;
  const auto written = [&tape](const Array& array) {  // every weight is a number on the tape
    std::vector<Var> vars;
    for (const Scalar value : array) vars.push_back(write(tape, value));
    return vars;
  };
  const std::vector<Var> w1 = written(weights.w1), b1 = written(weights.b1), w2 = written(weights.w2),
                         b2 = written(weights.b2);
  const std::size_t hidden = b1.size();
  const Index points = count(data.points) / 2;
  tape.entries.reserve(static_cast<std::size_t>(points) * (7 * hidden + 5) + 5 * hidden);

  Var total = write(tape, 0);
  for (Index i = 0; i < points; ++i) {
    Var score = b2[0];
    for (std::size_t j = 0; j < hidden; ++j) {
      const Var before = b1[j] + w1[j] * data.points(i, 0) + w1[hidden + j] * data.points(i, 1);
      score = score + tanh(before) * w2[j];
    }
    // -ln p(label) with p(1) = 1 / (1 + e^-score)
    const Scalar sign = data.labels[static_cast<std::size_t>(i)] == 1 ? Scalar(-1) : Scalar(1);
    total = total + log(exp(score * sign) + 1);
  }
  const Var loss = total * (1 / static_cast<Scalar>(points));
  tape.backward(loss.place);

  LossAndGradient result{loss.value(), weights};
  std::size_t place = 0;  // the weights were written first, in this order
  for (Array* array : arrays(result.gradient)) {
    for (Scalar& g : *array) g = tape.entries[place++].grad;
  }
  return result;
}
// [with tape]

// [with library]
LossAndGradient with_library(const TwoLayers& weights, const data::PlanePoints& data) {
  const Tensor w1(weights.w1, true), b1(weights.b1, true), w2(weights.w2, true), b2(weights.b2, true);
  const Tensor hidden = tanh(matmul(Tensor(data.points), w1) + b1);  // (N, 2) x (2, H) + (H) -> (N, H)
  const Tensor score = matmul(hidden, w2) + b2;                      // (N, H) x (H, 1) + (1) -> (N, 1)
  const Tensor loss = bce_with_logits(score, targets_of(data));      // ()
  loss.backward();
  return {loss.item(), {w1.grad(), b1.grad(), w2.grad(), b2.grad()}};
}
// [with library]

// [train]
double train(TwoLayers& weights, const data::PlanePoints& data, GradientOf gradient_of, double rate, Index steps,
             const std::string& name, report::Report& report) {
  auto progress = report.progress(name, steps, count(data.points) / 2);
  for ([[maybe_unused]] const Index step : progress) {
    const LossAndGradient now = gradient_of(weights, data);
    const std::vector<const Array*> gradients = arrays(now.gradient);
    for (std::size_t a = 0; a < 4; ++a) {
      Array& w = *arrays(weights)[a];
      for (std::size_t i = 0; i < w.size(); ++i) w.flat(i) -= static_cast<Scalar>(rate) * gradients[a]->flat(i);
    }
    progress.log({{"loss", now.loss}});
  }
  return progress.seconds();
}
// [train]

double accuracy(const TwoLayers& weights, const data::PlanePoints& data) {
  const Tensor hidden = tanh(matmul(Tensor(data.points), Tensor(weights.w1)) + Tensor(weights.b1));
  const Tensor score = matmul(hidden, Tensor(weights.w2)) + Tensor(weights.b2);
  Index right = 0;
  for (std::size_t i = 0; i < data.labels.size(); ++i) right += (score.data().flat(i) > 0) == (data.labels[i] == 1);
  return 100.0 * static_cast<double>(right) / static_cast<double>(data.labels.size());
}

double difference(const TwoLayers& a, const TwoLayers& b) {
  double largest = 0, apart = 0;
  const auto first = arrays(a), second = arrays(b);
  for (std::size_t k = 0; k < first.size(); ++k) {
    for (std::size_t i = 0; i < first[k]->size(); ++i) {
      largest = std::max(largest, std::abs(double{first[k]->flat(i)}));
      apart = std::max(apart, std::abs(double{first[k]->flat(i)} - double{second[k]->flat(i)}));
    }
  }
  return apart / largest;
}

}  // namespace selfsame::tutorials
