/// \file
/// Copying an image into a frame of zeros. Internal to kernels/conv*.cpp.
#pragma once

#include <algorithm>

#include "selfsame/core/types.hpp"

namespace selfsame::kernels::detail {

/// An image (h, w, channels) with a frame of zeros, so that the inner loops have no borders.
struct Frame {
  Index h, w, channels, top, left, padded_h, padded_w;
  bool needed() const { return padded_h != h || padded_w != w; }
  Index size() const { return padded_h * padded_w * channels; }

  void copy(const Scalar* image, Scalar* padded) const {
    const Index row = padded_w * channels;
    std::fill_n(padded, top * row, Scalar(0));
    for (Index r = 0; r < h; ++r) {
      Scalar* to = padded + (top + r) * row;
      std::fill_n(to, left * channels, Scalar(0));
      std::copy_n(image + r * w * channels, w * channels, to + left * channels);
      std::fill(to + (left + w) * channels, to + row, Scalar(0));
    }
    std::fill(padded + (top + h) * row, padded + size(), Scalar(0));
  }
};

}  // namespace selfsame::kernels::detail
