#include "selfsame/io/image.hpp"

#include <csetjmp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <jerror.h>
#include <jpeglib.h>
#include <png.h>

#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"

namespace selfsame::io {
namespace {

constexpr Index longest_side = 16384;  // beyond this a header is more likely damaged than the picture that large

std::vector<std::uint8_t> read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  require<Error>(file.good(), path, ": cannot be opened; expected a PNG or JPEG file");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void check_size(const std::string& path, Index height, Index width) {
  require<Error>(height > 0 && width > 0 && height <= longest_side && width <= longest_side, path, ": is ", width,
                 " x ", height, " pixels; expected 1 to ", longest_side, " along each side");
}

Picture decode_png(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  const auto fail = [&] {
    const std::string reason = png.message;
    png_image_free(&png);
    throw Error(concat(path, ": broken PNG (", reason, "); replace or remove the file"));
  };
  if (!png_image_begin_read_from_memory(&png, bytes.data(), bytes.size())) fail();
  Picture picture;
  picture.height = static_cast<Index>(png.height);
  picture.width = static_cast<Index>(png.width);
  picture.channels = (png.format & PNG_FORMAT_FLAG_COLOR) != 0 ? 3 : 1;
  if (picture.height > longest_side || picture.width > longest_side) png_image_free(&png);
  check_size(path, picture.height, picture.width);
  png.format = picture.channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  picture.pixels.resize(PNG_IMAGE_SIZE(png));
  const png_color black{0, 0, 0};
  if (!png_image_finish_read(&png, &black, picture.pixels.data(), 0, nullptr)) fail();
  return picture;
}

// libjpeg reports an error by a call that must not return: it jumps back into decode_jpeg_rows. Nothing that needs a
// destructor may live in the frames between, so the picture belongs to the caller.
struct JpegErrors {
  jpeg_error_mgr manager;
  std::jmp_buf back;
  char reason[JMSG_LENGTH_MAX];
};

[[noreturn]] void jpeg_failed(j_common_ptr info) {
  auto* errors = reinterpret_cast<JpegErrors*>(info->err);
  info->err->format_message(info, errors->reason);
  std::longjmp(errors->back, 1);
}

// A file that is cut short is only a warning to libjpeg, which paints the rest grey; to a data set it is damage.
void jpeg_message(j_common_ptr info, int level) {
  if (level < 0 && info->err->msg_code != JWRN_EXTRANEOUS_DATA) jpeg_failed(info);
}

bool decode_jpeg_rows(const std::vector<std::uint8_t>& bytes, JpegErrors& errors, Picture& picture) {
  jpeg_decompress_struct jpeg{};
  jpeg.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = jpeg_failed;
  errors.manager.emit_message = jpeg_message;
  if (setjmp(errors.back) != 0) {
    jpeg_destroy_decompress(&jpeg);
    return false;
  }
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, bytes.data(), static_cast<unsigned long>(bytes.size()));
  jpeg_read_header(&jpeg, TRUE);
  picture.height = static_cast<Index>(jpeg.image_height);
  picture.width = static_cast<Index>(jpeg.image_width);
  picture.channels = jpeg.jpeg_color_space == JCS_GRAYSCALE ? 1 : 3;
  if (picture.height > longest_side || picture.width > longest_side) {
    jpeg_destroy_decompress(&jpeg);
    return true;  // the caller complains about the size
  }
  jpeg.out_color_space = picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  picture.pixels.resize(static_cast<std::size_t>(picture.height * picture.width * picture.channels));
  jpeg_start_decompress(&jpeg);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = picture.pixels.data() + static_cast<Index>(jpeg.output_scanline) * picture.width * picture.channels;
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_decompress(&jpeg);
  jpeg_destroy_decompress(&jpeg);
  return true;
}

Picture decode_jpeg(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  JpegErrors errors{};
  Picture picture;
  require<Error>(decode_jpeg_rows(bytes, errors, picture), path, ": broken JPEG (", errors.reason,
                 "); replace or remove the file");
  check_size(path, picture.height, picture.width);
  return picture;
}

}  // namespace

Picture read_image(const std::string& path) {
  const std::vector<std::uint8_t> bytes = read_bytes(path);
  if (bytes.size() >= 8 && png_sig_cmp(bytes.data(), 0, 8) == 0) return decode_png(path, bytes);
  if (bytes.size() >= 2 && bytes[0] == 0xff && bytes[1] == 0xd8) return decode_jpeg(path, bytes);
  throw Error(concat(path, ": is neither PNG nor JPEG (", bytes.size(), " bytes); replace or remove the file"));
}

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
