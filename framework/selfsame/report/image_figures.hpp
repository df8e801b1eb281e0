/// \file
/// Figures made of pictures: augmentation galleries, mistakes, first-layer filters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "selfsame/core/xt.hpp"
#include "selfsame/io/image.hpp"
#include "selfsame/report/figures.hpp"

namespace selfsame::report {

/// The images side by side as one picture, row by row; where they end, and between them, it is white.
///
/// \param images  (N, H, W, C) with C 1 or 3
/// \param columns, gap  images in a row; pixels between two of them
/// \param low, high     the values that become black and white
/// \param rows          of the picture; 0: as many as the images fill
io::Picture tiled(const Array& images, Index columns, Index gap, Scalar low, Scalar high, Index rows = 0);

/// A grid of small images, row by row, with a label beside each row and one above each column.
///
/// \param images         (rows * columns, H, W, C) with C 1 or 3, any range: see `low` and `high`
/// \param columns        images in a row
/// \param row_labels     one a row, or empty
/// \param column_labels  one a column, or empty
/// \param low            the value drawn black; with `high`, the one drawn white. Where both are 0 (the default), the
///                       least and the greatest value of the array
/// \param framed         positions of images that get an orange frame
/// \throws ShapeError    if the number of images does not fill the rows or labels are missing
Figure image_grid(const std::string& name, const std::string& title, const Array& images, Index columns,
                  const std::vector<std::string>& row_labels, const std::vector<std::string>& column_labels,
                  const std::string& caption, Scalar low = 0, Scalar high = 0, const Indices& framed = {});

/// The filters of a first convolution, one tile each, scaled together so that 0 is mid-grey.
/// \param weight       (kh, kw, in, out); `in` must be 1 or 3
/// \throws ShapeError  if it is not
Figure filters_figure(const std::string& name, const std::string& title, const Array& weight,
                      const std::string& caption);

}  // namespace selfsame::report
