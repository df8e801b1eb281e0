#include "selfsame/ops/loss.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/graph.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/elementwise.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/reduce.hpp"

namespace selfsame {
namespace {

// Calls f(row) for each of the lines along the last dimension.
template <class F>
void for_each_row(const Shape& shape, F f) {
  const Index width = shape.back();
  parallel_for(width ? numel(shape) / width : 0, 1024 / (width + 1) + 1, [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) f(row);
  });
}

Tensor reduced(const Tensor& losses, Reduction reduction) {
  switch (reduction) {
    case Reduction::mean:
      return mean(losses);
    case Reduction::sum:
      return sum(losses);
    case Reduction::none:
      break;
  }
  return losses;
}

// Both forms of cross-entropy: `target(row, c)` is the probability of class c. The gradient with respect to the
// logits, w_i (softmax(x_i) sum_c p_ic - p_i), needs only the log-probabilities.
template <class Target>
Tensor cross_entropy_with(const Tensor& logits, Target target, const CrossEntropyOptions& options) {
  const Index n = logits.size(0);
  const Index classes = logits.size(1);
  const bool weighted = options.weights.defined();
  if (weighted) {
    require(options.weights.shape() == Shape{n}, "cross_entropy: weights ", options.weights.shape(), " for logits ",
            logits.shape(), ": one weight a sample, (", n, ",), is expected");
  }
  Saved weights = weighted ? Saved(options.weights) : own(filled({n}, 1));
  Saved log_p = log_softmax(logits.detach());
  Array losses = empty({n});
  for_each_row(logits.shape(), [&](Index row) {
    Scalar loss = 0;
    for (Index c = 0; c < classes; ++c) {
      if (const Scalar p = target(row, c); p != 0) loss -= p * log_p->array.data()[row * classes + c];
    }
    losses.data()[row] = weights->array.data()[row] * loss;
  });
  const Tensor per_sample = make_op("cross_entropy", own(std::move(losses)), {logits}, [=](Array& g, GradSink& in) {
    Array dx = empty(log_p->array.shape());
    for_each_row(dx.shape(), [&](Index row) {
      const Scalar scale = g.data()[row] * weights->array.data()[row];
      Scalar total = 0;
      for (Index c = 0; c < classes; ++c) total += target(row, c);
      for (Index c = 0; c < classes; ++c) {
        const Index at = row * classes + c;
        dx.data()[at] = scale * (std::exp(log_p->array.data()[at]) * total - target(row, c));
      }
    });
    in.add(0, std::move(dx));
  });
  return reduced(per_sample, options.reduction);
}

}  // namespace

Tensor log_softmax(const Tensor& x) {
  require(x.dim() >= 1 && x.size(-1) > 0, "log_softmax: shape ", x.shape(), " has no last dimension to work along");
  //! BEGIN SOLUTION a1.t3
  //! x (..., C). y has its shape: y_c = x_c - log(sum_j exp(x_j)) in each row of C numbers, for numbers of any size.
  //! Backward: from g, of y's shape, the gradient of x. for_each_row(shape, f) calls f(row) for each of the rows.
  //! Return make_op("log_softmax", y, {x}, [what backward needs](Array& g, GradSink& in) { in.add(0, ...); }).
  const Index width = x.size(-1);
  Saved y = own(empty(x.shape()));
  for_each_row(x.shape(), [&](Index row) {
    const Scalar* from = x.data().data() + row * width;
    Scalar* to = y.storage()->array.data() + row * width;
    const Scalar top = *std::max_element(from, from + width);
    Scalar total = 0;
    for (Index c = 0; c < width; ++c) total += std::exp(from[c] - top);
    const Scalar log_total = std::log(total);  // added to a large top it would be rounded away
    for (Index c = 0; c < width; ++c) to[c] = from[c] - top - log_total;
  });
  return make_op("log_softmax", y, {x}, [y, width](Array& g, GradSink& in) {  // dx = g - softmax(x) sum(g)
    for_each_row(g.shape(), [&](Index row) {
      Scalar* d = g.data() + row * width;
      Scalar total = 0;
      for (Index c = 0; c < width; ++c) total += d[c];
      for (Index c = 0; c < width; ++c) d[c] -= std::exp(y->array.data()[row * width + c]) * total;
    });
    in.add(0, std::move(g));
  });
  //! END SOLUTION
}

Tensor softmax(const Tensor& x) { return exp(log_softmax(x)); }

Tensor cross_entropy(const Tensor& logits, const Indices& targets, const CrossEntropyOptions& options) {
  require(logits.dim() == 2, "cross_entropy: logits ", logits.shape(), " must be (samples, classes)");
  require(static_cast<Index>(targets.size()) == logits.size(0), "cross_entropy: ", targets.size(),
          " targets for logits ", logits.shape());
  for (const Index t : targets) {
    require(0 <= t && t < logits.size(1), "cross_entropy: target ", t, " is not one of the ", logits.size(1),
            " classes of logits ", logits.shape());
  }
  return cross_entropy_with(
      logits, [targets](Index row, Index c) { return targets[static_cast<std::size_t>(row)] == c ? Scalar(1) : 0; },
      options);
}

Tensor cross_entropy(const Tensor& logits, const Tensor& targets, const CrossEntropyOptions& options) {
  require(logits.dim() == 2 && logits.shape() == targets.shape(), "cross_entropy: logits ", logits.shape(),
          " and soft targets ", targets.shape(), " must both be (samples, classes)");
  return cross_entropy_with(
      logits,
      [p = Saved(targets), width = targets.size(1)](Index row, Index c) { return p->array.data()[row * width + c]; },
      options);
}

Tensor mse_loss(const Tensor& prediction, const Tensor& target, Reduction reduction) {
  require(prediction.shape() == target.shape(), "mse_loss: prediction ", prediction.shape(), " and target ",
          target.shape(), " must have one shape");
  const Tensor difference = prediction - target;
  return reduced(difference * difference, reduction);
}

Tensor bce_with_logits(const Tensor& logits, const Tensor& targets, Reduction reduction) {
  require(logits.shape() == targets.shape(), "bce_with_logits: logits ", logits.shape(), " and targets ",
          targets.shape(), " must have one shape");
  Saved losses = own(kernels::map_into(logits.data(), targets.data(), [](Scalar x, Scalar y) {
    return std::max(x, Scalar(0)) - x * y + std::log1p(std::exp(-std::abs(x)));
  }));
  const Tensor each =
      make_op("bce_with_logits", losses, {logits}, [x = Saved(logits), y = Saved(targets)](Array& g, GradSink& in) {
        const Array p = kernels::map(*x, [](Scalar v) {
          const Scalar e = std::exp(-std::abs(v));
          return (v < 0 ? e : 1) / (1 + e);
        });
        const Array error =
            kernels::map_into(p, *y, [](Scalar probability, Scalar target) { return probability - target; });
        in.add(0, kernels::map_into(error, std::move(g), [](Scalar e, Scalar d) { return e * d; }));
      });
  return reduced(each, reduction);
}

}  // namespace selfsame
