/// \file
/// Dots of a figure: where they lie, and the colour of their class. Internal to report/.
#pragma once

#include <vector>

#include "selfsame/core/xt.hpp"

namespace selfsame::report {

/// A place in a figure, in its units; y grows downwards.
struct Dot {
  double x;  ///< from the left
  double y;  ///< from above
};

/// Points as large as they fit into a box, in its middle, with a little room to its sides; proportions are kept.
/// \param places  (N, 2)
/// \throws ShapeError if `places` has another shape
/// \throws Error      if a place is not finite
std::vector<Dot> in_box(const Array& places, double width, double height);

/// The colour of class 0, 1, ...; ten classes have one each, those after them the same again.
const char* class_color(Index label);

}  // namespace selfsame::report
