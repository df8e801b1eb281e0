/// \file
/// What a classifier of the plane says everywhere, drawn: a panel a method.
#pragma once

#include <string>
#include <vector>

#include "selfsame/report/figures.hpp"
#include "t03_map_of_ssl/point_methods.hpp"

namespace selfsame::tutorials {

/// One panel: a method and its answer on a grid of points.
struct Panel {
  std::string title;  ///< the method and its accuracy
  Array shares;       ///< probability of class 1 at `grid_points`, row by row
};

/// Where panels are sampled: (columns * rows, 2), from the lower left, a row of equal y after another.
Array grid_points();

/// The panel of a trained classifier.
Panel panel_of(const std::string& title, const Trained& trained);

/// All panels, four in a row, behind a first one with the classes as they are. Needs gnuplot; without it the figure has
/// no SVG.
report::Figure boundaries_figure(const std::string& plane, const PlaneTask& task, const std::vector<Panel>& panels,
                                 const std::string& caption);

}  // namespace selfsame::tutorials
