#include "selfsame/optim/adam.hpp"

#include <cmath>

#include "selfsame/kernels/elementwise.hpp"

namespace selfsame::optim {

Adam::Adam(const char* name, std::vector<ParamGroup> groups, AdamOptions options, bool decoupled)
    : Optimizer(name, std::move(groups)),
      options_(options),
      decoupled_(decoupled),
      mean_(add_buffers("mean")),
      square_(add_buffers("square")),
      steps_(add_counters("steps")) {
  const auto in_range = [](double beta) { return beta >= 0 && beta < 1; };
  require<Error>(in_range(options.beta1) && in_range(options.beta2), name, ": betas ", options.beta1, " and ",
                 options.beta2, " must be at least 0 and below 1");
  require<Error>(options.eps > 0, name, ": eps ", options.eps, " must be above 0");
}

void Adam::update(std::size_t index, Tensor& parameter, const ParamGroup& group, double lr) {
  //! BEGIN SOLUTION a2.t9
  //! Count this step in *steps_[index].data(), which starts at 0. mean_[index] and square_[index] are m and v, in the
  //! shape of p = parameter.mutable_data(); g = parameter.grad(). options_ has beta1, beta2 and eps. group.weight_decay
  //! acts through the gradient, or beside the step where decoupled_. Take powers and 1 - beta in double, before
  //! rounding.
  Scalar& steps = *steps_[index].data();
  steps += 1;
  const double t = double{steps};
  // Both averages start at 0 and are too small at first. 1 - beta is taken before rounding: it loses digits in float.
  const auto rate = Scalar(lr / (1 - std::pow(options_.beta1, t)));
  const auto scale = Scalar(1 / std::sqrt(1 - std::pow(options_.beta2, t)));
  const auto beta1 = Scalar(options_.beta1), rest1 = Scalar(1 - options_.beta1);
  const auto beta2 = Scalar(options_.beta2), rest2 = Scalar(1 - options_.beta2), eps = Scalar(options_.eps);
  const auto coupled = Scalar(decoupled_ ? 0 : group.weight_decay);
  const auto shrink = Scalar(decoupled_ ? 1 - lr * group.weight_decay : 1);
  const auto step = [=](Scalar& p, Scalar g, Scalar& m, Scalar& v) {
    const Scalar d = g + coupled * p;
    m = beta1 * m + rest1 * d;
    v = beta2 * v + rest2 * d * d;
    p = shrink * p - rate * m / (std::sqrt(v) * scale + eps);
  };
  kernels::for_each(step, parameter.mutable_data(), parameter.grad(), mean_[index], square_[index]);
  //! END SOLUTION
}

}  // namespace selfsame::optim
