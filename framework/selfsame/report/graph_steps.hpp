/// \file
/// What is said of the points of a graph, step by step; in a page, a slider chooses the step.
#pragma once

#include <string>
#include <vector>

#include "selfsame/report/figures.hpp"
#include "selfsame/ssl/neighbour_graph.hpp"

namespace selfsame::report {

/// The points of a graph in the plane, and some of them labelled.
struct PlaneGraph {
  Array places;               ///< (N, 2), x and y, which grows upwards
  ssl::NeighbourGraph graph;  ///< of N nodes; its edges are drawn behind the points
  Indices labels;             ///< N true classes: 0, 1, ...
  Indices known;              ///< points whose label was given; they are ringed
};

/// What is said of all points after a number of steps.
struct StepShares {
  Index step;    ///< how many there have been
  Array shares;  ///< (N, classes) of each class, rows sum to 1; where two share the largest, there is no answer yet
};

/// Points coloured by their largest share, pale where unsure (`ssl::confidence`) and empty where there is no answer, a
/// cross on those that are wrong, and below them how many these are. An HTML page that holds the SVG gets a slider
/// under it, by a script of its own that asks for nothing else; alone, or without scripts, the figure stays as it is.
///
/// \param steps  in the slider's order
/// \param shown  the one of `steps` that is shown at first
/// \throws ShapeError  if sizes do not fit each other, there is no step, or `shown`, a label or a known point is none
/// \throws Error       if a place is not finite
Figure graph_steps(const std::string& name, const std::string& title, const PlaneGraph& points,
                   const std::vector<StepShares>& steps, Index shown, const std::string& caption);

}  // namespace selfsame::report
