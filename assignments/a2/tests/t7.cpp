// a2.t7: max-pooling, and which value won.
#include <vector>

#include "check.hpp"
#include "selfsame/kernels/pool.hpp"

using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::filled;
using selfsame::Index;
using selfsame::Scalar;
using selfsame::tensor;
using selfsame::kernels::PoolShape;

namespace {

// What the student's loops write over sevens.
struct Pooled {
  Array y;
  std::vector<std::uint8_t> choice;
};

Pooled pool(const PoolShape& s, const Array& x) {
  Pooled p{filled({s.n, s.out_h(), s.out_w(), s.channels}, 7), {}};
  p.choice.assign(static_cast<std::size_t>(s.n * s.out_size()), 77);
  selfsame::kernels::max_pool2d_plain(s, x.data(), p.y.data(), p.choice.data());
  return p;
}

// The choices as an array in the shape of y, for comparisons.
Array choices(const Pooled& p) {
  Array numbers = p.y;
  for (std::size_t i = 0; i < p.choice.size(); ++i) numbers.data()[i] = static_cast<Scalar>(p.choice[i]);
  return numbers;
}

Array window(double a, double b, double c, double d) { return tensor({1, 2, 2, 1}, {a, b, c, d}).data(); }
Array one(double value) { return filled({1, 1, 1, 1}, static_cast<Scalar>(value)); }

const PoolShape two_by_two{1, 2, 2, 1, 2, 2};

}  // namespace

TEST_CASE("one window: the page's numbers") {
  const Pooled p = pool(two_by_two, window(1, 3, 4, 2));
  check_close("the maximum of [[1, 3], [4, 2]]", p.y, one(4),
              {{one(7), "y was not written: it may hold anything before, so set it first"},
               {one(2), "the last value is kept, whatever it is; keep the largest"},
               {one(1), "this is the minimum, or the first value; keep the largest"},
               {one(2.5), "this is the mean; max-pooling keeps the largest"}});
  check_close("which of the four won", choices(p), one(2),
              {{one(77), "choice was not written"},
               {one(1), "places are counted row by row: row * kernel + column"},
               {one(3), "the choice is the last place; keep it together with the maximum"}});
}

TEST_CASE("of equal values the first one wins") {
  check_close("which of four equal values won", choices(pool(two_by_two, window(5, 5, 5, 5))), one(0),
              {{one(3), "of equal values the last one won; the first is asked for: compare with >, not with >="},
               {one(77), "choice was not written"}});
  const Pooled p = pool(two_by_two, window(5, 5, 5, 5));
  Array dx = filled({1, 2, 2, 1}, 7);
  selfsame::kernels::max_pool2d_backward_plain(two_by_two, one(1).data(), p.choice.data(), dx.data());
  check_close("the gradient of four equal values", dx, window(1, 0, 0, 0));
}

TEST_CASE("negative values have a maximum, too") {
  check_close("the maximum of [[-3, -1], [-4, -2]]", pool(two_by_two, window(-3, -1, -4, -2)).y, one(-1),
              {{one(0), "the maximum began at 0; begin below every number, at minus infinity"},
               {one(7), "the maximum began at what was in y; begin at minus infinity"},
               {one(4), "you took the largest magnitude; the sign counts"}});
}

TEST_CASE("the frame never wins") {
  const PoolShape s{1, 2, 2, 1, 2, 2, 1};
  const Pooled p = pool(s, window(-1, -2, -3, -4));
  check_close("[[-1, -2], [-3, -4]], windows of 2 with padding 1", p.y, window(-1, -2, -3, -4),
              {{filled({1, 2, 2, 1}, 0), "the frame won as a 0; it is not part of any window"}});
  check_close("places in the window, of which the frame takes part", choices(p), window(3, 2, 1, 0));
}

TEST_CASE("channels and images do not mix; windows that overlap") {
  const PoolShape s{random_size(2, 3), random_size(6, 7), random_size(4, 5), random_size(2, 3, 1), 3, 2, 1};
  const Array x = random_array({s.n, s.h, s.w, s.channels});
  Array expected = filled({s.n, s.out_h(), s.out_w(), s.channels}, -100);
  for (Index n = 0; n < s.n; ++n) {
    for (Index row = 0; row < s.h; ++row) {
      for (Index col = 0; col < s.w; ++col) {
        for (Index i = 0; i < s.channels; ++i) {
          for (Index r = 0; r < s.out_h(); ++r) {
            for (Index c = 0; c < s.out_w(); ++c) {
              const bool inside = row - 2 * r >= -1 && row - 2 * r <= 1 && col - 2 * c >= -1 && col - 2 * c <= 1;
              if (inside) expected(n, r, c, i) = std::max(expected(n, r, c, i), x(n, row, col, i));
            }
          }
        }
      }
    }
  }
  const Pooled p = pool(s, x);
  check_close(selfsame::concat("windows of 3, 2 apart, with padding 1, of ", x.shape()), p.y, expected);
  Array dx = x;
  selfsame::kernels::max_pool2d_backward_plain(s, filled(p.y.shape(), 1).data(), p.choice.data(), dx.data());
  double sum = 0, total = 0;
  for (Index e = 0; e < selfsame::count(x); ++e) sum += double{dx.data()[e]} * double{x.data()[e]};
  for (const Scalar& v : expected) total += double{v};
  check_close("the values that were chosen, added up", sum, total);
}
