#include <csetjmp>
#include <cstring>

#include <png.h>

#include "selfsame/core/error.hpp"
#include "selfsame/io/decode.hpp"

namespace selfsame::io {
namespace {

// libpng reports an error by a call that must not return: it jumps back into decode_rows. Nothing that needs a
// destructor may live in the frames between, so everything belongs to the caller.
struct Decoding {
  const std::vector<std::uint8_t>& bytes;
  std::size_t at = 0;
  char reason[160] = "";
  Index height = 0, width = 0, channels = 0;  // channels as libpng delivers them: 1 to 4, opacity included
  std::vector<std::uint8_t> pixels = {};
  std::vector<png_bytep> rows = {};
};

[[noreturn]] void png_failed(png_structp png, png_const_charp reason) {
  auto* decoding = static_cast<Decoding*>(png_get_error_ptr(png));
  std::strncpy(decoding->reason, reason, sizeof decoding->reason - 1);
  png_longjmp(png, 1);
}

void png_warned(png_structp /*png*/, png_const_charp /*reason*/) {}  // what loses a pixel is an error to libpng

void take_bytes(png_structp png, png_bytep out, png_size_t count) {
  auto* decoding = static_cast<Decoding*>(png_get_io_ptr(png));
  if (decoding->bytes.size() - decoding->at < count) png_error(png, "it is cut short");
  std::memcpy(out, decoding->bytes.data() + decoding->at, count);
  decoding->at += count;
}

// The stored samples, whatever a gamma chunk says of them, as Pillow, OpenCV and torchvision read them too: the
// simplified interface of libpng would take 16 bits for linear light and brighten them.
bool decode_rows(Decoding& decoding) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoding, png_failed, png_warned);
  if (png == nullptr) return false;
  png_infop info = png_create_info_struct(png);
  if (info == nullptr || setjmp(png_jmpbuf(png)) != 0) {
    png_destroy_read_struct(&png, &info, nullptr);
    return false;
  }
  png_set_read_fn(png, &decoding, take_bytes);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // the caller complains about the size
  png_read_info(png, info);
  decoding.height = static_cast<Index>(png_get_image_height(png, info));
  decoding.width = static_cast<Index>(png_get_image_width(png, info));
  if (decoding.height > longest_picture_side || decoding.width > longest_picture_side) {
    png_destroy_read_struct(&png, &info, nullptr);
    return true;
  }
  // Deflate packs at most 1,032 bytes into one (zlib's technical notes): a header that promises more is no picture.
  const double promised = static_cast<double>(png_get_rowbytes(png, info)) * static_cast<double>(decoding.height);
  if (promised > 1032.0 * static_cast<double>(decoding.bytes.size())) png_error(png, "its header promises too much");
  png_set_expand(png);    // palettes to colours, 1, 2 and 4 bits to 8, a transparent colour to opacity
  png_set_strip_16(png);  // the high byte of 16 bits
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  decoding.channels = static_cast<Index>(png_get_channels(png, info));
  decoding.pixels.resize(static_cast<std::size_t>(decoding.height * decoding.width * decoding.channels));
  for (Index y = 0; y < decoding.height; ++y) {
    decoding.rows.push_back(decoding.pixels.data() + y * decoding.width * decoding.channels);
  }
  png_read_image(png, decoding.rows.data());
  png_read_end(png, nullptr);
  png_destroy_read_struct(&png, &info, nullptr);
  return true;
}

// value * opacity / 255, rounded: what is left of a value over black.
std::uint8_t over_black(unsigned value, unsigned opacity) {
  return static_cast<std::uint8_t>((value * opacity + 127) / 255);
}

}  // namespace

Picture decode_png(const std::string& name, const std::vector<std::uint8_t>& bytes) {
  Decoding decoding{bytes};
  require<Error>(decode_rows(decoding), name, ": broken PNG (", decoding.reason, "); replace or remove the file");
  check_picture_size(name, decoding.height, decoding.width);
  Picture picture;
  picture.height = decoding.height;
  picture.width = decoding.width;
  const bool opaque = decoding.channels % 2 == 1;
  picture.channels = decoding.channels >= 3 ? 3 : 1;
  if (opaque) {
    picture.pixels = std::move(decoding.pixels);
    return picture;
  }
  for (std::size_t i = 0; i < decoding.pixels.size(); i += static_cast<std::size_t>(decoding.channels)) {
    const std::uint8_t opacity = decoding.pixels[i + static_cast<std::size_t>(picture.channels)];
    for (std::size_t c = 0; c < static_cast<std::size_t>(picture.channels); ++c) {
      picture.pixels.push_back(over_black(decoding.pixels[i + c], opacity));
    }
  }
  return picture;
}

}  // namespace selfsame::io
