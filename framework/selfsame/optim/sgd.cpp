#include "selfsame/optim/sgd.hpp"

#include "selfsame/kernels/elementwise.hpp"

namespace selfsame::optim {

Sgd::Sgd(std::vector<ParamGroup> groups, SgdOptions options) : Optimizer("sgd", std::move(groups)), options_(options) {
  require<Error>(options.momentum >= 0 && options.momentum < 1, "sgd: momentum ", options.momentum,
                 " must be at least 0 and below 1");
  require<Error>(options.momentum > 0 || !options.nesterov, "sgd: Nesterov's look-ahead needs a momentum above 0");
  if (options.momentum > 0) momentum_ = &add_buffers("momentum");
}

void Sgd::update(std::size_t index, Tensor& parameter, const ParamGroup& group, double lr) {
  const Scalar rate = static_cast<Scalar>(lr);
  const Scalar decay = static_cast<Scalar>(group.weight_decay);
  const Scalar momentum = static_cast<Scalar>(options_.momentum);
  const bool nesterov = options_.nesterov;
  const Scalar* g = parameter.grad().data();
  Scalar* p = parameter.mutable_data().data();
  Scalar* b = momentum_ ? (*momentum_)[index].data() : nullptr;
  parallel_for(parameter.numel(), kernels::elements_per_thread, [=](Index begin, Index end) {
    if (!b) {
      for (Index i = begin; i < end; ++i) p[i] -= rate * (g[i] + decay * p[i]);
    } else if (!nesterov) {
      for (Index i = begin; i < end; ++i) {
        b[i] = momentum * b[i] + (g[i] + decay * p[i]);
        p[i] -= rate * b[i];
      }
    } else {
      for (Index i = begin; i < end; ++i) {
        const Scalar d = g[i] + decay * p[i];
        b[i] = momentum * b[i] + d;
        p[i] -= rate * (d + momentum * b[i]);
      }
    }
  });
}

}  // namespace selfsame::optim
