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
  Scalar& steps = *steps_[index].data();
  steps += 1;
  const double t = static_cast<double>(steps);
  const double from_mean = 1 - std::pow(options_.beta1, t);  // both averages start at 0 and are too small at first
  const double from_square = 1 - std::pow(options_.beta2, t);
  const Scalar rate = static_cast<Scalar>(lr / from_mean);
  const Scalar square_scale = static_cast<Scalar>(1 / std::sqrt(from_square));
  const Scalar beta1 = static_cast<Scalar>(options_.beta1);
  const Scalar beta2 = static_cast<Scalar>(options_.beta2);
  const Scalar keep1 = static_cast<Scalar>(1 - options_.beta1);  // before rounding: 1 - beta2 loses digits in float
  const Scalar keep2 = static_cast<Scalar>(1 - options_.beta2);
  const Scalar eps = static_cast<Scalar>(options_.eps);
  const Scalar coupled = static_cast<Scalar>(decoupled_ ? 0 : group.weight_decay);
  const Scalar shrink = static_cast<Scalar>(decoupled_ ? 1 - lr * group.weight_decay : 1);
  const Scalar* g = parameter.grad().data();
  Scalar* p = parameter.mutable_data().data();
  Scalar* m = mean_[index].data();
  Scalar* v = square_[index].data();
  parallel_for(parameter.numel(), kernels::elements_per_thread, [=](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      const Scalar d = g[i] + coupled * p[i];
      m[i] = beta1 * m[i] + keep1 * d;
      v[i] = beta2 * v[i] + keep2 * d * d;
      p[i] = shrink * p[i] - rate * m[i] / (std::sqrt(v[i]) * square_scale + eps);
    }
  });
}

}  // namespace selfsame::optim
