/// \file
/// Image files: PNG and JPEG into 8-bit pixels, and pixels into PNG.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "selfsame/core/types.hpp"

namespace selfsame::io {

/// An 8-bit picture, channels last: pixel (y, x) begins at `pixels[(y * width + x) * channels]`.
struct Picture {
  Index height = 0,                  ///< rows
      width = 0,                     ///< columns
      channels = 0;                  ///< 1 (grey) or 3 (red, green, blue)
  std::vector<std::uint8_t> pixels;  ///< (height, width, channels)
  bool turned = false;               ///< whether Exif data had it turned or mirrored
};

/// Reads a PNG or JPEG file; which of the two it is, its first bytes decide and not its name.
///
/// Grey files give one channel, all others three. Of PNG, the stored values count: a gamma chunk changes none, 16 bits
/// become 8 by their high byte, and what is transparent is laid over black, value * opacity / 255. Pillow does the
/// first two; its `convert("RGB")` drops opacity, which shows what was not meant to be seen. Of JPEG, CMYK and YCCK
/// become red, green, blue by Pillow's formula, and a photo is turned upright as its Exif data say, as by Pillow's
/// `ImageOps.exif_transpose`; torchvision's ImageFolder leaves it lying. Errors that lose no pixel are overlooked.
/// \throws Error  if the file is missing, is neither PNG nor JPEG, is damaged or cut short, or is wider or higher than
///                16,384 pixels
Picture read_image(const std::string& path);

/// The same from bytes in memory; errors call them `name`.
Picture decode_image(const std::string& name, const std::vector<std::uint8_t>& bytes);

/// The pixels as the bytes of a PNG file, for example to embed a picture into a page.
///
/// \param pixels  (height, width, channels); channels is 1, 3 or 4 (with opacity)
/// \throws ShapeError  for another number of channels or an empty picture
std::vector<std::uint8_t> png_bytes(const std::uint8_t* pixels, Index height, Index width, Index channels);

/// Writes the pixels as a PNG file. A file of that name is replaced in one step, only once the new one is complete.
/// \throws ShapeError  as `png_bytes`
/// \throws Error       if the file cannot be written
void write_png(const std::string& path, const std::uint8_t* pixels, Index height, Index width, Index channels);

/// The bytes in base64 (RFC 4648), as data URLs want them.
std::string base64(const std::vector<std::uint8_t>& bytes);

}  // namespace selfsame::io
