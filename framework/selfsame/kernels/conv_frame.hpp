/// \file
/// Copying an image into a frame of zeros. Internal to kernels/conv*.cpp.
#pragma once

#include <algorithm>

#include "selfsame/core/types.hpp"

namespace selfsame::kernels::detail {

// [frame]
/// An image (h, w, channels) with a frame of zeros, so that the inner loops have no borders.
struct Frame {
  Index h, w, channels, top, left, padded_h, padded_w;
  Index pitch = channels;  ///< values from one pixel to the next in the copy; more than `channels` leaves a gap
  bool needed() const { return padded_h != h || padded_w != w || pitch != channels; }
  Index size() const { return padded_h * padded_w * pitch; }

  void copy(const Scalar* image, Scalar* padded) const {
    const Index row = padded_w * pitch;
    std::fill_n(padded, top * row, Scalar(0));
    for (Index r = 0; r < h; ++r) {
      Scalar* to = padded + (top + r) * row;
      std::fill_n(to, left * pitch, Scalar(0));
      to = copy_row(image + r * w * channels, to + left * pitch);
      std::fill(to, padded + (top + r + 1) * row, Scalar(0));
    }
    std::fill(padded + (top + h) * row, padded + size(), Scalar(0));
  }

 private:
  Scalar* copy_row(const Scalar* from, Scalar* to) const {
    if (pitch == channels) return std::copy_n(from, w * channels, to);
    for (Index c = 0; c < w; ++c, from += channels, to += pitch) std::copy_n(from, channels, to);
    return to;
  }
};
// [frame]

}  // namespace selfsame::kernels::detail
