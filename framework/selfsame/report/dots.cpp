#include "selfsame/report/dots.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/report/gnuplot.hpp"

namespace selfsame::report {

std::vector<Dot> in_box(const Array& places, double width, double height) {
  require(places.dimension() == 2 && places.shape()[1] == 2, "in_box: places ", places.shape(), "; (N, 2) is expected");
  require<Error>(std::all_of(places.begin(), places.end(), [](Scalar x) { return std::isfinite(x); }),
                 "in_box: a place is not finite");
  const Index n = places.shape()[0];
  Dot low{HUGE_VAL, HUGE_VAL}, high{-HUGE_VAL, -HUGE_VAL};
  for (Index i = 0; i < n; ++i) {
    low = {std::min(low.x, double{places(i, 0)}), std::min(low.y, double{places(i, 1)})};
    high = {std::max(high.x, double{places(i, 0)}), std::max(high.y, double{places(i, 1)})};
  }
  constexpr double edge = 8;
  const double scale = std::min((width - 2 * edge) / std::max(high.x - low.x, 1e-12),
                                (height - 2 * edge) / std::max(high.y - low.y, 1e-12));
  std::vector<Dot> dots;
  for (Index i = 0; i < n; ++i) {
    dots.push_back({width / 2 + scale * (double{places(i, 0)} - (low.x + high.x) / 2),
                    height / 2 + scale * (double{places(i, 1)} - (low.y + high.y) / 2)});
  }
  return dots;
}

const char* class_color(Index label) {
  constexpr const char* more[] = {"#dc2626", "#65a30d"};
  const Index i = label % (series_color_count + 2);
  return i < series_color_count ? series_colors[i] : more[i - series_color_count];
}

}  // namespace selfsame::report
