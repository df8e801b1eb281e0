// What the tests of the optimizers share.
#pragma once

#include "check.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/optim/optimizer.hpp"

namespace course {

using selfsame::Array;
using selfsame::Tensor;

inline Tensor parameter(std::initializer_list<double> values) {
  return selfsame::tensor({static_cast<selfsame::Index>(values.size())}, values, true);
}

inline Array row(std::initializer_list<double> values) {
  return selfsame::tensor({static_cast<selfsame::Index>(values.size())}, values).data();
}

// Gives the parameter this gradient, and takes a step.
inline void step(selfsame::optim::Optimizer& optimizer, Tensor& p, const Array& gradient, double rate) {
  optimizer.zero_grad();
  selfsame::sum(p * Tensor(gradient)).backward();
  optimizer.step(rate);
}

}  // namespace course
