// Batch norm, activation and 2x2 max-pool in one pass. The activation is four times as large as what the pool leaves of
// it; here it is never written, and backward works it out again from x. ConvNet's first block, 128 images: see
// `batch_norm+relu+max_pool` in tests/bench/bench_kernels.
#include <algorithm>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/norm_batch.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

// The windows of a batch. A line is a row of windows of an image; window `col` starts 2 col pixels into the line.
struct Windows {
  Windows(const BatchNormParts& s, Index h_, Index w_)
      : h(h_), w(w_), channels(s.channels), rows(h / 2), cols(w / 2), images(s.rows / (h * w)) {}
  Index h, w, channels, rows, cols, images;
  Index in_x(Index line) const { return (line / rows * h + line % rows * 2) * w * channels; }  // its first value
  Index in_y(Index line) const { return line * cols * channels; }
  Index below() const { return w * channels; }  // from a window's upper values to its lower ones
};

// `for_a` where a is larger than b or NaN, else `for_b`.
template <class T>
[[gnu::always_inline]] inline T larger(const T& a, const T& b, const T& for_a, const T& for_b) {
  return pick(a == a, pick(a > b, for_a, for_b), for_a);
}

// One line of windows: y = the largest of a window's four values after the activation, NaN if one is; `number` = which
// of them, a Scalar so that both are chosen alike. In vectors by hand: GCC 12 makes some of a plain loop, GCC 14 jumps.
void pool_line(const BatchNormParts& s, const Windows& windows, const Scalar* scale, const Scalar* x, Scalar* y,
               Scalar* number) {
  for_channels<2>(s.channels, [&](Index c, auto kind) {
    using T = decltype(kind);
    const T mean = load<T>(s.mean + c), factor = load<T>(scale + c), bias = load<T>(s.bias + c), slope(s.slope);
    const T zero(Scalar(0)), one(Scalar(1)), two(Scalar(2)), three(Scalar(3));
    const auto activated = [&](const Scalar* from) {
      const T z = (load<T>(from) - mean) * factor + bias;
      return pick(z > zero, z, z * slope + zero);
    };
    for (Index at = c; at < windows.cols * s.channels; at += s.channels) {
      const Scalar *top = x + 2 * at - c, *bottom = top + windows.below();
      const T y0 = activated(top), y1 = activated(top + s.channels);
      const T y2 = activated(bottom), y3 = activated(bottom + s.channels);
      const T upper = larger(y1, y0, y1, y0), in_upper = larger(y1, y0, one, zero);
      const T lower = larger(y3, y2, y3, y2), in_lower = larger(y3, y2, three, two);
      store(larger(lower, upper, lower, upper), y + at);
      store(larger(lower, upper, in_lower, in_upper), number + at);
    }
  });
}

// One window of a line: its values' distances from the mean, and the gradient that reaches the chosen one.
template <class T>
struct Window {
  [[gnu::always_inline]] Window(const Scalar* x, Index channels, Index below, const Scalar* dy, const Scalar* number,
                                T mean, T scale, T bias, T slope)
      : d{load<T>(x) - mean, load<T>(x + channels) - mean, load<T>(x + below) - mean,
          load<T>(x + below + channels) - mean},
        k(load<T>(number)),
        chosen(pick(k > T(Scalar(1)), pick(k == T(Scalar(3)), d[3], d[2]), pick(k == T(Scalar(1)), d[1], d[0]))),
        gradient(pick(chosen * scale + bias > T(Scalar(0)), load<T>(dy), load<T>(dy) * slope)) {}
  T d[4], k, chosen, gradient;
};

void add_line(const BatchNormParts& s, const Windows& windows, const Scalar* scale, const Scalar* x, const Scalar* dy,
              const Scalar* number, Scalar* sum, Scalar* products) {
  for_channels(s.channels, [&](Index c, auto kind) {
    using T = decltype(kind);
    const T mean = load<T>(s.mean + c), factor = load<T>(scale + c), bias = load<T>(s.bias + c), slope(s.slope);
    T total = load<T>(sum + c), product = load<T>(products + c);
    for (Index at = c; at < windows.cols * s.channels; at += s.channels) {
      const Window<T> one(x + 2 * at - c, s.channels, windows.below(), dy + at, number + at, mean, factor, bias, slope);
      total += one.gradient;
      product += one.gradient * one.chosen;
    }
    store(total, sum + c);
    store(product, products + c);
  });
}

