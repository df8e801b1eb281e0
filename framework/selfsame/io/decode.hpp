/// \file
/// The two decoders behind `read_image`, and the checks they share. `name` is what errors call the picture.
/// Internal to io/, image.cpp and decode_*.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "selfsame/io/image.hpp"

namespace selfsame::io {

constexpr Index longest_picture_side = 16384;  ///< beyond it, a header is more likely damaged than the picture so large

/// \throws Error  unless both sides have 1 to `longest_picture_side` pixels
void check_picture_size(const std::string& name, Index height, Index width);

/// A PNG file into pixels as `read_image` describes. \throws Error  if it is damaged
Picture decode_png(const std::string& name, const std::vector<std::uint8_t>& bytes);

/// A JPEG file into pixels as `read_image` describes. \throws Error  if it is damaged in a way that loses pixels
Picture decode_jpeg(const std::string& name, const std::vector<std::uint8_t>& bytes);

/// The orientation, 1 to 8, that the Exif data in a JPEG's APP1 marker gives (tag 0x0112; Exif 2.3, 4.6.4); 1, upright,
/// where there is none or it is damaged.
int exif_orientation(const std::uint8_t* marker, std::size_t size);

/// Turns and mirrors the pixels as `orientation` says, so that the picture stands as it was taken.
void make_upright(Picture& picture, int orientation);

}  // namespace selfsame::io
