#include "selfsame/ops/reduce.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/broadcast.hpp"
#include "selfsame/core/graph.hpp"
#include "selfsame/kernels/elementwise.hpp"
#include "selfsame/kernels/reduce.hpp"

namespace selfsame {
namespace {

using kernels::Along;
using kernels::along;
using kernels::for_each_line;
using kernels::reshaped;

// The shape with the reduced dimensions at size 1.
Shape kept_shape(const char* op, const Shape& shape, const Dims& dims) {
  if (dims.empty()) return Shape(shape.size(), 1);
  Shape kept = shape;
  for (const int dim : dims) kept[static_cast<std::size_t>(checked_dim(op, dim, shape))] = 1;
  return kept;
}

Shape without(const Shape& shape, const Dims& dims) {
  Shape rest;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    const bool reduced = dims.empty() || std::any_of(dims.begin(), dims.end(), [&](int dim) {
                           return checked_dim("reduce", dim, shape) == static_cast<Index>(d);
                         });
    if (!reduced) rest.push_back(shape[d]);
  }
  return rest;
}

Array expand(const Array& array, const Shape& shape) {
  return kernels::broadcast("expand", array, filled(shape, 0), [](Scalar v, Scalar) { return v; });
}

}  // namespace

Tensor sum(const Tensor& x, const Dims& dims, bool keepdim) {
  const Shape kept = kept_shape("sum", x.shape(), dims);
  Saved y = own(reshaped(sum_to_shape(x.data(), kept), keepdim ? kept : without(x.shape(), dims)));
  return make_op("sum", y, {x}, [kept, shape = x.shape()](Array& g, GradSink& in) {
    in.add(0, expand(reshaped(std::move(g), kept), shape));
  });
}

Tensor mean(const Tensor& x, const Dims& dims, bool keepdim) {
  const Shape kept = kept_shape("mean", x.shape(), dims);
  const Scalar each = static_cast<Scalar>(x.numel()) / static_cast<Scalar>(std::max<Index>(numel(kept), 1));
  Array y = sum_to_shape(x.data(), kept);
  y /= each;
  Saved saved = own(reshaped(std::move(y), keepdim ? kept : without(x.shape(), dims)));
  return make_op("mean", saved, {x}, [kept, each, shape = x.shape()](Array& g, GradSink& in) {
    g /= each;
    in.add(0, expand(reshaped(std::move(g), kept), shape));
  });
}

Tensor var(const Tensor& x, const Dims& dims, bool unbiased, bool keepdim) {
  const Shape kept = kept_shape("var", x.shape(), dims);
  const Index n = numel(kept) == 0 ? 0 : x.numel() / numel(kept);
  require(n > (unbiased ? 1 : 0), "var: shape ", x.shape(), " leaves ", n,
          " elements to each variance, needs at least ", unbiased ? 2 : 1);
  Array centre = sum_to_shape(x.data(), kept);
  centre /= static_cast<Scalar>(n);
  Saved deviation = own(kernels::broadcast("var", x.data(), centre, [](Scalar v, Scalar m) { return v - m; }));
  const Scalar scale = 1 / static_cast<Scalar>(unbiased ? n - 1 : n);
  Array y = sum_to_shape(kernels::map(*deviation, [](Scalar d) { return d * d; }), kept);
  y *= scale;
  Saved saved = own(reshaped(std::move(y), keepdim ? kept : without(x.shape(), dims)));
  return make_op("var", saved, {x}, [deviation, kept, scale](Array& g, GradSink& in) {
    in.add(0, kernels::broadcast("var", *deviation, reshaped(std::move(g), kept),
                                 [scale](Scalar d, Scalar up) { return 2 * scale * d * up; }));
  });
}

Indices argmax(const Tensor& x, int dim) {
  const Index d = checked_dim("argmax", dim, x.shape());
  const Along a = along(x.shape(), d);
  require(a.size > 0, "argmax: dim ", dim, " of shape ", x.shape(), " is empty");
  Indices best(static_cast<std::size_t>(a.outer * a.inner));
  const Scalar* v = x.data().data();
  for_each_line(a, [&](Index line, Index first, Index step) {
    Index winner = 0;
    for (Index i = 1; i < a.size; ++i) {
      if (v[first + i * step] > v[first + winner * step]) winner = i;
    }
    best[static_cast<std::size_t>(line)] = winner;
  });
  return best;
}

Tensor max(const Tensor& x, int dim, bool keepdim) {
  const Index d = checked_dim("max", dim, x.shape());
  const Along a = along(x.shape(), d);
  const Indices winner = argmax(x, dim);
  Array y = empty(keepdim ? kept_shape("max", x.shape(), {dim}) : without(x.shape(), {dim}));
  for_each_line(a, [&](Index line, Index first, Index step) {
    y.data()[line] = x.data().data()[first + winner[static_cast<std::size_t>(line)] * step];
  });
  return make_op("max", own(std::move(y)), {x}, [a, winner, shape = x.shape()](Array& g, GradSink& in) {
    Array dx = filled(shape, 0);
    for_each_line(a, [&](Index line, Index first, Index step) {
      dx.data()[first + winner[static_cast<std::size_t>(line)] * step] = g.data()[line];
    });
    in.add(0, std::move(dx));
  });
}

Tensor logsumexp(const Tensor& x, int dim, bool keepdim) {
  const Index d = checked_dim("logsumexp", dim, x.shape());
  const Along a = along(x.shape(), d);
  require(a.size > 0, "logsumexp: dim ", dim, " of shape ", x.shape(), " is empty");
  Array y = empty(keepdim ? kept_shape("logsumexp", x.shape(), {dim}) : without(x.shape(), {dim}));
  // Backward needs the two parts: a large top swallows the logarithm in y.
  Saved tops = own(empty(y.shape())), log_totals = own(empty(y.shape()));
  const Scalar* v = x.data().data();
  for_each_line(a, [&](Index line, Index first, Index step) {
    Scalar top = v[first];
    for (Index i = 1; i < a.size; ++i) top = std::max(top, v[first + i * step]);
    Scalar total = 0;
    if (!std::isfinite(top)) top = 0;  // a line of -inf has sum 0 and logarithm -inf, not NaN
    for (Index i = 0; i < a.size; ++i) total += std::exp(v[first + i * step] - top);
    tops.storage()->array.data()[line] = top;
    log_totals.storage()->array.data()[line] = std::log(total);
    y.data()[line] = top + std::log(total);
  });
  return make_op("logsumexp", own(std::move(y)), {x}, [a, tops, log_totals, sx = Saved(x)](Array& g, GradSink& in) {
    Array dx = empty(sx->array.shape());  // g * softmax(x)
    for_each_line(a, [&](Index line, Index first, Index step) {
      const Scalar top = tops->array.data()[line], log_total = log_totals->array.data()[line];
      for (Index i = 0; i < a.size; ++i) {
        const Index at = first + i * step;
        dx.data()[at] = g.data()[line] * std::exp(sx->array.data()[at] - top - log_total);
      }
    });
    in.add(0, std::move(dx));
  });
}

}  // namespace selfsame
