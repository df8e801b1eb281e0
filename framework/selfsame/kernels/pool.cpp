// Pooling, channels last: the inner loops run along the channels, in vectors.
#include "selfsame/kernels/pool.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "selfsame/kernels/channels.hpp"

namespace selfsame::kernels {
namespace {

using namespace detail;

Index images_per_task(Index image_size) { return 1 + (1 << 14) / (image_size + 1); }

// One value of a window: where it stands in its image, and its number in the window.
struct Tap {
  Index pixel;
  std::uint8_t number;
};

// The values of every window that lie inside the image; the same for all images.
class Windows {
 public:
  explicit Windows(const PoolShape& s) : starts_{0} {
    for (Index r = 0; r < s.out_h(); ++r) {
      for (Index c = 0; c < s.out_w(); ++c) add(s, r * s.stride - s.padding, c * s.stride - s.padding);
    }
  }
  Index count() const { return static_cast<Index>(starts_.size()) - 1; }
  const Tap* begin(Index window) const { return taps_.data() + starts_[static_cast<std::size_t>(window)]; }
  const Tap* end(Index window) const { return begin(window + 1); }

 private:
  void add(const PoolShape& s, Index top, Index left) {
    for (Index a = std::max<Index>(0, -top); a < std::min(s.kernel, s.h - top); ++a) {
      for (Index b = std::max<Index>(0, -left); b < std::min(s.kernel, s.w - left); ++b) {
        taps_.push_back({((top + a) * s.w + left + b) * s.channels, static_cast<std::uint8_t>(a * s.kernel + b)});
      }
    }
    starts_.push_back(taps_.size());
  }
  std::vector<Tap> taps_;
  std::vector<std::size_t> starts_;
};

// The largest of a window's values for a vector of channels, NaN if there is one, and its number, a Scalar so that both
// are chosen alike.
void max_of_window(const Tap* tap, const Tap* end, const Scalar* x, Scalar* y, Scalar* number) {
  Vec best(-std::numeric_limits<Scalar>::infinity()), chosen(Scalar(0));
  for (; tap != end; ++tap) {
    const Vec value = Vec::load_unaligned(x + tap->pixel);
    const auto take = (value > best) | xsimd::isnan(value);
    best = xsimd::select(take, value, best);
    chosen = xsimd::select(take, Vec(static_cast<Scalar>(tap->number)), chosen);
  }
  best.store_unaligned(y);
  chosen.store_unaligned(number);
}

void add_where_chosen(Index count, const Scalar* __restrict dy, const std::uint8_t* __restrict choice,
                      std::uint8_t number, Scalar* __restrict dx) {
  for (Index i = 0; i < count; ++i) dx[i] += choice[i] == number ? dy[i] : Scalar(0);
}

void add_scaled(Index count, const Scalar* __restrict x, Scalar factor, Scalar* __restrict y) {
  for (Index i = 0; i < count; ++i) y[i] += x[i] * factor;
}

}  // namespace

void max_pool2d(const PoolShape& s, const Scalar* x, Scalar* y, std::uint8_t* choice) {
  const Windows windows(s);
  parallel_for(s.n, images_per_task(s.in_size()), [&](Index begin, Index end) {
    std::vector<Scalar> numbers(static_cast<std::size_t>(s.channels));
    for (Index i = begin * windows.count(); i < end * windows.count(); ++i) {
      const Index window = i % windows.count();
      const Scalar* image = x + i / windows.count() * s.in_size();
      Index c = 0;
      for (; c + lanes <= s.channels; c += lanes) {
        max_of_window(windows.begin(window), windows.end(window), image + c, y + i * s.channels + c,
                      numbers.data() + c);
      }
      for (; c < s.channels; ++c) {
        Scalar best = -std::numeric_limits<Scalar>::infinity(), chosen = 0;
        for (const Tap* tap = windows.begin(window); tap != windows.end(window); ++tap) {
          const Scalar value = image[tap->pixel + c];
          if (!(value > best || std::isnan(value))) continue;
          best = value;
          chosen = static_cast<Scalar>(tap->number);
        }
        y[i * s.channels + c] = best;
        numbers[static_cast<std::size_t>(c)] = chosen;
      }
      store_as_bytes(numbers.data(), s.channels, choice + i * s.channels);
    }
  });
}

void max_pool2d_backward(const PoolShape& s, const Scalar* dy, const std::uint8_t* choice, Scalar* dx) {
  const Windows windows(s);
  parallel_for(s.n, images_per_task(s.in_size()), [&](Index begin, Index end) {
    for (Index n = begin; n < end; ++n) {
      Scalar* image = dx + n * s.in_size();
      std::fill_n(image, s.in_size(), Scalar(0));
      for (Index window = 0; window < windows.count(); ++window) {
        const Index from = n * s.out_size() + window * s.channels;
        for (const Tap* tap = windows.begin(window); tap != windows.end(window); ++tap) {
          add_where_chosen(s.channels, dy + from, choice + from, tap->number, image + tap->pixel);
        }
      }
    }
  });
}

void avg_pool2d(const PoolShape& s, const Scalar* x, Scalar* y) {
  const Windows windows(s);
  const Scalar share = Scalar(1) / static_cast<Scalar>(s.kernel * s.kernel);
  parallel_for(s.n, images_per_task(s.in_size()), [&](Index begin, Index end) {
    for (Index i = begin * windows.count(); i < end * windows.count(); ++i) {
      const Index window = i % windows.count();
      const Scalar* image = x + i / windows.count() * s.in_size();
      std::fill_n(y + i * s.channels, s.channels, Scalar(0));
      for (const Tap* tap = windows.begin(window); tap != windows.end(window); ++tap) {
        add_scaled(s.channels, image + tap->pixel, share, y + i * s.channels);
      }
    }
  });
}

void avg_pool2d_backward(const PoolShape& s, const Scalar* dy, Scalar* dx) {
  const Windows windows(s);
  const Scalar share = Scalar(1) / static_cast<Scalar>(s.kernel * s.kernel);
  parallel_for(s.n, images_per_task(s.in_size()), [&](Index begin, Index end) {
    for (Index n = begin; n < end; ++n) {
      Scalar* image = dx + n * s.in_size();
      std::fill_n(image, s.in_size(), Scalar(0));
      for (Index window = 0; window < windows.count(); ++window) {
        const Scalar* gradient = dy + n * s.out_size() + window * s.channels;
        for (const Tap* tap = windows.begin(window); tap != windows.end(window); ++tap) {
          add_scaled(s.channels, gradient, share, image + tap->pixel);
        }
      }
    }
  });
}

void global_avg_pool(Index n, Index pixels, Index channels, const Scalar* x, Scalar* y) {
  const Scalar share = Scalar(1) / static_cast<Scalar>(pixels);
  parallel_for(n, images_per_task(pixels * channels), [=](Index begin, Index end) {
    for (Index image = begin; image < end; ++image) {
      Scalar* sum = y + image * channels;
      std::fill_n(sum, channels, Scalar(0));
      for (Index p = 0; p < pixels; ++p) add_scaled(channels, x + (image * pixels + p) * channels, share, sum);
    }
  });
}

void global_avg_pool_backward(Index n, Index pixels, Index channels, const Scalar* dy, Scalar* dx) {
  const Scalar share = Scalar(1) / static_cast<Scalar>(pixels);
  parallel_for(n, images_per_task(pixels * channels), [=](Index begin, Index end) {
    for (Index image = begin; image < end; ++image) {
      Scalar* to = dx + image * pixels * channels;
      for (Index i = 0; i < channels; ++i) to[i] = dy[image * channels + i] * share;
      for (Index p = 1; p < pixels; ++p) std::copy_n(to, channels, to + p * channels);
    }
  });
}

}  // namespace selfsame::kernels
