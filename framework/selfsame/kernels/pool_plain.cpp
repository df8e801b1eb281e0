// What pooling is. The fast kernels are tested against these loops.
#include <algorithm>
#include <cmath>
#include <limits>

#include "selfsame/kernels/pool.hpp"

namespace selfsame::kernels {
namespace {

// Calls visit(x, tap, y) for every window value inside the image: position in x, place in the window, position in y.
template <class Visit>
void for_each_window_value(const PoolShape& s, Visit&& visit) {
  for (Index n = 0; n < s.n; ++n) {
    for (Index r = 0; r < s.out_h(); ++r) {
      for (Index c = 0; c < s.out_w(); ++c) {
        for (Index tap = 0; tap < s.kernel * s.kernel; ++tap) {
          const Index row = r * s.stride + tap / s.kernel - s.padding, col = c * s.stride + tap % s.kernel - s.padding;
          if (row < 0 || row >= s.h || col < 0 || col >= s.w) continue;
          for (Index i = 0; i < s.channels; ++i) {
            visit(((n * s.h + row) * s.w + col) * s.channels + i, tap,
                  ((n * s.out_h() + r) * s.out_w() + c) * s.channels + i);
          }
        }
      }
    }
  }
}

}  // namespace

void max_pool2d_plain(const PoolShape& s, const Scalar* x, Scalar* y, std::uint8_t* choice) {
  //! BEGIN SOLUTION a2.t7
  //! x (n, h, w, channels); y and choice (n, out_h, out_w, channels). for_each_window_value(s, visit), above, calls
  //! visit for each value of each window that is inside the image, row by row: with its position in x, its place in the
  //! window, row * kernel + column, and the window's position in y and choice. s.out_size() is one image of y.
  //! What becomes of a NaN is not asked for.
  std::fill_n(y, s.n * s.out_size(), -std::numeric_limits<Scalar>::infinity());
  std::fill_n(choice, s.n * s.out_size(), std::uint8_t(0));
  for_each_window_value(s, [=](Index from, Index tap, Index to) {
    const bool larger = x[from] > y[to] || std::isnan(x[from]);
    if (!larger) return;
    y[to] = x[from];
    choice[to] = static_cast<std::uint8_t>(tap);
  });
  //! END SOLUTION
}

void max_pool2d_backward_plain(const PoolShape& s, const Scalar* dy, const std::uint8_t* choice, Scalar* dx) {
  std::fill_n(dx, s.n * s.in_size(), Scalar(0));
  for_each_window_value(s, [=](Index from, Index tap, Index to) {
    if (choice[to] == tap) dx[from] += dy[to];
  });
}

void avg_pool2d_plain(const PoolShape& s, const Scalar* x, Scalar* y) {
  std::fill_n(y, s.n * s.out_size(), Scalar(0));
  const Scalar share = Scalar(1) / static_cast<Scalar>(s.kernel * s.kernel);
  for_each_window_value(s, [=](Index from, Index, Index to) { y[to] += x[from] * share; });
}

void avg_pool2d_backward_plain(const PoolShape& s, const Scalar* dy, Scalar* dx) {
  std::fill_n(dx, s.n * s.in_size(), Scalar(0));
  const Scalar share = Scalar(1) / static_cast<Scalar>(s.kernel * s.kernel);
  for_each_window_value(s, [=](Index from, Index, Index to) { dx[from] += dy[to] * share; });
}

}  // namespace selfsame::kernels
