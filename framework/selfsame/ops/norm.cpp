#include "selfsame/ops/norm.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

#include "selfsame/core/graph.hpp"
#include "selfsame/core/memory.hpp"
#include "selfsame/kernels/norm.hpp"
#include "selfsame/ops/norm_over_ranks.hpp"

namespace selfsame {
namespace {

// The number of channels; checks that x has some and that every parameter has one value for each.
Index checked_channels(const char* op, const Tensor& x, std::initializer_list<std::pair<const char*, Tensor>> params) {
  require(x.dim() >= 1 && x.numel() > 0, op, ": input ", x.shape(), " has nothing to normalise");
  const Index channels = x.size(-1);
  for (const auto& [name, param] : params) {
    require(param.shape() == Shape{channels}, op, ": ", name, " ", param.shape(), " does not fit input ", x.shape(),
            " with ", channels, " channels");
  }
  return channels;
}

// Moves the running statistics by `momentum` towards the batch's; the variance as an estimate without bias.
void update_running(Tensor& running, const Array& batch, Scalar momentum, Scalar correction) {
  Array& values = running.mutable_data();
  for (std::size_t c = 0; c < values.size(); ++c) {
    values.data()[c] += momentum * (batch.data()[c] * correction - values.data()[c]);
  }
}

// What batch norm keeps for backward besides its input.
struct Normalizer {
  Index rows, channels;
  Saved mean, inv_std, weight, bias;
  Scalar slope;
  bool training, over_ranks;
  kernels::BatchNormParts parts() const {
    return {rows,  channels,  mean->array.data(), inv_std->array.data(), weight->array.data(), bias->array.data(),
            slope, over_ranks};
  }
};

// Takes the statistics from the batch and updates the running ones, or, outside training, takes those.
Normalizer normalizer_for(const char* op, const Tensor& x, const Tensor& weight, const Tensor& bias,
                          Tensor& running_mean, Tensor& running_var, const BatchNormOptions& options) {
  const Index channels = checked_channels(
      op, x, {{"weight", weight}, {"bias", bias}, {"running_mean", running_mean}, {"running_var", running_var}});
  const Index rows = x.numel() / channels;
  Array mean = running_mean.data(), inv_std = running_var.data();
  //! BEGIN SOLUTION a2.t2
  //! Leave in mean (channels) what is to be subtracted and in inv_std (channels) what is to be multiplied with; outside
  //! training they come from the running statistics, which they hold already. In training they come from the batch, and
  //! the running statistics move. x.data().data() is (rows, channels), row after row in memory.
  //! kernels::batch_norm_statistics(rows, channels, x, mean, variance) writes the mean of each channel, and the mean
  //! squared distance from it; update_running, above, moves one of the two. One row is an error in training:
  //! require(rows > 1, op, ": ...") throws it.
  //! Where several processes train one network, detail::merge_moments(rows, mean, variance) makes the moments of one
  //! those of all, and returns all their rows; you may leave it out, no test asks for it.
  if (options.training) {
    require(rows > 1, op, ": input ", x.shape(), " has one value per channel; training needs at least two");
    kernels::batch_norm_statistics(rows, channels, x.data().data(), mean.data(), inv_std.data());
    const Index all = detail::merge_moments(rows, mean, inv_std);
    update_running(running_mean, mean, options.momentum, 1);
    update_running(running_var, inv_std, options.momentum, static_cast<Scalar>(all) / static_cast<Scalar>(all - 1));
  }
  for (Index c = 0; c < channels; ++c) inv_std.data()[c] = 1 / std::sqrt(inv_std.data()[c] + options.eps);
  //! END SOLUTION
  if (options.training) detail::level_running_statistics(running_mean, running_var);
  return {rows,
          channels,
          own(std::move(mean)),
          own(std::move(inv_std)),
          weight,
          bias,
          options.activation.negative_slope,
          options.training,
          options.training && detail::batch_norm_over_ranks()};
}

}  // namespace

Tensor batch_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, Tensor& running_mean, Tensor& running_var,
                  const BatchNormOptions& options) {
  const Normalizer s = normalizer_for("batch_norm", x, weight, bias, running_mean, running_var, options);
  Array y = empty(x.shape());
  kernels::batch_norm(s.parts(), x.data().data(), y.data());
  return make_op("batch_norm", own(std::move(y)), {x, weight, bias}, [s, sx = Saved(x)](Array& g, GradSink& in) {
    Array dweight = empty({s.channels}), dbias = empty({s.channels});
    Scalar* dx = in.wants(0) ? g.data() : nullptr;  // in place: each value of g is read before
    kernels::batch_norm_backward(s.parts(), s.training, sx->array.data(), g.data(), dx, dweight.data(), dbias.data());
    in.add(0, std::move(g));
    in.add(1, std::move(dweight));
    in.add(2, std::move(dbias));
  });
}

Tensor batch_norm_max_pool2d(const Tensor& x, const Tensor& weight, const Tensor& bias, Tensor& running_mean,
                             Tensor& running_var, const BatchNormOptions& options) {
  require(x.dim() == 4 && x.size(1) >= 2 && x.size(2) >= 2, "batch_norm_max_pool2d: input ", x.shape(),
          " must be images (N, H, W, C) of at least 2 x 2 pixels");
  const Normalizer s = normalizer_for("batch_norm_max_pool2d", x, weight, bias, running_mean, running_var, options);
  const Index h = x.size(1), w = x.size(2);
  Array y = empty({x.size(0), h / 2, w / 2, s.channels});
  using Choices = std::vector<std::uint8_t, CachingAllocator<std::uint8_t>>;
  const auto choices = std::make_shared<Choices>(y.size());
  kernels::batch_norm_max_pool(s.parts(), h, w, x.data().data(), y.data(), choices->data());
  return make_op("batch_norm_max_pool2d", own(std::move(y)), {x, weight, bias},
                 [s, h, w, choices, sx = Saved(x)](Array& g, GradSink& in) {
                   Array dweight = empty({s.channels}), dbias = empty({s.channels});
                   Array dx = in.wants(0) ? empty(sx->array.shape()) : Array();
                   kernels::batch_norm_max_pool_backward(s.parts(), s.training, h, w, sx->array.data(), g.data(),
                                                         choices->data(), in.wants(0) ? dx.data() : nullptr,
                                                         dweight.data(), dbias.data());
                   in.add(0, std::move(dx));
                   in.add(1, std::move(dweight));
                   in.add(2, std::move(dbias));
                 });
}

Tensor layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, Scalar eps) {
  const Index channels = checked_channels("layer_norm", x, {{"weight", weight}, {"bias", bias}});
  const Index rows = x.numel() / channels;
  Array y = empty(x.shape()), mean = empty({rows}), inv_std = empty({rows});
  kernels::layer_norm(rows, channels, x.data().data(), weight.data().data(), bias.data().data(), eps, y.data(),
                      mean.data(), inv_std.data());
  return make_op("layer_norm", own(std::move(y)), {x, weight, bias},
                 [=, sx = Saved(x), sw = Saved(weight), sm = own(std::move(mean)), si = own(std::move(inv_std))](
                     Array& g, GradSink& in) {
                   Array dweight = empty({channels}), dbias = empty({channels});
                   Scalar* dx = in.wants(0) ? g.data() : nullptr;
                   kernels::layer_norm_backward(rows, channels, sx->array.data(), sw->array.data(), sm->array.data(),
                                                si->array.data(), g.data(), dx, dweight.data(), dbias.data());
                   in.add(0, std::move(g));
                   in.add(1, std::move(dweight));
                   in.add(2, std::move(dbias));
                 });
}

}  // namespace selfsame
