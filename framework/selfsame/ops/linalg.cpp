#include "selfsame/ops/linalg.hpp"

#include <algorithm>

#include "selfsame/core/graph.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/gemm.hpp"
#include "selfsame/kernels/linear.hpp"

namespace selfsame {
namespace {

using kernels::Matrix;
using kernels::multiply_parallel;

Matrix rows_of(const Scalar* data, Index width) { return {data, width, 1}; }

// Products of `batch` pairs of matrices, one after another in memory: A (m, k) or its transpose, B (k, n) or its.
void batched_multiply(Index batch, bool trans_a, bool trans_b, Index m, Index n, Index k, const Scalar* a,
                      const Scalar* b, Scalar* c) {
  const auto view = [](bool trans, const Scalar* data, Index rows, Index cols) {
    return trans ? rows_of(data, rows).transposed() : rows_of(data, cols);
  };
  if (batch == 1) return multiply_parallel(m, n, k, view(trans_a, a, m, k), view(trans_b, b, k, n), {}, c, n);
  parallel_for(batch, 1 + (1 << 17) / (m * n * k + 1), [=](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      kernels::multiply(m, n, k, view(trans_a, a + i * m * k, m, k), view(trans_b, b + i * k * n, k, n), {},
                        c + i * m * n, n);
    }
  });
}

}  // namespace

Tensor matmul(const Tensor& a, const Tensor& b) {
  require(a.dim() >= 2 && b.dim() >= 2, "matmul: needs at least two dimensions: lhs ", a.shape(), ", rhs ", b.shape());
  require(a.size(-1) == b.size(-2), "matmul: inner sizes differ: lhs ", a.shape(), ", rhs ", b.shape());
  const bool shared = b.dim() == 2;  // one right-hand matrix for the whole batch: a single, taller product
  if (!shared) {
    require(a.dim() == b.dim() && std::equal(a.shape().begin(), a.shape().end() - 2, b.shape().begin()),
            "matmul: leading sizes differ: lhs ", a.shape(), ", rhs ", b.shape());
  }
  const Index k = a.size(-1);
  const Index n = b.size(-1);
  Shape leading = a.shape();
  leading.pop_back();
  const Index rows = numel(leading);  // of A, over the whole batch; there may be some though they hold nothing
  const Index m = shared ? rows : a.size(-2);
  const Index batch = shared ? 1 : m ? rows / m : 0;
  Shape shape = a.shape();
  shape.back() = n;
  Array c = empty(shape);
  batched_multiply(batch, false, false, m, n, k, a.data().data(), b.data().data(), c.data());
  return make_op("matmul", own(std::move(c)), {a, b}, [=, sa = Saved(a), sb = Saved(b)](Array& g, GradSink& in) {
    //! BEGIN SOLUTION a1.t2
    //! C = A B, for each of `batch` pairs: A (m, k) in sa, B (k, n) in sb; the loss's gradient with respect to C is g.
    //! batched_multiply(batch, transpose A?, transpose B?, rows, columns, inner size, a, b, c) writes products to c.
    //! Give each input its gradient, in its own shape, with in.add(0, ...) and in.add(1, ...); skip what nobody wants.
    if (in.wants(0)) {
      Array da = empty(sa->array.shape());
      batched_multiply(batch, false, true, m, k, n, g.data(), sb->array.data(), da.data());
      in.add(0, std::move(da));
    }
    if (in.wants(1)) {
      Array db = empty(sb->array.shape());
      batched_multiply(batch, true, false, k, n, m, sa->array.data(), g.data(), db.data());
      in.add(1, std::move(db));
    }
    //! END SOLUTION
  });
}

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  require(weight.dim() == 2 && x.dim() >= 1 && x.size(-1) == weight.size(0), "linear: input ", x.shape(),
          " does not fit weight ", weight.shape(), ": its last size must be the weight's first");
  const Index in_size = weight.size(0);
  const Index out_size = weight.size(1);
  if (bias.defined()) {
    require(bias.shape() == Shape{out_size}, "linear: bias ", bias.shape(), " does not fit weight ", weight.shape());
  }
  Shape shape = x.shape();
  shape.pop_back();
  const Index rows = numel(shape);
  shape.push_back(out_size);
  Array y = empty(shape);
  multiply_parallel(rows, out_size, in_size, rows_of(x.data().data(), in_size), rows_of(weight.data().data(), out_size),
                    {bias.defined() ? bias.data().data() : nullptr}, y.data(), out_size);
  return make_op("linear", own(std::move(y)), {x, weight, bias},
                 [=, sx = Saved(x), sw = Saved(weight)](Array& g, GradSink& in) {
                   Array dx = empty(in.wants(0) ? sx->array.shape() : Shape{0});
                   Array dw = empty(in.wants(1) ? sw->array.shape() : Shape{0});
                   Array db = empty({in.wants(2) ? out_size : 0});
                   kernels::linear_backward(rows, in_size, out_size, sx->array.data(), sw->array.data(), g.data(),
                                            in.wants(0) ? dx.data() : nullptr, in.wants(1) ? dw.data() : nullptr,
                                            in.wants(2) ? db.data() : nullptr);
                   if (in.wants(0)) in.add(0, std::move(dx));
                   if (in.wants(1)) in.add(1, std::move(dw));
                   if (in.wants(2)) in.add(2, std::move(db));
                 });
}

}  // namespace selfsame
