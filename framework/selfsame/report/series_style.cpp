#include "selfsame/report/series_style.hpp"

#include <set>
#include <utility>

#include "selfsame/report/gnuplot.hpp"

namespace selfsame::report {
namespace {

StyleOf& style_of_process() {
  static StyleOf style_of;
  return style_of;
}

}  // namespace

void set_series_styles(StyleOf style_of) { style_of_process() = std::move(style_of); }

std::vector<SeriesStyle> series_styles(const std::vector<std::string>& names) {
  const StyleOf& style_of = style_of_process();
  std::vector<SeriesStyle> styles(names.size());
  std::set<std::pair<std::string, int>> taken;
  std::set<std::string> owned;  // colours of methods in this figure
  for (std::size_t i = 0; style_of && i < names.size(); ++i) {
    SeriesStyle style = style_of(names[i]);
    if (style.color.empty()) continue;
    while (!taken.insert({style.color, style.dash}).second) ++style.dash;
    owned.insert(style.color);
    styles[i] = style;
  }
  std::vector<std::string> left;
  for (const char* color : series_colors) {
    if (owned.count(color) == 0) left.push_back(color);
  }
  if (left.empty()) left.assign(std::begin(series_colors), std::end(series_colors));
  std::size_t next = 0;
  for (SeriesStyle& style : styles) {
    if (!style.color.empty()) continue;
    style = {left[next % left.size()], next < left.size() ? 1 : 2};
    while (!taken.insert({style.color, style.dash}).second) ++style.dash;
    ++next;
  }
  return styles;
}

}  // namespace selfsame::report
