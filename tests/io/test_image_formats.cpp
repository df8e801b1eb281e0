#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "selfsame/core/error.hpp"
#include "selfsame/io/decode.hpp"
#include "selfsame/io/image.hpp"
#include "selfsame/io/npy.hpp"

using namespace selfsame;
using namespace selfsame::io;

namespace {

const std::string pictures = std::string(SELFSAME_FIXTURES) + "/pictures/";

// The largest difference to what Pillow read (make_pictures.py); 999 where the sizes differ.
int difference_to_pillow(const std::string& name) {
  const Picture picture = read_image(pictures + name);
  const Array expected = read_npy(pictures + name.substr(0, name.rfind('.')) + ".npy");
  const Shape shape{picture.height, picture.width, picture.channels};
  if (Shape(expected.shape().begin(), expected.shape().end()) != shape) return 999;
  int largest = 0;
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    largest = std::max(largest, std::abs(int{picture.pixels[i]} - static_cast<int>(expected.data()[i])));
  }
  return largest;
}

std::vector<std::uint8_t> bytes_of(const std::string& name) {
  std::ifstream file(pictures + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("PNG files of every colour type and depth are read as Pillow reads them, with and without a gamma chunk") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(pictures)) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("png_", 0) != 0 || entry.path().extension() != ".png") continue;
    CAPTURE(name);
    CHECK(difference_to_pillow(name) <= 1);  // 1: Pillow's own rounding where opacity is laid over black
    if (name.rfind("png_0", 0) == 0 || name.rfind("png_2", 0) == 0) CHECK(difference_to_pillow(name) == 0);
    ++files;
  }
  CHECK(files == 21);
}

TEST_CASE("16 bits of grey become 8 by their high byte, not brightened as if they were linear light") {
  CHECK(read_image(pictures + "two.png").pixels == std::vector<std::uint8_t>{0x10, 0x80});
}

TEST_CASE("JPEG files in grey, colour and four inks, and turned photos, are read as Pillow reads them") {
  for (const char* name : {"jpeg_L.jpg", "jpeg_RGB.jpg", "jpeg_CMYK.jpg"}) {
    CAPTURE(name);
    CHECK(difference_to_pillow(name) <= 2);  // another libjpeg may round otherwise
  }
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const std::string name = "jpeg_turned_" + std::to_string(orientation) + ".jpg";
    CAPTURE(name);
    CHECK(difference_to_pillow(name) <= 2);
    CHECK(read_image(pictures + name).turned == (orientation > 1));
  }
}

TEST_CASE("a JPEG whose errors lose no pixel is read, one that loses pixels is refused") {
  CHECK(read_image(pictures + "samsung_sos.jpg").pixels == read_image(pictures + "base.jpg").pixels);
  std::vector<std::uint8_t> bytes = bytes_of("base.jpg");
  bytes.resize(bytes.size() * 3 / 4);
  CHECK_THROWS_AS(decode_image("cut.jpg", bytes), Error);
}

TEST_CASE("a header cannot have memory taken for pixels that its file cannot hold") {
  std::vector<std::uint8_t> jpeg = bytes_of("base.jpg");
  std::size_t frame = 0;
  while (jpeg[frame] != 0xff || jpeg[frame + 1] != 0xc0) ++frame;
  jpeg[frame + 5] = jpeg[frame + 7] = 0x3f;  // 16,000 pixels high and wide
  for (const int coding : {0xc0, 0xc9}) {    // by Huffman's code, and arithmetic
    jpeg[frame + 1] = static_cast<std::uint8_t>(coding);
    CHECK_THROWS_WITH_AS(decode_image("large.jpg", jpeg), doctest::Contains("promises more than the file can hold"),
                         Error);
  }
  std::vector<std::uint8_t> png = bytes_of("two.png");
  const std::vector<std::uint8_t> header{0, 0, 0x3f, 0, 0, 0, 0x3f, 0, 16, 0, 0, 0, 0};
  std::copy(header.begin(), header.end(), png.begin() + 16);
  CHECK_THROWS_AS(decode_image("large.png", png), Error);
}

TEST_CASE("damaged Exif data count as upright, wherever they end") {
  const std::vector<std::uint8_t> whole{'E', 'x', 'i',  'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0,  // directory at 8
                                        1,   0,   0x12, 1,   3, 0, 1,   0,   0,  0, 6, 0, 0, 0};
  CHECK(exif_orientation(whole.data(), whole.size()) == 6);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::vector<std::uint8_t> cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK(exif_orientation(cut.data(), cut.size()) == 1);
  }
  std::vector<std::uint8_t> far = whole;
  far[10] = far[11] = far[12] = far[13] = 0xff;
  CHECK(exif_orientation(far.data(), far.size()) == 1);
}

TEST_CASE("pictures with some bytes changed are read or refused, nothing else") {
  std::uint32_t state = 1;
  const auto random = [&state](std::size_t below) {  // a linear congruential generator: the same bytes everywhere
    state = state * 1664525U + 1013904223U;
    return static_cast<std::size_t>(state >> 8) % below;
  };
  std::size_t refused = 0, read = 0;
  for (const char* name : {"png_2_16.png", "png_palette_opacity.png", "jpeg_CMYK.jpg", "jpeg_turned_6.jpg"}) {
    const std::vector<std::uint8_t> whole = bytes_of(name);
    for (int trial = 0; trial < 300; ++trial) {
      std::vector<std::uint8_t> bytes = whole;
      for (std::size_t change = random(4) + 1; change > 0; --change) {
        bytes[random(bytes.size())] = static_cast<std::uint8_t>(random(256));
      }
      if (random(4) == 0) bytes.resize(random(bytes.size()));
      try {
        const Picture picture = decode_image(name, bytes);
        CHECK(static_cast<Index>(picture.pixels.size()) == picture.height * picture.width * picture.channels);
        ++read;
      } catch (const Error&) {
        ++refused;
      }
    }
  }
  CHECK(refused > 300);
  CHECK(read > 30);
}
