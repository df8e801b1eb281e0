/// \file
/// Features of images as dots in the plane; in a browser, the images behind them.
#pragma once

#include <string>
#include <vector>

#include "selfsame/core/xt.hpp"
#include "selfsame/report/figures.hpp"

namespace selfsame::report {

/// One map of the images, for example by the features of one network.
struct MapPanel {
  std::string title;   ///< above it
  Array places;        ///< (N, 2): where each image lies
  Indices neighbours;  ///< (N, k): those nearest to each image, nearest first
};

/// Maps of the same images side by side, a dot an image, coloured and named by class; below each map an image and its
/// neighbours, in frames if they are of another class. In a browser these follow the pointer or the arrow keys: the
/// SVG holds all images as one picture in 16 greys a channel, and a script that asks for nothing else.
///
/// \param images       (N, H, W, 1 or 3)
/// \param labels       N classes, ascending
/// \param class_names  of class 0, 1, ...
/// \param shown        the image that is shown at first
/// \throws ShapeError  if sizes do not fit each other, labels do not ascend or are no classes, or a neighbour or
///                     `shown` is no image
Figure embedding_map(const std::string& name, const std::string& title, const std::vector<MapPanel>& panels,
                     const Array& images, const Indices& labels, const std::vector<std::string>& class_names,
                     Index shown, const std::string& caption);

}  // namespace selfsame::report
