/// \file
/// Rotation pretext task (Gidaris et al. 2018): tell by how many quarter turns an image was rotated.
#pragma once

#include "selfsame/core/tensor.hpp"

/// Learning from images without labels, or with few.
namespace selfsame::ssl {

/// What `rotate_four_ways` returns.
struct RotatedBatch {
  Tensor images;      ///< (4 B, H, W, C): all images upright, then all turned once, twice, three times
  Indices rotations;  ///< (4 B) quarter turns counter-clockwise, 0 to 3: the labels that cost nothing
};

/// Every image in its four orientations. Rotations are exact: pixels move, nothing is interpolated.
///
/// \param images  (B, H, W, C) with H = W
/// \throws ShapeError  unless the images are square
RotatedBatch rotate_four_ways(const Tensor& images);

}  // namespace selfsame::ssl
