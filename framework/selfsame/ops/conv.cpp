#include "selfsame/ops/conv.hpp"

#include "selfsame/core/graph.hpp"
#include "selfsame/kernels/conv.hpp"
#include "selfsame/kernels/reduce.hpp"

namespace selfsame {
namespace {

kernels::ConvShape checked_shape(const Tensor& x, const Tensor& weight, const Tensor& bias, Conv2dOptions options) {
  require(x.dim() == 4, "conv2d: input ", x.shape(), " must be images (N, H, W, C)");
  require(weight.dim() == 4, "conv2d: weight ", weight.shape(), " must be (kh, kw, in, out)");
  require(x.size(3) == weight.size(2), "conv2d: input has ", x.size(3), " channels (N=", x.size(0), ", H=", x.size(1),
          ", W=", x.size(2), ", C=", x.size(3), ") but weight expects ", weight.size(2), " ", weight.shape());
  require(weight.numel() > 0, "conv2d: weight ", weight.shape(), " is empty");
  require(!bias.defined() || bias.shape() == Shape{weight.size(3)}, "conv2d: bias ",
          bias.defined() ? bias.shape() : Shape{}, " does not fit weight ", weight.shape());
  require<UsageError>(options.stride >= 1 && options.padding >= 0, "conv2d: stride ", options.stride, " and padding ",
                      options.padding, ": stride must be at least 1 and padding at least 0");
  const kernels::ConvShape s{x.size(0),      x.size(1),      x.size(2),      x.size(3),      weight.size(0),
                             weight.size(1), weight.size(3), options.stride, options.padding};
  require(s.h + 2 * s.padding >= s.kh && s.w + 2 * s.padding >= s.kw, "conv2d: input ", x.shape(), " with padding ",
          s.padding, " is smaller than the kernel of weight ", weight.shape());
  return s;
}

}  // namespace

// [conv2d]
Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias, Conv2dOptions options) {
  const kernels::ConvShape s = checked_shape(x, weight, bias, options);
  Array y = empty({s.n, s.out_h(), s.out_w(), s.out});
  kernels::conv2d(s, x.data().data(), weight.data().data(), bias.defined() ? bias.data().data() : nullptr, y.data());
  return make_op("conv2d", own(std::move(y)), {x, weight, bias},
                 [s, sx = Saved(x), sw = Saved(weight), with_bias = bias.defined()](Array& g, GradSink& in) {
                   if (in.wants(1)) {
                     Array dw = empty(sw->array.shape());
                     kernels::conv2d_backward_weight(s, sx->array.data(), g.data(), dw.data());
                     in.add(1, std::move(dw));
                   }
                   if (with_bias && in.wants(2)) {
                     Array db = empty({s.out});
                     kernels::sum_of_rows(s.n * s.out_h() * s.out_w(), s.out, g.data(), db.data());
                     in.add(2, std::move(db));
                   }
                   if (in.wants(0)) {
                     Array dx = empty({s.n, s.h, s.w, s.in});
                     kernels::conv2d_backward_data(s, g.data(), sw->array.data(), dx.data());
                     in.add(0, std::move(dx));
                   }
                 });
}
// [conv2d]

}  // namespace selfsame
