// What the gradients of a linear layer are. The fast kernel is tested against these loops.
#include "selfsame/kernels/linear.hpp"

namespace selfsame::kernels {

void linear_backward_plain(Index rows, Index in, Index out, const Scalar* x, const Scalar* w, const Scalar* dy,
                           Scalar* dx, Scalar* dw, Scalar* db) {
  //! BEGIN SOLUTION a2.t1
  //! y = x W + b was computed: x (rows, in), w (in, out), and dy (rows, out) is what came back for y. Write dx, dw and
  //! db (out), each row after row in memory, so that element (r, i) of x is x[r * in + i]. All three may hold anything
  //! when this is called, and any of them may be null: then nobody wants it.
  for (Index r = 0; dx && r < rows; ++r) {
    for (Index i = 0; i < in; ++i) {
      Scalar sum = 0;
      for (Index o = 0; o < out; ++o) sum += dy[r * out + o] * w[i * out + o];
      dx[r * in + i] = sum;
    }
  }
  for (Index i = 0; dw && i < in; ++i) {
    for (Index o = 0; o < out; ++o) {
      Scalar sum = 0;
      for (Index r = 0; r < rows; ++r) sum += x[r * in + i] * dy[r * out + o];
      dw[i * out + o] = sum;
    }
  }
  for (Index o = 0; db && o < out; ++o) {
    Scalar sum = 0;
    for (Index r = 0; r < rows; ++r) sum += dy[r * out + o];
    db[o] = sum;
  }
  //! END SOLUTION
}

}  // namespace selfsame::kernels
