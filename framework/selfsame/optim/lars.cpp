#include "selfsame/optim/lars.hpp"

#include "selfsame/kernels/elementwise.hpp"
#include "selfsame/optim/vector_norm.hpp"

namespace selfsame::optim {

Lars::Lars(std::vector<ParamGroup> groups, LarsOptions options)
    : Optimizer("lars", std::move(groups)), options_(options), momentum_(add_buffers("momentum")) {
  require<Error>(options.momentum >= 0 && options.momentum < 1, "lars: momentum ", options.momentum,
                 " must be at least 0 and below 1");
  require<Error>(options.trust > 0, "lars: trust ", options.trust, " must be above 0");
}

void Lars::update(std::size_t index, Tensor& parameter, const ParamGroup& group, double lr) {
  double local = 1;
  if (group.adapt) {
    const double p = vector_norm(parameter.data()), g = vector_norm(parameter.grad());
    if (p > 0 && g > 0) local = options_.trust * p / (g + group.weight_decay * p);
  }
  const auto rate = Scalar(lr * local), decay = Scalar(group.weight_decay), momentum = Scalar(options_.momentum);
  const auto step = [=](Scalar& p, Scalar g, Scalar& b) {
    b = momentum * b + rate * (g + decay * p);
    p -= b;
  };
  kernels::for_each(step, parameter.mutable_data(), parameter.grad(), momentum_[index]);
}

}  // namespace selfsame::optim
