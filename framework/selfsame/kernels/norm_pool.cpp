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

// for_a where a is larger than b or NaN, else for_b. In two steps: GCC does not vectorise both conditions as one.
template <class T>
T larger(Scalar a, Scalar b, T for_a, T for_b) {
  const T by_size = a > b ? for_a : for_b;
  return a != a ? for_a : by_size;
}

// One window: y = the largest of its four values after the activation, NaN if one is, `choice` = its number.
void pool_window(Index channels, const Scalar* __restrict top, const Scalar* __restrict bottom,
                 const Scalar* __restrict mean, const Scalar* __restrict scale, const Scalar* __restrict bias,
                 Scalar slope, Scalar* __restrict y, std::uint8_t* __restrict choice) {
  for (Index c = 0; c < channels; ++c) {
    const Scalar m = mean[c], f = scale[c], b = bias[c];
    const auto activated = [=](Scalar x) {
      const Scalar z = (x - m) * f + b;
      return z > 0 ? z : z * slope + 0;
    };
    const Scalar y0 = activated(top[c]), y1 = activated(top[channels + c]);
    const Scalar y2 = activated(bottom[c]), y3 = activated(bottom[channels + c]);
    const Scalar upper = larger(y1, y0, y1, y0), lower = larger(y3, y2, y3, y2);
    const int in_upper = larger(y1, y0, 1, 0), in_lower = larger(y3, y2, 3, 2);
    y[c] = larger(lower, upper, lower, upper);
    choice[c] = static_cast<std::uint8_t>(larger(lower, upper, in_lower, in_upper));
  }
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
  parallel_for(windows.images * windows.rows, rows_per_task(2 * windows.below()), [&](Index begin, Index end) {
    for (Index line = begin; line < end; ++line) {
      for (Index col = 0; col < windows.cols; ++col) {
        const Scalar* from = x + windows.in_x(line) + 2 * col * s.channels;
        const Index to = windows.in_y(line) + col * s.channels;
        pool_window(s.channels, from, from + windows.below(), s.mean, scale.data(), s.bias, s.slope, y + to,
                    choice + to);
      }
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
