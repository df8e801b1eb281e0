#include "selfsame/ops/shape.hpp"

#include <algorithm>

#include "selfsame/core/graph.hpp"
#include "selfsame/kernels/reduce.hpp"

namespace selfsame {
namespace {

using kernels::Along;
using kernels::along;

Array transposed(const Array& x, const std::vector<std::size_t>& order) {
  const std::size_t rank = order.size();
  Shape shape(rank);
  Shape step(rank);
  for (std::size_t d = 0; d < rank; ++d) {
    shape[d] = x.shape()[order[d]];
    step[d] = along(x.shape(), static_cast<Index>(order[d])).inner;
  }
  Array y = empty(shape);
  const Scalar* from = x.data();
  Scalar* to = y.data();
  const Index width = rank ? shape[rank - 1] : 1;
  const Index width_step = rank ? step[rank - 1] : 1;
  if (numel(shape) == 0) return y;
  parallel_for(numel(shape) / width, 4096 / width + 1, [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) {
      Index at = 0;
      Index rest = row;
      for (std::size_t d = rank; d-- > 1;) {
        at += rest % shape[d - 1] * step[d - 1];
        rest /= shape[d - 1];
      }
      for (Index i = 0; i < width; ++i) to[row * width + i] = from[at + i * width_step];
    }
  });
  return y;
}

// Copies `lines` blocks of `length` elements between arrays whose blocks start `from_step` and `to_step` apart.
void copy_blocks(Index lines, Index length, const Scalar* from, Index from_step, Scalar* to, Index to_step) {
  for (Index i = 0; i < lines; ++i) std::copy_n(from + i * from_step, length, to + i * to_step);
}

}  // namespace

Tensor reshape(const Tensor& x, const Shape& shape) {
  Shape full = shape;
  const auto unknown = std::find(full.begin(), full.end(), Index{-1});
  if (unknown != full.end()) {
    *unknown = 1;
    const Index known = numel(full);
    require(known > 0 && x.numel() % known == 0, "reshape: ", x.shape(), " cannot become ", shape, ": ", x.numel(),
            " elements do not divide by ", known);
    *unknown = x.numel() / known;
  }
  require(numel(full) == x.numel() && std::all_of(full.begin(), full.end(), [](Index s) { return s >= 0; }),
          "reshape: ", x.shape(), " holds ", x.numel(), " elements and cannot become ", shape);
  return make_op("reshape", own(kernels::reshaped(x.data(), full)), {x},
                 [from = x.shape()](Array& g, GradSink& in) { in.add(0, kernels::reshaped(std::move(g), from)); });
}

Tensor permute(const Tensor& x, const std::vector<int>& order) {
  std::vector<std::size_t> forward;
  for (const int dim : order) forward.push_back(static_cast<std::size_t>(checked_dim("permute", dim, x.shape())));
  std::vector<std::size_t> inverse(forward.size(), forward.size());
  for (std::size_t d = 0; d < forward.size() && forward.size() == x.shape().size(); ++d) inverse[forward[d]] = d;
  require(forward.size() == x.shape().size() && std::count(inverse.begin(), inverse.end(), inverse.size()) == 0,
          "permute: the order must name each of the ", x.dim(), " dimensions of shape ", x.shape(), " once");
  return make_op("permute", own(transposed(x.data(), forward)), {x},
                 [inverse](Array& g, GradSink& in) { in.add(0, transposed(g, inverse)); });
}

Tensor slice(const Tensor& x, int dim, Index start, Index stop) {
  const Index d = checked_dim("slice", dim, x.shape());
  const Along a = along(x.shape(), d);
  require(0 <= start && start <= stop && stop <= a.size, "slice: ", start, " to ", stop, " is outside dim ", dim,
          " of shape ", x.shape());
  Shape shape = x.shape();
  shape[static_cast<std::size_t>(d)] = stop - start;
  Array y = empty(shape);
  const Index length = (stop - start) * a.inner;
  copy_blocks(a.outer, length, x.data().data() + start * a.inner, a.size * a.inner, y.data(), length);
  return make_op("slice", own(std::move(y)), {x}, [=, from = x.shape()](Array& g, GradSink& in) {
    Array dx = filled(from, 0);
    copy_blocks(a.outer, length, g.data(), length, dx.data() + start * a.inner, a.size * a.inner);
    in.add(0, std::move(dx));
  });
}