void line_gradient(const BatchNormParts& s, const Windows& windows, const Scalar* scale, const InputGradient& input,
                   const Scalar* x, const Scalar* dy, const Scalar* number, Scalar* dx) {
  for_channels(s.channels, [&](Index c, auto kind) {
    using T = decltype(kind);
    const T mean = load<T>(s.mean + c), factor = load<T>(scale + c), bias = load<T>(s.bias + c), slope(s.slope);
    const T offset = load<T>(input.offset.data() + c), slant = load<T>(input.slant.data() + c), none(Scalar(0));
    for (Index at = c; at < windows.cols * s.channels; at += s.channels) {
      const Window<T> one(x + 2 * at - c, s.channels, windows.below(), dy + at, number + at, mean, factor, bias, slope);
      const auto gradient = [&](int k) {
        const T here = pick(one.k == T(static_cast<Scalar>(k)), one.gradient, none);
        return factor * (here - offset - slant * one.d[k]);
      };
      Scalar* to = dx + 2 * at - c;
      store(gradient(0), to);
      store(gradient(1), to + s.channels);
      store(gradient(2), to + windows.below());
      store(gradient(3), to + windows.below() + s.channels);
    }
  });
}

// A pixel outside of every window: it acts through the statistics only.
void lone_gradient(Index channels, const Scalar* __restrict x, const Scalar* __restrict mean,
                   const Scalar* __restrict scale, const Scalar* __restrict offset, const Scalar* __restrict slant,
                   Scalar* __restrict dx) {
  for (Index c = 0; c < channels; ++c) dx[c] = -scale[c] * (offset[c] + slant[c] * (x[c] - mean[c]));
}

}  // namespace

void batch_norm_max_pool(const BatchNormParts& s, Index h, Index w, const Scalar* x, Scalar* y, std::uint8_t* choice) {
  const std::vector<Scalar> scale = scale_of(s);
  const Windows windows(s, h, w);
  const Index width = windows.cols * s.channels;
  parallel_for(windows.images * windows.rows, rows_per_task(2 * windows.below()), [&](Index begin, Index end) {
    std::vector<Scalar> number(static_cast<std::size_t>(width));
    for (Index line = begin; line < end; ++line) {
      const Index to = windows.in_y(line);
      pool_line(s, windows, scale.data(), x + windows.in_x(line), y + to, number.data());
      store_as_bytes(number.data(), width, choice + to);
    }
  });
}

void batch_norm_max_pool_backward(const BatchNormParts& s, bool batch_statistics, Index h, Index w, const Scalar* x,
                                  const Scalar* dy, const std::uint8_t* choice, Scalar* dx, Scalar* dweight,
                                  Scalar* dbias) {
  const std::vector<Scalar> scale = scale_of(s);
  const Windows windows(s, h, w);
  const auto width = static_cast<std::size_t>(windows.cols * s.channels);

  // `number` holds a line's choices as Scalars, so that they compare as vectors beside the values.
  const std::vector<double> sums = sum_over_rows(
      windows.images * windows.rows, s.channels, 2,
      [&](Index begin, Index end, Scalar* g) {
        std::vector<Scalar> number(width);
        for (Index line = begin; line < end; ++line) {
          const Index at = windows.in_y(line);
          std::copy_n(choice + at, width, number.data());
          add_line(s, windows, scale.data(), x + windows.in_x(line), dy + at, number.data(), g, g + s.channels);
        }
      },
      2 * w);
  const InputGradient input(s, batch_statistics, sums, dweight, dbias);
  if (!dx) return;
  parallel_for(windows.images, 1 + rows_per_task(s.channels) / (h * w), [&](Index begin, Index end) {
    std::vector<Scalar> number(width);
    for (Index line = begin * windows.rows; line < end * windows.rows; ++line) {
      const Index from = windows.in_x(line), at = windows.in_y(line);
      std::copy_n(choice + at, width, number.data());
      line_gradient(s, windows, scale.data(), input, x + from, dy + at, number.data(), dx + from);
    }
    for (Index row = begin * h; row < end * h; ++row) {
      for (Index col = row % h < 2 * windows.rows ? 2 * windows.cols : 0; col < w; ++col) {
        const Index at = (row * w + col) * s.channels;
        lone_gradient(s.channels, x + at, s.mean, scale.data(), input.offset.data(), input.slant.data(), dx + at);
      }
    }
  });
}

}  // namespace selfsame::kernels
