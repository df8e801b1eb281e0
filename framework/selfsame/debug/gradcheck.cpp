#include "selfsame/debug/gradcheck.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/ops/elementwise.hpp"

namespace selfsame::debug {
namespace {

using Function = std::function<Tensor(const std::vector<Tensor>&)>;

// Fresh leaves with the same values: nothing that happens to them reaches the caller's tensors.
std::vector<Tensor> copies_of(const std::vector<Tensor>& inputs) {
  std::vector<Tensor> copies;
  for (const Tensor& t : inputs) copies.emplace_back(t.data(), t.requires_grad());
  return copies;
}

double weighted_sum(const Array& values, const Array& weights) {
  double sum = 0;
  for (Index i = 0; i < count(values); ++i) sum += double{values.data()[i]} * double{weights.data()[i]};
  return sum;
}

// Gradients of the inputs, zeros where backward left none.
std::vector<Array> gradients_of(const std::vector<Tensor>& inputs) {
  std::vector<Array> gradients;
  for (const Tensor& t : inputs) gradients.push_back(t.has_grad() ? t.grad() : filled(t.shape(), 0));
  return gradients;
}

// Gradients that `calls` backward calls leave, each through a graph in which the inputs are used `uses` times.
std::vector<Array> backward_gradients(const Function& f, const std::vector<Tensor>& inputs, const Array& weights,
                                      int calls = 1, int uses = 1) {
  const std::vector<Tensor> leaves = copies_of(inputs);
  for (int call = 0; call < calls; ++call) {
    Tensor output = f(leaves);
    for (int use = 1; use < uses; ++use) output = output + f(leaves);
    if (output.requires_grad()) output.backward(weights);
  }
  return gradients_of(leaves);
}

Shape position_of(Index flat, const Shape& shape) {
  Shape position(shape.size(), 0);
  for (std::size_t d = shape.size(); d-- > 0;) {
    position[d] = flat % shape[d];
    flat /= shape[d];
  }
  return position;
}

// The first disagreement between two sets of gradients; none if they agree.
std::optional<GradcheckResult> disagreement(const std::vector<Array>& got, const std::vector<Array>& expected,
                                            const std::string& what, const GradcheckOptions& options) {
  for (std::size_t input = 0; input < got.size(); ++input) {
    for (Index i = 0; i < count(got[input]); ++i) {
      const double g = got[input].data()[i];
      const double e = expected[input].data()[i];
      const double allowed = options.atol + options.rtol * std::max(std::abs(g), std::abs(e));
      if (std::abs(g - e) <= allowed) continue;  // false for NaN
      return GradcheckResult{false, input, position_of(i, got[input].shape()), g, e, what};
    }
  }
  return std::nullopt;
}

std::vector<Array> doubled(std::vector<Array> gradients) {
  for (Array& g : gradients) {
    for (Scalar& v : g) v *= 2;
  }
  return gradients;
}

}  // namespace

std::vector<Array> finite_differences(const std::function<Tensor(const std::vector<Tensor>&)>& f,
                                      const std::vector<Tensor>& inputs, const Array& weights, double eps) {
  //! BEGIN SOLUTION a1.t5
  //! L(inputs) = weighted_sum(f(inputs).data(), weights) is one number. For every element of every input that requires
  //! a gradient: (L with this element moved up by eps - L with it moved down) / (the distance between the two).
  //! Returns one array an input, in its shape; zeros for inputs that require none. copies_of(inputs) may be changed;
  //! the caller's inputs must not be. t.mutable_data().data()[i] is element i of tensor t.
  const NoGrad no_grad;
  std::vector<Tensor> moved = copies_of(inputs);
  std::vector<Array> gradients;
  for (Tensor& t : moved) {
    Array gradient = filled(t.shape(), 0);
    for (Index i = 0; t.requires_grad() && i < t.numel(); ++i) {
      const Scalar before = t.data().data()[i];
      const Scalar above = before + static_cast<Scalar>(eps);
      const Scalar below = before - static_cast<Scalar>(eps);
      t.mutable_data().data()[i] = above;
      const double high = weighted_sum(f(moved).data(), weights);
      t.mutable_data().data()[i] = below;
      const double low = weighted_sum(f(moved).data(), weights);
      t.mutable_data().data()[i] = before;
      gradient.data()[i] = static_cast<Scalar>((high - low) / double{above - below});  // the step that rounding left
    }
    gradients.push_back(std::move(gradient));
  }
  return gradients;
  //! END SOLUTION
}

std::string GradcheckResult::message() const {
  if (ok) return "ok";
  return concat("gradcheck: ", what, ": input ", input, " at ", position, ": backward gives ", got, ", expected ",
                expected);
}

GradcheckResult gradcheck(const std::function<Tensor(const std::vector<Tensor>&)>& f, const std::vector<Tensor>& inputs,
                          const GradcheckOptions& options) {
  require<Error>(sizeof(Scalar) == sizeof(double),
                 "gradcheck: finite differences need double precision; link selfsame_f64 instead of selfsame");
  const bool any = std::any_of(inputs.begin(), inputs.end(), [](const Tensor& t) { return t.requires_grad(); });
  require<Error>(any, "gradcheck: none of the ", inputs.size(),
                 " inputs requires a gradient; there is nothing to check");

  const Shape output_shape = f(copies_of(inputs)).shape();
  Generator generator(options.seed);
  Array weights = empty(output_shape);  // bounded away from 0, so that every output counts
  for (Scalar& w : weights) w = static_cast<Scalar>(generator.uniform(0.5, 1.5) * (generator.bernoulli(0.5) ? 1 : -1));

  const std::vector<Array> expected = finite_differences(f, inputs, weights, options.eps);
  const std::vector<Array> once = backward_gradients(f, inputs, weights);
  if (const auto found = disagreement(once, expected, "backward against finite differences", options)) return *found;

  Index elements = 0;
  for (const Tensor& t : inputs) elements += t.requires_grad() ? t.numel() : 0;
  const Index outputs = numel(output_shape);
  if (outputs > 1 && elements * outputs <= options.full_elements) {
    for (Index o = 0; o < outputs; ++o) {
      Array one = filled(output_shape, 0);
      one.data()[o] = 1;
      const auto found =
          disagreement(backward_gradients(f, inputs, one), finite_differences(f, inputs, one, options.eps),
                       concat("output ", position_of(o, output_shape), " against finite differences"), options);
      if (found) return *found;
    }
  }

  const std::vector<Array> twice = doubled(once);
  const std::vector<Array> two_calls = backward_gradients(f, inputs, weights, 2, 1);
  if (const auto found = disagreement(two_calls, twice, "two backward calls against twice one", options)) return *found;
  const std::vector<Array> two_uses = backward_gradients(f, inputs, weights, 1, 2);
  if (const auto found = disagreement(two_uses, twice, "two uses in a graph against twice one", options)) return *found;
  return {};
}

}  // namespace selfsame::debug
