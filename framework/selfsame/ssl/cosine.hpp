/// \file
/// Cosine similarities: how alike are two vectors, whatever their lengths?
#pragma once

#include "selfsame/core/xt.hpp"

namespace selfsame::ssl {

/// The cosine of the angle between every row of `a` and every row of `b`, by plain loops: 1 for the same direction, 0
/// for a right angle, -1 for opposite ones. A row shorter than 1e-12 counts as that long, so a row of zeros is like
/// nothing.
///
/// Losses take the same numbers from a matrix product of unit rows; `nt_xent_plain` takes them from here.
/// \param a, b  (M, D) and (N, D)
/// \return      (M, N)
/// \throws ShapeError  if the widths differ
Array cosine_similarities_plain(const Array& a, const Array& b);

}  // namespace selfsame::ssl
