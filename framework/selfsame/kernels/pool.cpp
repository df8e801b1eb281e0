// Pooling, channels last: the inner loops run along the channels, which the compiler turns into vectors.
#include "selfsame/kernels/pool.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "selfsame/core/parallel.hpp"

namespace selfsame::kernels {
namespace {

// As wide as a Scalar, so that choosing a value and choosing its number are the same vector operation.
using Choice = std::conditional_t<sizeof(Scalar) == 4, std::int32_t, std::int64_t>;

// Channels treated at a time; their maxima stay in the L1 cache.
constexpr Index channels_at_once = 64;

Index images_per_task(Index image_size) { return 1 + (1 << 14) / (image_size + 1); }

// Calls visit(tap, input pixel) for the values of output pixel (r, c)'s window that lie inside the image.
template <class Visit>
void for_each_tap(const PoolShape& s, Index r, Index c, Visit&& visit) {
  const Index top = r * s.stride - s.padding, left = c * s.stride - s.padding;
  for (Index a = std::max<Index>(0, -top); a < std::min(s.kernel, s.h - top); ++a) {
    for (Index b = std::max<Index>(0, -left); b < std::min(s.kernel, s.w - left); ++b) {
      visit(a * s.kernel + b, (top + a) * s.w + left + b);
    }
  }
}

// Calls visit(image, r, c, output pixel) for every output pixel, images divided among the threads.
template <class Begin, class Visit>
void for_each_output(const PoolShape& s, Begin&& begin_image, Visit&& visit) {
  parallel_for(s.n, images_per_task(s.in_size()), [&](Index begin, Index end) {
    for (Index n = begin; n < end; ++n) {
      begin_image(n);
      for (Index r = 0; r < s.out_h(); ++r) {
        for (Index c = 0; c < s.out_w(); ++c) visit(n, r, c, (n * s.out_h() + r) * s.out_w() + c);
      }
    }
  });
}

void keep_larger(Index count, const Scalar* __restrict x, Choice number, Scalar* __restrict best,
                 Choice* __restrict chosen) {
  for (Index i = 0; i < count; ++i) {
    const bool larger = !(x[i] <= best[i]);
    best[i] = larger ? x[i] : best[i];
    chosen[i] = larger ? number : chosen[i];
  }
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
  for_each_output(s, [](Index) {}, [&](Index n, Index r, Index c, Index pixel) {
    for (Index first = 0; first < s.channels; first += channels_at_once) {
      const Index count = std::min(channels_at_once, s.channels - first);
      Scalar best[channels_at_once];
      Choice chosen[channels_at_once];
      std::fill_n(best, count, -std::numeric_limits<Scalar>::infinity());
      std::fill_n(chosen, count, Choice(0));
      for_each_tap(s, r, c, [&](Index tap, Index from) {
        keep_larger(count, x + n * s.in_size() + from * s.channels + first, static_cast<Choice>(tap), best, chosen);
      });
      const Index to = pixel * s.channels + first;
      std::copy_n(best, count, y + to);
      for (Index i = 0; i < count; ++i) choice[to + i] = static_cast<std::uint8_t>(chosen[i]);
    }
  });
}

void max_pool2d_backward(const PoolShape& s, const Scalar* dy, const std::uint8_t* choice, Scalar* dx) {
  const auto clear = [&](Index n) { std::fill_n(dx + n * s.in_size(), s.in_size(), Scalar(0)); };
  for_each_output(s, clear, [&](Index n, Index r, Index c, Index pixel) {
    for_each_tap(s, r, c, [&](Index tap, Index to) {
      add_where_chosen(s.channels, dy + pixel * s.channels, choice + pixel * s.channels, static_cast<std::uint8_t>(tap),
                       dx + n * s.in_size() + to * s.channels);
    });
  });
}

void avg_pool2d(const PoolShape& s, const Scalar* x, Scalar* y) {
  const Scalar share = Scalar(1) / static_cast<Scalar>(s.kernel * s.kernel);
  for_each_output(s, [](Index) {}, [&](Index n, Index r, Index c, Index pixel) {
    std::fill_n(y + pixel * s.channels, s.channels, Scalar(0));
    for_each_tap(s, r, c, [&](Index, Index from) {
      add_scaled(s.channels, x + n * s.in_size() + from * s.channels, share, y + pixel * s.channels);
    });
  });
}

void avg_pool2d_backward(const PoolShape& s, const Scalar* dy, Scalar* dx) {
  const Scalar share = Scalar(1) / static_cast<Scalar>(s.kernel * s.kernel);
  const auto clear = [&](Index n) { std::fill_n(dx + n * s.in_size(), s.in_size(), Scalar(0)); };
  for_each_output(s, clear, [&](Index n, Index r, Index c, Index pixel) {
    for_each_tap(s, r, c, [&](Index, Index to) {
      add_scaled(s.channels, dy + pixel * s.channels, share, dx + n * s.in_size() + to * s.channels);
    });
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
