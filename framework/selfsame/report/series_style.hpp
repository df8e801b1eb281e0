/// \file
/// One look for each method: the same colour in every figure that a program draws.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace selfsame::report {

/// How a curve, or a bar, is drawn.
struct SeriesStyle {
  std::string color;  ///< "#8b5cf6"; empty: none of its own
  int dash = 1;       ///< 1 is a solid line and a full bar; others, as gnuplot numbers them, are dashed, and paler bars
};

/// Says how methods look that have a look of their own; for names that it does not know it returns no colour.
using StyleOf = std::function<SeriesStyle(const std::string& name)>;

/// From now on all figures of the process ask `style_of`; an empty one ends that. A program calls it once, before it
/// draws: reports know no method by name.
void set_series_styles(StyleOf style_of);

/// The styles of the curves or bars of one figure, by their names. Where two have the same, the second is dashed in
/// another way. Names without a look of their own get the colours that are left, in the order of `series_colors`; once
/// these are used up, the same ones dashed.
std::vector<SeriesStyle> series_styles(const std::vector<std::string>& names);

}  // namespace selfsame::report
