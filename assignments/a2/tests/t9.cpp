// a2.t9: Adam and AdamW.
#include <cmath>

#include "selfsame/optim/adam.hpp"
#include "stepping.hpp"

using course::Array;
using course::check_close;
using course::parameter;
using course::random_array;
using course::row;
using course::step;
using selfsame::Index;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::optim::Adam;
using selfsame::optim::AdamOptions;
using selfsame::optim::AdamW;

namespace {

// Where p = [1] is after steps of 0.1 with these gradients.
template <class Kind = Adam>
double after(std::initializer_list<double> gradients, AdamOptions options = {}, double weight_decay = 0) {
  Tensor p = parameter({1});
  Kind adam({{{p}, weight_decay}}, options);
  for (const double g : gradients) step(adam, p, row({g}), 0.1);
  return double{p.data()(0)};
}

}  // namespace

TEST_CASE("the first step is as long as the rate: the page's numbers") {
  check_close("p = 1 after a step of 0.1 with g = 0.5", after({0.5}), 0.9,
              {{1.1, "the sign: a step goes against the gradient"},
               {0.6837722, "neither average is corrected: divide m by 1 - beta1^t and v by 1 - beta2^t"},
               {-2.1622776, "v is not corrected: divide it by 1 - beta2^t"},
               {0.99, "m is not corrected: divide it by 1 - beta1^t"},
               {0.8, "the square root of v is missing"},
               {0.95, "there is no division by the size of the gradient"}},
              1e-4);
}

TEST_CASE("the second step: the page's numbers") {
  check_close("p after gradients 0.5 and -0.5", after({0.5, -0.5}), 0.9052632,
              {{0.905, "t stands still at 1: count the step before the powers are taken"},
               {0.9, "the second step did not move p; is m added up as beta1 m + (1 - beta1) g?"},
               {1.0, "m forgot the first gradient: m = beta1 m + (1 - beta1) g"}},
              1e-5);
}

TEST_CASE("eps is added to the square root, after the correction") {
  AdamOptions options;
  options.eps = 1;
  check_close(
      "p after g = 0.5 with eps = 1", after({0.5}, options), 1 - 0.05 / 1.5,
      {{1 - 0.05 / std::sqrt(1.25), "eps is inside of the square root; add it to the root"},
       {1 - 0.05 / (0.5 + std::sqrt(1000.0)), "eps was added before the correction of v; add it to the corrected root"},
       {0.9, "eps is missing"}},
      1e-4);
}

TEST_CASE("weight decay: through the gradient in Adam, beside the step in AdamW") {
  check_close("Adam after g = 0.5 with decay 0.1", after({0.5}, {}, 0.1), 0.9,
              {{0.89, "in Adam the decay is a part of the gradient; yours acts beside the step, as in AdamW"}}, 1e-5);
  check_close("AdamW after g = 0.5 with decay 0.1", after<AdamW>({0.5}, {}, 0.1), 0.89,
              {{0.9,
                "in AdamW the decay acts beside the step: p -= lr * weight_decay * p; yours goes through the "
                "gradient, or is missing"},
               {0.8, "the decay of AdamW is multiplied by the rate: p -= lr * weight_decay * p"},
               {0.891, "the decay of AdamW acts on p as it was before the step"}},
              1e-5);
  // Two opposite gradients show whether the decay is in m and v.
  const double d1 = 0.6, p1 = 0.9, d2 = -0.5 + 0.1 * p1, m = 0.09 * d1 + 0.1 * d2;
  const double v = 0.999 * 0.001 * d1 * d1 + 0.001 * d2 * d2;
  check_close("Adam after g = 0.5, -0.5 with decay 0.1", after({0.5, -0.5}, {}, 0.1),
              p1 - 0.1 * (m / 0.19) / std::sqrt(v / (1 - 0.999 * 0.999)),
              {{0.9052632, "weight decay is missing: the gradient is g + weight_decay * p"}}, 1e-5);
}

TEST_CASE("many steps of several elements, against the formulas") {
  const selfsame::Shape shape{course::random_size(2, 3), course::random_size(4, 5)};
  Tensor p(random_array(shape, 1), true);
  Adam adam({{{p}}}, {0.8, 0.95, 1e-3});
  Array expected = p.data(), m = selfsame::filled(shape, 0), v = m;
  for (int t = 1; t <= 6; ++t) {
    const Array g = random_array(shape, 10 + t);
    step(adam, p, g, 0.05);
    for (Index i = 0; i < p.numel(); ++i) {
      m.data()[i] += Scalar(0.2) * (g.data()[i] - m.data()[i]);
      v.data()[i] += Scalar(0.05) * (g.data()[i] * g.data()[i] - v.data()[i]);
      const double first = double{m.data()[i]} / (1 - std::pow(0.8, t));
      const double second = double{v.data()[i]} / (1 - std::pow(0.95, t));
      expected.data()[i] -= static_cast<Scalar>(0.05 * first / (std::sqrt(second) + 1e-3));
    }
    check_close(selfsame::concat("p ", shape, " after step ", t), p.data(), expected);
  }
}

TEST_CASE("a parameter that had no gradient so far starts afresh") {
  Tensor p = parameter({1}), q = parameter({1});
  Adam adam({{{p, q}}});
  step(adam, p, row({0.5}), 0.1);
  step(adam, q, row({0.5}), 0.1);
  check_close("q after its first gradient", double{q.data()(0)}, 0.9,
              {{1 - 0.1 * (0.05 / 0.19) / std::sqrt(0.00025 / (1 - 0.999 * 0.999)),
                "t is shared by all parameters; each has a count of its own, steps_[index]"}},
              1e-5);
}
