#include "selfsame/ops/pool.hpp"

#include "selfsame/core/graph.hpp"
#include "selfsame/kernels/pool.hpp"

namespace selfsame {
namespace {

kernels::PoolShape checked_shape(const char* op, const Tensor& x, Index kernel, Index stride, Index padding) {
  require(x.dim() == 4, op, ": input ", x.shape(), " must be images (N, H, W, C)");
  require<UsageError>(kernel >= 1 && kernel <= 16 && stride >= 1, op, ": kernel ", kernel, " and stride ", stride,
                      ": kernel must be in 1..16 and stride at least 1");
  require<UsageError>(padding >= 0 && 2 * padding <= kernel, op, ": padding ", padding, " must be in 0..", kernel / 2,
                      ", half the kernel");
  const kernels::PoolShape s{x.size(0), x.size(1), x.size(2), x.size(3), kernel, stride, padding};
  require(s.h > 0 && s.w > 0 && s.h + 2 * padding >= kernel && s.w + 2 * padding >= kernel, op, ": input ", x.shape(),
          " with padding ", padding, " is smaller than the window ", Shape{kernel, kernel});
  return s;
}

}  // namespace

Tensor max_pool2d(const Tensor& x, Index kernel, Index stride, Index padding) {
  const kernels::PoolShape s = checked_shape("max_pool2d", x, kernel, stride, padding);
  Array y = empty({s.n, s.out_h(), s.out_w(), s.channels});
  using Choices = std::vector<std::uint8_t, CachingAllocator<std::uint8_t>>;
  const auto choices = std::make_shared<Choices>(y.size());
  kernels::max_pool2d(s, x.data().data(), y.data(), choices->data());
  return make_op("max_pool2d", own(std::move(y)), {x}, [s, choices](Array& g, GradSink& in) {
    Array dx = empty({s.n, s.h, s.w, s.channels});
    kernels::max_pool2d_backward(s, g.data(), choices->data(), dx.data());
    in.add(0, std::move(dx));
  });
}

Tensor avg_pool2d(const Tensor& x, Index kernel, Index stride, Index padding) {
  const kernels::PoolShape s = checked_shape("avg_pool2d", x, kernel, stride, padding);
  Array y = empty({s.n, s.out_h(), s.out_w(), s.channels});
  kernels::avg_pool2d(s, x.data().data(), y.data());
  return make_op("avg_pool2d", own(std::move(y)), {x}, [s](Array& g, GradSink& in) {
    Array dx = empty({s.n, s.h, s.w, s.channels});
    kernels::avg_pool2d_backward(s, g.data(), dx.data());
    in.add(0, std::move(dx));
  });
}

Tensor global_avg_pool(const Tensor& x) {
  require(x.dim() == 4, "global_avg_pool: input ", x.shape(), " must be images (N, H, W, C)");
  const Index n = x.size(0), pixels = x.size(1) * x.size(2), channels = x.size(3);
  require(pixels > 0, "global_avg_pool: input ", x.shape(), " has no pixel to average");
  Array y = empty({n, channels});
  kernels::global_avg_pool(n, pixels, channels, x.data().data(), y.data());
  return make_op("global_avg_pool", own(std::move(y)), {x}, [=, shape = x.shape()](Array& g, GradSink& in) {
    Array dx = empty(shape);
    kernels::global_avg_pool_backward(n, pixels, channels, g.data(), dx.data());
    in.add(0, std::move(dx));
  });
}

}  // namespace selfsame
