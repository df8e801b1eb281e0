/// \file
/// One small expression, differentiated by hand, by the tape and by the library.
#pragma once

#include <array>

#include "selfsame/core/tensor.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "t01_tensors_autograd/tape.hpp"

namespace selfsame::tutorials {

// [expression]
/// f(w, x, y) = tanh(w x + y) e^x, for everything that can be added and multiplied: `Var`s and tensors alike.
template <class T>
T expression(const T& w, const T& x, const T& y) {
  return tanh(w * x + y) * exp(x);
}
// [expression]

/// df/dw, df/dx, df/dy at one point, from three sources.
struct ThreeGradients {
  std::array<Scalar, 3> by_hand;     ///< derived on paper
  std::array<Scalar, 3> by_tape;     ///< from the forty lines of `Tape`
  std::array<Scalar, 3> by_library;  ///< from `Tensor::backward`
};

/// The gradients of `expression` at (w, x, y).
ThreeGradients three_gradients(Scalar w, Scalar x, Scalar y);

}  // namespace selfsame::tutorials
