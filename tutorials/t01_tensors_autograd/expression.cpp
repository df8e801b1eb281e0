#include "t01_tensors_autograd/expression.hpp"

namespace selfsame::tutorials {

// [three gradients]
ThreeGradients three_gradients(Scalar w, Scalar x, Scalar y) {
  ThreeGradients gradients{};

  const Scalar t = std::tanh(w * x + y), slope = 1 - t * t, e = std::exp(x);
  gradients.by_hand = {slope * x * e, slope * w * e + t * e, slope * e};  // x comes in by two ways: two terms

  Tape tape;
  const Var tw = write(tape, w), tx = write(tape, x), ty = write(tape, y);
  tape.backward(expression(tw, tx, ty).place);
  gradients.by_tape = {tw.grad(), tx.grad(), ty.grad()};

  const Tensor lw = tensor({}, {w}, true), lx = tensor({}, {x}, true), ly = tensor({}, {y}, true);
  expression(lw, lx, ly).backward();
  gradients.by_library = {lw.grad()(), lx.grad()(), ly.grad()()};
  return gradients;
}
// [three gradients]

}  // namespace selfsame::tutorials
