/// \file
/// Pictures of other sizes.
#pragma once

#include "selfsame/io/image.hpp"

namespace selfsame::io {

/// The picture at another size, by linear interpolation that averages where it shrinks (Pillow's BILINEAR,
/// torchvision's `Resize` with antialias).
/// \throws ShapeError  if a side is not positive
Picture resize(const Picture& picture, Index height, Index width);

/// The largest square in the middle of the picture, as `side` x `side` pixels.
/// \throws ShapeError  if `side` is not positive
Picture square(const Picture& picture, Index side);

}  // namespace selfsame::io
