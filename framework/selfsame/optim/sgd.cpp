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
  //! BEGIN SOLUTION a2.t8
  //! parameter.grad() is g and parameter.mutable_data() is p; group.weight_decay and options_.momentum are the
  //! constants. (*momentum_)[index] is b, in the shape of p; momentum_ is null without momentum. options_.nesterov
  //! looks ahead. In each of the three cases it is one loop over all elements, .data()[i] of each array.
  const auto rate = Scalar(lr), decay = Scalar(group.weight_decay), momentum = Scalar(options_.momentum);
  const Array& gradient = parameter.grad();
  Array& values = parameter.mutable_data();
  if (!momentum_) {
    kernels::for_each([=](Scalar& p, Scalar g) { p -= rate * (g + decay * p); }, values, gradient);
  } else if (!options_.nesterov) {
    const auto step = [=](Scalar& p, Scalar g, Scalar& b) {
      b = momentum * b + (g + decay * p);
      p -= rate * b;
    };
    kernels::for_each(step, values, gradient, (*momentum_)[index]);
  } else {
    const auto step = [=](Scalar& p, Scalar g, Scalar& b) {
      const Scalar d = g + decay * p;
      b = momentum * b + d;
      p -= rate * (d + momentum * b);
    };
    kernels::for_each(step, values, gradient, (*momentum_)[index]);
  }
  //! END SOLUTION
}

}  // namespace selfsame::optim
