#include <csetjmp>
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

#include "selfsame/core/error.hpp"
#include "selfsame/io/decode.hpp"

namespace selfsame::io {
namespace {

// libjpeg reports an error by a call that must not return: it jumps back into decode_rows. Nothing that needs a
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

[[noreturn]] void jpeg_refused(j_decompress_ptr jpeg, const char* reason) {
  auto* errors = reinterpret_cast<JpegErrors*>(jpeg->err);
  std::snprintf(errors->reason, sizeof errors->reason, "%s", reason);
  std::longjmp(errors->back, 1);
}

// Warnings after which every pixel is still what was stored: bytes between markers, a version or colour transform that
// is not known, scan parameters that a sequential picture does not need (phones write them wrong), a broken profile.
bool loses_no_pixel(int code) {
  return code == JWRN_EXTRANEOUS_DATA || code == JWRN_NOT_SEQUENTIAL || code == JWRN_JFIF_MAJOR ||
         code == JWRN_ADOBE_XFORM || code == JWRN_BOGUS_ICC;
}

// A file that is cut short is only a warning to libjpeg, which paints the rest grey; to a data set it is damage.
void jpeg_message(j_common_ptr info, int level) {
  if (level < 0 && !loses_no_pixel(info->err->msg_code)) jpeg_failed(info);
}

// A block takes at least one bit: a header that promises more blocks than the file has bits is refused before memory is
// taken for them. Arithmetic coding could do with less, but only where a picture shows nothing.
bool fits_in(const jpeg_decompress_struct& jpeg, std::size_t bytes) {
  double blocks = 0;
  for (int c = 0; c < jpeg.num_components; ++c) {
    blocks += static_cast<double>(jpeg.comp_info[c].width_in_blocks) *
              static_cast<double>(jpeg.comp_info[c].height_in_blocks);
  }
  return blocks <= 8.0 * static_cast<double>(bytes);
}

bool decode_rows(const std::vector<std::uint8_t>& bytes, JpegErrors& errors, Picture& picture, int& orientation) {
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
  jpeg_save_markers(&jpeg, JPEG_APP0 + 1, 0xffff);
  jpeg_read_header(&jpeg, TRUE);
  for (jpeg_saved_marker_ptr marker = jpeg.marker_list; marker != nullptr && orientation == 1; marker = marker->next) {
    orientation = exif_orientation(marker->data, marker->data_length);
  }
  picture.height = static_cast<Index>(jpeg.image_height);
  picture.width = static_cast<Index>(jpeg.image_width);
  const bool inks = jpeg.jpeg_color_space == JCS_CMYK || jpeg.jpeg_color_space == JCS_YCCK;
  picture.channels = jpeg.jpeg_color_space == JCS_GRAYSCALE ? 1 : inks ? 4 : 3;
  if (picture.height > longest_picture_side || picture.width > longest_picture_side) {
    jpeg_destroy_decompress(&jpeg);
    return true;  // the caller complains about the size
  }
  jpeg.out_color_space = picture.channels == 1 ? JCS_GRAYSCALE : inks ? JCS_CMYK : JCS_RGB;
  jpeg_calc_output_dimensions(&jpeg);
  if (!fits_in(jpeg, bytes.size())) jpeg_refused(&jpeg, "its header promises more than the file can hold");
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

// Four inks, stored inverted as Adobe's programs do (255: no ink), to red, green, blue: Pillow's formula.
void inks_to_colours(Picture& picture) {
  std::vector<std::uint8_t> colours;
  colours.reserve(picture.pixels.size() / 4 * 3);
  for (std::size_t i = 0; i < picture.pixels.size(); i += 4) {
    const int light = picture.pixels[i + 3];
    for (std::size_t c = 0; c < 3; ++c) {
      const int covered = ((255 - picture.pixels[i + c]) * light + 127) / 255;
      colours.push_back(static_cast<std::uint8_t>(light - covered));
    }
  }
  picture.pixels = std::move(colours);
  picture.channels = 3;
}

}  // namespace

Picture decode_jpeg(const std::string& name, const std::vector<std::uint8_t>& bytes) {
  JpegErrors errors{};
  Picture picture;
  int orientation = 1;
  require<Error>(decode_rows(bytes, errors, picture, orientation), name, ": broken JPEG (", errors.reason,
                 "); replace or remove the file");
  check_picture_size(name, picture.height, picture.width);
  if (picture.channels == 4) inks_to_colours(picture);
  make_upright(picture, orientation);
  return picture;
}

}  // namespace selfsame::io
