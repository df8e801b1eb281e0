#include "selfsame/io/image.hpp"

#include <fstream>
#include <iterator>

#include <png.h>

#include "selfsame/core/error.hpp"
#include "selfsame/io/decode.hpp"
#include "selfsame/io/file.hpp"

namespace selfsame::io {
namespace {

std::vector<std::uint8_t> read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  require<Error>(file.good(), path, ": cannot be opened; expected a PNG or JPEG file");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

void check_picture_size(const std::string& name, Index height, Index width) {
  constexpr Index longest = longest_picture_side;
  require<Error>(height > 0 && width > 0 && height <= longest && width <= longest, name, ": is ", width, " x ", height,
                 " pixels; expected 1 to ", longest, " along each side");
}

Picture decode_image(const std::string& name, const std::vector<std::uint8_t>& bytes) {
  if (bytes.size() >= 8 && png_sig_cmp(bytes.data(), 0, 8) == 0) return decode_png(name, bytes);
  if (bytes.size() >= 2 && bytes[0] == 0xff && bytes[1] == 0xd8) return decode_jpeg(name, bytes);
  throw Error(concat(name, ": is neither PNG nor JPEG (", bytes.size(), " bytes); replace or remove the file"));
}

Picture read_image(const std::string& path) { return decode_image(path, read_bytes(path)); }

std::vector<std::uint8_t> png_bytes(const std::uint8_t* pixels, Index height, Index width, Index channels) {
  require(height > 0 && width > 0 && (channels == 1 || channels == 3 || channels == 4),
          "png: a picture has 1, 3 or 4 channels and at least one pixel, this is ", Shape{height, width, channels});
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.height = static_cast<png_uint_32>(height);
  png.width = static_cast<png_uint_32>(width);
  png.format = channels == 1 ? PNG_FORMAT_GRAY : channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_RGBA;
  png_alloc_size_t size = 0;
  const bool measured = png_image_write_to_memory(&png, nullptr, &size, 0, pixels, 0, nullptr) != 0;
  std::vector<std::uint8_t> bytes(size);
  require<Error>(measured && png_image_write_to_memory(&png, bytes.data(), &size, 0, pixels, 0, nullptr),
                 "png: cannot encode ", Shape{height, width, channels}, " (", png.message, ")");
  bytes.resize(size);
  return bytes;
}

void write_png(const std::string& path, const std::uint8_t* pixels, Index height, Index width, Index channels) {
  const std::vector<std::uint8_t> bytes = png_bytes(pixels, height, width, channels);
  write_file(path, std::string(bytes.begin(), bytes.end()));
}

std::string base64(const std::vector<std::uint8_t>& bytes) {
  static const char* const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const unsigned group = static_cast<unsigned>(bytes[i]) << 16 |
                           (left > 1 ? static_cast<unsigned>(bytes[i + 1]) << 8 : 0U) |
                           (left > 2 ? static_cast<unsigned>(bytes[i + 2]) : 0U);
    text += digits[group >> 18];
    text += digits[group >> 12 & 63];
    text += left > 1 ? digits[group >> 6 & 63] : '=';
    text += left > 2 ? digits[group & 63] : '=';
  }
  return text;
}

}  // namespace selfsame::io