Tensor cat(const std::vector<Tensor>& tensors, int dim) {
  require(!tensors.empty(), "cat: needs at least one tensor");
  const Index d = checked_dim("cat", dim, tensors[0].shape());
  Shape shape = tensors[0].shape();
  Index& total = shape[static_cast<std::size_t>(d)];
  total = 0;
  std::vector<Index> lengths;  // elements that each tensor gives to one block of the result
  for (const Tensor& t : tensors) {
    Shape other = t.shape();
    if (other.size() == shape.size()) other[static_cast<std::size_t>(d)] = tensors[0].size(dim);
    require(other == tensors[0].shape(), "cat: shapes ", tensors[0].shape(), " and ", t.shape(),
            " may differ only along dim ", dim);
    total += t.size(dim);
    lengths.push_back(t.size(dim) * along(t.shape(), d).inner);
  }
  const Along a = along(shape, d);
  const Index block = a.size * a.inner;
  Array y = empty(shape);
  Index offset = 0;
  for (std::size_t i = 0; i < tensors.size(); offset += lengths[i++]) {
    copy_blocks(a.outer, lengths[i], tensors[i].data().data(), lengths[i], y.data() + offset, block);
  }
  std::vector<Shape> shapes;
  for (const Tensor& t : tensors) shapes.push_back(t.shape());
  return make_op("cat", own(std::move(y)), tensors, [a, block, lengths, shapes](Array& g, GradSink& in) {
    Index from = 0;
    for (std::size_t i = 0; i < lengths.size(); from += lengths[i++]) {
      if (!in.wants(i)) continue;
      Array part = empty(shapes[i]);
      copy_blocks(a.outer, lengths[i], g.data() + from, block, part.data(), lengths[i]);
      in.add(i, std::move(part));
    }
  });
}

Tensor stack(const std::vector<Tensor>& tensors, int dim) {
  require(!tensors.empty(), "stack: needs at least one tensor");
  const Shape& each = tensors[0].shape();
  const Index d = checked_dim("stack", dim, Shape(each.size() + 1, 1));
  Shape with_one;
  for (std::size_t i = 0; i <= each.size(); ++i) {
    if (static_cast<Index>(i) == d) with_one.push_back(1);
    if (i < each.size()) with_one.push_back(each[i]);
  }
  std::vector<Tensor> widened;
  for (const Tensor& t : tensors) {
    require(t.shape() == each, "stack: shapes ", each, " and ", t.shape(), " must be equal");
    widened.push_back(reshape(t, with_one));
  }
  return cat(widened, static_cast<int>(d));
}

Tensor index_select(const Tensor& x, int dim, const Indices& index) {
  const Index d = checked_dim("index_select", dim, x.shape());
  const Along a = along(x.shape(), d);
  for (const Index i : index) {
    require(0 <= i && i < a.size, "index_select: index ", i, " is outside dim ", dim, " of shape ", x.shape());
  }
  const auto n = static_cast<Index>(index.size());
  Shape shape = x.shape();
  shape[static_cast<std::size_t>(d)] = n;
  Array y = empty(shape);
  const Scalar* from = x.data().data();
  parallel_for(n, 4096 / (a.outer * a.inner + 1) + 1, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      copy_blocks(a.outer, a.inner, from + index[static_cast<std::size_t>(i)] * a.inner, a.size * a.inner,
                  y.data() + i * a.inner, n * a.inner);
    }
  });
  return make_op("index_select", own(std::move(y)), {x}, [=, from_shape = x.shape()](Array& g, GradSink& in) {
    Array dx = filled(from_shape, 0);
    for (Index i = 0; i < n; ++i) {
      for (Index o = 0; o < a.outer; ++o) {
        const Scalar* source = g.data() + (o * n + i) * a.inner;
        Scalar* target = dx.data() + (o * a.size + index[static_cast<std::size_t>(i)]) * a.inner;
        for (Index k = 0; k < a.inner; ++k) target[k] += source[k];
      }
    }
    in.add(0, std::move(dx));
  });
}

Tensor gather(const Tensor& x, const Indices& index) {
  require(x.dim() > 0, "gather: needs at least one dimension");
  const Along a = along(x.shape(), x.dim() - 1);
  require(static_cast<Index>(index.size()) == a.outer, "gather: ", index.size(), " indices for the ", a.outer,
          " lines of shape ", x.shape());
  Shape shape = x.shape();
  shape.pop_back();
  Array y = empty(shape);
  for (Index line = 0; line < a.outer; ++line) {
    const Index i = index[static_cast<std::size_t>(line)];
    require(0 <= i && i < a.size, "gather: index ", i, " is outside the last dimension of shape ", x.shape());
    y.data()[line] = x.data().data()[line * a.size + i];
  }
  return make_op("gather", own(std::move(y)), {x}, [a, index, from = x.shape()](Array& g, GradSink& in) {
    Array dx = filled(from, 0);
    for (Index line = 0; line < a.outer; ++line)
      dx.data()[line * a.size + index[static_cast<std::size_t>(line)]] = g.data()[line];
    in.add(0, std::move(dx));
  });
}

}  // namespace selfsame
