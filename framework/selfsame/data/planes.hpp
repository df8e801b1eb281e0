/// \file
/// Labelled points in the plane, drawn at random: data sets that can be looked at whole.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "selfsame/core/xt.hpp"

namespace selfsame::data {

/// Points and the class of each, classes in turn: 0, 1, 0, 1, ...
struct PlanePoints {
  Array points;    ///< (N, 2), x and y; spread about 1 around 0
  Indices labels;  ///< N
};

/// Names that `draw_plane` takes, all with two classes:
/// - `blobs`: two slanted Gaussian clouds side by side, one a class
/// - `moons`: two half circles, one turned over and hooked into the other
/// - `circles`: a ring around a disc
/// - `flat`: an evenly filled square; its classes meet along a wave that nothing in the points gives away
/// - `crossed`: two clouds, left and right, and classes that cut straight through both: upper against lower half
const std::vector<std::string>& plane_names();

/// Classes of every plane.
constexpr Index plane_classes = 2;

/// Draws points of one plane. Equal arguments give equal points; a longer draw begins like a shorter one.
/// \throws UsageError if there is no plane of this name
PlanePoints draw_plane(const std::string& name, Index count, std::uint64_t seed);

}  // namespace selfsame::data
