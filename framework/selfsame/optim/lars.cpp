#include "selfsame/optim/lars.hpp"

#include <cmath>

#include "selfsame/kernels/elementwise.hpp"
#include "selfsame/optim/norm.hpp"

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
    const double weight_length = std::sqrt(squared_norm(parameter.data()));
    const double grad_length = std::sqrt(squared_norm(parameter.grad()));
    if (weight_length > 0 && grad_length > 0) {
      local = options_.trust * weight_length / (grad_length + group.weight_decay * weight_length);
    }
  }
  const Scalar rate = static_cast<Scalar>(lr * local);
  const Scalar decay = static_cast<Scalar>(group.weight_decay);
  const Scalar momentum = static_cast<Scalar>(options_.momentum);
  const Scalar* g = parameter.grad().data();
  Scalar* p = parameter.mutable_data().data();
  Scalar* b = momentum_[index].data();
  parallel_for(parameter.numel(), kernels::elements_per_thread, [=](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      b[i] = momentum * b[i] + rate * (g[i] + decay * p[i]);
      p[i] -= b[i];
    }
  });
}

}  // namespace selfsame::optim
