#include <cstring>

#include "selfsame/io/decode.hpp"

namespace selfsame::io {

int exif_orientation(const std::uint8_t* marker, std::size_t size) {
  // "Exif\0\0", then a TIFF file: byte order, 42, offset of its first directory, which counts entries of 12 bytes.
  if (size < 14 || std::memcmp(marker, "Exif\0\0", 6) != 0) return 1;
  const std::uint8_t* tiff = marker + 6;
  size -= 6;
  const bool little = tiff[0] == 'I';
  const auto two = [&](std::size_t at) {
    return static_cast<std::size_t>(little ? tiff[at] | tiff[at + 1] << 8 : tiff[at] << 8 | tiff[at + 1]);
  };
  const std::size_t directory = little ? two(4) | two(6) << 16 : two(4) << 16 | two(6);
  if (directory + 2 > size) return 1;
  const std::size_t entries = two(directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    if (entry + 12 > size) return 1;
    if (two(entry) != 0x0112) continue;
    const std::size_t orientation = two(entry + 8);
    return two(entry + 2) == 3 && orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
  }
  return 1;
}

void make_upright(Picture& picture, int orientation) {
  if (orientation == 1) return;
  const bool sideways = orientation >= 5;  // rows and columns change places
  const bool flip_rows = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  const bool flip_columns = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
  const Index height = sideways ? picture.width : picture.height, width = sideways ? picture.height : picture.width;
  std::vector<std::uint8_t> upright;
  upright.reserve(picture.pixels.size());
  for (Index y = 0; y < height; ++y) {
    for (Index x = 0; x < width; ++x) {
      const Index turned_y = flip_rows ? height - 1 - y : y, turned_x = flip_columns ? width - 1 - x : x;
      const Index stored_y = sideways ? turned_x : turned_y, stored_x = sideways ? turned_y : turned_x;
      const std::uint8_t* pixel = picture.pixels.data() + (stored_y * picture.width + stored_x) * picture.channels;
      upright.insert(upright.end(), pixel, pixel + picture.channels);
    }
  }
  picture.pixels = std::move(upright);
  picture.height = height;
  picture.width = width;
  picture.turned = true;
}

}  // namespace selfsame::io
