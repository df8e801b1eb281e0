// a2.t1: the three gradients of a linear layer, as plain loops.
#include "check.hpp"
#include "selfsame/kernels/linear.hpp"

using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::filled;
using selfsame::Index;
using selfsame::tensor;

namespace {

struct Gradients {
  Array dx, dw, db;
};

// What the student's loops write over the sevens that were there.
Gradients gradients(const Array& x, const Array& w, const Array& dy) {
  const Index rows = x.shape()[0], in = x.shape()[1], out = w.shape()[1];
  Gradients g{filled({rows, in}, 7), filled({in, out}, 7), filled({out}, 7)};
  selfsame::kernels::linear_backward_plain(rows, in, out, x.data(), w.data(), dy.data(), g.dx.data(), g.dw.data(),
                                           g.db.data());
  return g;
}

// y = x W + b, the layer itself.
Array layer(const Array& x, const Array& w, const Array& b) {
  Array y = selfsame::empty({x.shape()[0], w.shape()[1]});
  for (Index r = 0; r < y.shape()[0]; ++r) {
    for (Index o = 0; o < y.shape()[1]; ++o) {
      y(r, o) = b(o);
      for (Index i = 0; i < x.shape()[1]; ++i) y(r, o) += x(r, i) * w(i, o);
    }
  }
  return y;
}

const Array page_x = tensor({2, 2}, {1, 2, 3, 4}).data(), page_w = tensor({2, 2}, {5, 6, 7, 8}).data(),
            page_dy = tensor({2, 2}, {1, 1, 0, 2}).data();

}  // namespace

TEST_CASE("dx: the page's numbers") {
  check_close(
      "dx", gradients(page_x, page_w, page_dy).dx, tensor({2, 2}, {11, 15, 12, 16}).data(),
      {{tensor({2, 2}, {12, 14, 14, 16}).data(), "you used W where the formula has its transpose: dx = dy W^T"},
       {tensor({2, 2}, {18, 22, 19, 23}).data(), "you added to what was in dx; it must be overwritten"},
       {tensor({2, 2}, {5.5, 7.5, 6, 8}).data(), "you took the mean over the outputs; their gradients are added"},
       {tensor({2, 2}, {6, 8, 12, 16}).data(), "only the last output's gradient arrived; all of them are added"},
       {filled({2, 2}, 7), "dx was not written"}});
}

TEST_CASE("dw: the page's numbers") {
  check_close(
      "dw", gradients(page_x, page_w, page_dy).dw, tensor({2, 2}, {1, 7, 2, 10}).data(),
      {{tensor({2, 2}, {1, 5, 3, 11}).data(), "you used x where the formula has its transpose: dW = x^T dy"},
       {tensor({2, 2}, {1, 2, 7, 10}).data(), "this is dW transposed: its rows are inputs, its columns outputs"},
       {tensor({2, 2}, {0.5, 3.5, 1, 5}).data(), "you took the mean over the rows; the loss has done that already"},
       {tensor({2, 2}, {0, 6, 0, 8}).data(), "only the last row of the batch arrived; all of them are added"},
       {tensor({2, 2}, {8, 14, 9, 17}).data(), "you added to what was in dw; it must be overwritten"},
       {filled({2, 2}, 7), "dw was not written"}});
}

TEST_CASE("db: the page's numbers") {
  check_close(
      "db", gradients(page_x, page_w, page_dy).db, tensor({2}, {1, 3}).data(),
      {{tensor({2}, {2, 2}).data(), "you summed over the outputs; the bias is shared by the rows: sum over them"},
       {tensor({2}, {0.5, 1.5}).data(), "you took the mean over the rows; the loss has done that already"},
       {tensor({2}, {0, 2}).data(), "only the last row of the batch arrived; all of them are added"},
       {tensor({2}, {8, 10}).data(), "you added to what was in db; it must be overwritten"},
       {filled({2}, 7), "db was not written"}});
}

TEST_CASE("sizes that are all different, against finite differences") {
  const Index rows = random_size(6, 7), in = random_size(2, 3), out = random_size(4, 5);
  const Array x = random_array({rows, in}, 1), w = random_array({in, out}, 2), b = random_array({out}, 3);
  const Array dy = random_array({rows, out}, 4);
  const std::string sizes = selfsame::concat(" of ", rows, " rows, ", in, " inputs, ", out, " outputs");
  const Gradients g = gradients(x, w, dy);
  check_close("dx" + sizes, g.dx, course::differences([&](const Array& v) { return layer(v, w, b); }, x, dy));
  check_close("dw" + sizes, g.dw, course::differences([&](const Array& v) { return layer(x, v, b); }, w, dy));
  check_close("db" + sizes, g.db, course::differences([&](const Array& v) { return layer(x, w, v); }, b, dy));
}

TEST_CASE("a gradient that nobody wants is null, and is not written") {
  Array dw = filled({2, 2}, 7);
  selfsame::kernels::linear_backward_plain(2, 2, 2, page_x.data(), page_w.data(), page_dy.data(), nullptr, dw.data(),
                                           nullptr);
  check_close("dw, where dx and db are null", dw, tensor({2, 2}, {1, 7, 2, 10}).data());
}
