// Batch norm in two passes over memory forward (statistics; normalise and activate) and two backward (sums; gradient):
// on small images it is bound by memory, so what counts is how often the activations are read.
#include "selfsame/kernels/norm.hpp"

#include <algorithm>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/norm_batch.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

// Adds x - shift and its square over `rows` rows.
void add_moments(Index rows, Index channels, const Scalar* x, const Scalar* shift, Scalar* sum, Scalar* squares) {
  for_channels(channels, [&](Index c, auto kind) {
    using T = decltype(kind);
    const T from = load<T>(shift + c);
    T s = load<T>(sum + c), q = load<T>(squares + c);
    for (Index at = c; at < rows * channels; at += channels) {
      const T d = load<T>(x + at) - from;
      s += d;
      q += d * d;
    }
    store(s, sum + c);
    store(q, squares + c);
  });
}

void normalize(Index rows, const BatchNormParts& s, const Scalar* scale, const Scalar* x, Scalar* y) {
  for_channels(s.channels, [&](Index c, auto kind) {
    using T = decltype(kind);
    const T mean = load<T>(s.mean + c), factor = load<T>(scale + c), bias = load<T>(s.bias + c), zero(Scalar(0));
    for (Index at = c; at < rows * s.channels; at += s.channels) {
      const T z = (load<T>(x + at) - mean) * factor + bias;
      store(pick(z > zero, z, z * T(s.slope) + zero), y + at);  // + 0: ReLU of a negative number is 0, not -0
    }
  });
}

// Adds the gradients through the activation, and the same times (x - mean).
void add_gradients(Index rows, const BatchNormParts& s, const Scalar* scale, const Scalar* x, const Scalar* dy,
                   Scalar* sum, Scalar* products) {
  for_channels(s.channels, [&](Index c, auto kind) {
    using T = decltype(kind);
    const T mean = load<T>(s.mean + c), factor = load<T>(scale + c), bias = load<T>(s.bias + c), zero(Scalar(0));
    T total = load<T>(sum + c), product = load<T>(products + c);
    for (Index at = c; at < rows * s.channels; at += s.channels) {
      const T d = load<T>(x + at) - mean, g = load<T>(dy + at);
      const T through = pick(d * factor + bias > zero, g, g * T(s.slope));
      total += through;
      product += through * d;
    }
    store(total, sum + c);
    store(product, products + c);
  });
}

// dx may be dy.
void input_gradient(Index rows, const BatchNormParts& s, const Scalar* scale, const InputGradient& input,
                    const Scalar* x, const Scalar* dy, Scalar* dx) {
  for_channels(s.channels, [&](Index c, auto kind) {
    using T = decltype(kind);
    const T mean = load<T>(s.mean + c), factor = load<T>(scale + c), bias = load<T>(s.bias + c), zero(Scalar(0));
    const T offset = load<T>(input.offset.data() + c), slant = load<T>(input.slant.data() + c);
    for (Index at = c; at < rows * s.channels; at += s.channels) {
      const T d = load<T>(x + at) - mean, g = load<T>(dy + at);
      const T through = pick(d * factor + bias > zero, g, g * T(s.slope));
      store(factor * (through - offset - slant * d), dx + at);
    }
  });
}

}  // namespace

void batch_norm_statistics(Index rows, Index channels, const Scalar* x, Scalar* mean, Scalar* variance) {
  // Sums are taken relative to a rough mean, or the variance of values far from zero would be lost in rounding.
  const auto width = static_cast<std::size_t>(channels);
  std::vector<Scalar> shift(width, Scalar(0));
  const Index samples = std::min<Index>(rows, 16);
  for (Index k = 0; k < samples; ++k) {
    const Scalar* row = x + (rows * k / samples) * channels;
    for (Index c = 0; c < channels; ++c) shift[static_cast<std::size_t>(c)] += row[c] / static_cast<Scalar>(samples);
  }
  const std::vector<double> sums = sum_over_rows(rows, channels, 2, [&](Index begin, Index end, Scalar* s) {
    add_moments(end - begin, channels, x + begin * channels, shift.data(), s, s + channels);
  });
  for (std::size_t c = 0; c < width; ++c) {
    const double n = static_cast<double>(rows), m = sums[c] / n;
    mean[c] = static_cast<Scalar>(static_cast<double>(shift[c]) + m);
    variance[c] = static_cast<Scalar>(std::max(sums[width + c] / n - m * m, 0.0));
  }
}

void batch_norm(const BatchNormParts& s, const Scalar* x, Scalar* y) {
  const std::vector<Scalar> scale = scale_of(s);
  parallel_for(s.rows, rows_per_task(s.channels), [&](Index begin, Index end) {
    for_row_blocks(begin, end, s.channels, [&](Index row, Index stop) {
      normalize(stop - row, s, scale.data(), x + row * s.channels, y + row * s.channels);
    });
  });
}

void batch_norm_backward(const BatchNormParts& s, bool batch_statistics, const Scalar* x, const Scalar* dy, Scalar* dx,
                         Scalar* dweight, Scalar* dbias) {
  const std::vector<Scalar> scale = scale_of(s);
  const std::vector<double> sums = sum_over_rows(s.rows, s.channels, 2, [&](Index row, Index stop, Scalar* g) {
    const Index at = row * s.channels;
    add_gradients(stop - row, s, scale.data(), x + at, dy + at, g, g + s.channels);
  });
  const InputGradient input(s, batch_statistics, sums, dweight, dbias);
  if (!dx) return;
  parallel_for(s.rows, rows_per_task(s.channels), [&](Index begin, Index end) {
    for_row_blocks(begin, end, s.channels, [&](Index row, Index stop) {
      const Index at = row * s.channels;
      input_gradient(stop - row, s, scale.data(), input, x + at, dy + at, dx + at);
    });
  });
}

}  // namespace selfsame::kernels
