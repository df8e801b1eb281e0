// Batch norm in two passes over memory forward (statistics; normalise and activate) and two backward (sums; gradient):
// on small images it is bound by memory, so what counts is how often the activations are read.
#include "selfsame/kernels/norm.hpp"

#include <algorithm>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/norm_sums.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

template <int R>
void add_moments(Index channels, const Scalar* __restrict x, const Scalar* __restrict shift, Scalar* __restrict sum,
                 Scalar* __restrict squares) {
  for (Index c = 0; c < channels; ++c) {
    Scalar s = 0, q = 0;
    for (int r = 0; r < R; ++r) {
      const Scalar d = x[r * channels + c] - shift[c];
      s += d;
      q += d * d;
    }
    sum[c] += s;
    squares[c] += q;
  }
}

void normalize_row(Index channels, const Scalar* __restrict x, const Scalar* __restrict mean,
                   const Scalar* __restrict scale, const Scalar* __restrict bias, Scalar slope, Scalar* __restrict y) {
  for (Index c = 0; c < channels; ++c) {
    const Scalar z = (x[c] - mean[c]) * scale[c] + bias[c];
    y[c] = z > 0 ? z : z * slope + 0;  // + 0: ReLU of a negative number is 0, not -0
  }
}

template <int R>
void add_gradients(Index channels, const Scalar* __restrict x, const Scalar* __restrict dy,
                   const Scalar* __restrict mean, const Scalar* __restrict scale, const Scalar* __restrict bias,
                   Scalar slope, Scalar* __restrict sum, Scalar* __restrict products) {
  for (Index c = 0; c < channels; ++c) {
    Scalar s = 0, p = 0;
    for (int r = 0; r < R; ++r) {
      const Scalar d = x[r * channels + c] - mean[c];
      const Scalar g = d * scale[c] + bias[c] > 0 ? dy[r * channels + c] : dy[r * channels + c] * slope;
      s += g;
      p += g * d;
    }
    sum[c] += s;
    products[c] += p;
  }
}

// dx = scale * (gradient through the activation - offset - slant * (x - mean)); dx may be dy.
void gradient_row(Index channels, const Scalar* x, const Scalar* dy, const Scalar* __restrict mean,
                  const Scalar* __restrict scale, const Scalar* __restrict bias, const Scalar* __restrict offset,
                  const Scalar* __restrict slant, Scalar slope, Scalar* dx) {
#pragma GCC ivdep
  for (Index c = 0; c < channels; ++c) {
    const Scalar d = x[c] - mean[c];
    const Scalar g = d * scale[c] + bias[c] > 0 ? dy[c] : dy[c] * slope;
    dx[c] = scale[c] * (g - offset[c] - slant[c] * d);
  }
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
  std::vector<double> sum(width), squares(width);
  sum_over_rows(
      rows, channels,
      [&](auto R, Index row, Scalar* s, Scalar* q) {
        add_moments<R()>(channels, x + row * channels, shift.data(), s, q);
      },
      sum.data(), squares.data());
  for (std::size_t c = 0; c < width; ++c) {
    const double n = static_cast<double>(rows), m = sum[c] / n;
    mean[c] = static_cast<Scalar>(static_cast<double>(shift[c]) + m);
    variance[c] = static_cast<Scalar>(std::max(0.0, squares[c] / n - m * m));
  }
}

void batch_norm(const BatchNormParts& s, const Scalar* x, Scalar* y) {
  const std::vector<Scalar> scale = scale_of(s);
  parallel_for(s.rows, rows_per_task(s.channels), [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) {
      normalize_row(s.channels, x + row * s.channels, s.mean, scale.data(), s.bias, s.slope, y + row * s.channels);
    }
  });
}

void batch_norm_backward(const BatchNormParts& s, bool batch_statistics, const Scalar* x, const Scalar* dy, Scalar* dx,
                         Scalar* dweight, Scalar* dbias) {
  const std::vector<Scalar> scale = scale_of(s);
  const auto width = static_cast<std::size_t>(s.channels);
  std::vector<double> sum(width), products(width);
  sum_over_rows(
      s.rows, s.channels,
      [&](auto R, Index row, Scalar* g, Scalar* p) {
        add_gradients<R()>(s.channels, x + row * s.channels, dy + row * s.channels, s.mean, scale.data(), s.bias,
                           s.slope, g, p);
      },
      sum.data(), products.data());
  const InputGradient gradient(s, batch_statistics, sum, products, dweight, dbias);
  if (!dx) return;
  parallel_for(s.rows, rows_per_task(s.channels), [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) {
      gradient_row(s.channels, x + row * s.channels, dy + row * s.channels, s.mean, scale.data(), s.bias,
                   gradient.offset.data(), gradient.slant.data(), s.slope, dx + row * s.channels);
    }
  });
}

void sum_of_rows(Index rows, Index channels, const Scalar* x, Scalar* sum) {
  std::vector<double> total(static_cast<std::size_t>(channels)), unused(total);
  const std::vector<Scalar> zero(total.size(), Scalar(0));
  sum_over_rows(
      rows, channels,
      [&](auto R, Index row, Scalar* s, Scalar* q) {
        add_moments<R()>(channels, x + row * channels, zero.data(), s, q);
      },
      total.data(), unused.data());
  std::transform(total.begin(), total.end(), sum, [](double v) { return static_cast<Scalar>(v); });
}

}  // namespace selfsame::kernels
