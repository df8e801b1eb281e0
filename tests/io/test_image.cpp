#include <doctest/doctest.h>

#include <cstdio>

#include <jpeglib.h>

#include "../data/temporary_files.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/io/image.hpp"

using namespace selfsame;
using namespace selfsame::io;
using data::Bytes;
using data::TemporaryDirectory;

namespace {

void write_jpeg(const std::string& path, const Bytes& pixels, unsigned height, unsigned width, int channels) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  jpeg_stdio_dest(&jpeg, file);
  jpeg.image_height = height;
  jpeg.image_width = width;
  jpeg.input_components = channels;
  jpeg.in_color_space = channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, 95, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < height) {
    Bytes row(
        pixels.begin() + static_cast<std::ptrdiff_t>(jpeg.next_scanline * width * static_cast<unsigned>(channels)),
        pixels.begin() +
            static_cast<std::ptrdiff_t>((jpeg.next_scanline + 1) * width * static_cast<unsigned>(channels)));
    JSAMPROW line = row.data();
    jpeg_write_scanlines(&jpeg, &line, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::fclose(file);
}

}  // namespace

TEST_CASE("a PNG that was written is read back to the same pixels, grey and colour") {
  const TemporaryDirectory directory;
  for (const Index channels : {1, 3}) {
    const Bytes pixels = data::some_bytes(static_cast<std::size_t>(5 * 7 * channels));
    write_png(directory / "picture.png", pixels.data(), 5, 7, channels);
    const Picture picture = read_image(directory / "picture.png");
    CHECK(picture.height == 5);
    CHECK(picture.width == 7);
    CHECK(picture.channels == channels);
    CHECK(picture.pixels == pixels);
  }
}

TEST_CASE("transparent pixels are laid over black") {
  const TemporaryDirectory directory;
  const Bytes pixels{200, 100, 50, 255, 200, 100, 50, 0};
  write_png(directory / "picture.png", pixels.data(), 1, 2, 4);
  CHECK(read_image(directory / "picture.png").pixels == Bytes{200, 100, 50, 0, 0, 0});
}

TEST_CASE("JPEG files are read, grey and colour, whatever their name ends in") {
  const TemporaryDirectory directory;
  for (const int channels : {1, 3}) {
    Bytes pixels;
    for (int i = 0; i < 16 * 24; ++i) {
      for (int c = 0; c < channels; ++c) pixels.push_back(static_cast<std::uint8_t>(40 + 60 * c));
    }
    write_jpeg(directory / "picture.png", pixels, 16, 24, channels);
    const Picture picture = read_image(directory / "picture.png");
    REQUIRE(picture.pixels.size() == pixels.size());
    CHECK(picture.height == 16);
    CHECK(picture.channels == channels);
    for (std::size_t i = 0; i < pixels.size(); ++i) CHECK(std::abs(picture.pixels[i] - pixels[i]) <= 3);
  }
}

TEST_CASE("image files that are cut short are errors that name the file, wherever they are cut") {
  const TemporaryDirectory directory;
  const Bytes pixels = data::some_bytes(32 * 32 * 3);
  write_jpeg(directory / "picture.jpg", pixels, 32, 32, 3);
  write_png(directory / "picture.png", pixels.data(), 32, 32, 3);
  for (const char* name : {"picture.jpg", "picture.png"}) {
    const Bytes whole = data::read_bytes(directory / name);
    for (const std::size_t keep :
         {whole.size() - 40, whole.size() / 2, std::size_t{30}, std::size_t{10}, std::size_t{0}}) {
      data::write_bytes(directory / name, Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(keep)));
      CHECK_THROWS_AS(read_image(directory / name), Error);
      CHECK(data::mentions(data::error_of([&] { read_image(directory / name); }), {name}));
    }
  }
}

TEST_CASE("a file that is no image, a missing one, and one whose header promises a monstrous size are errors") {
  const TemporaryDirectory directory;
  data::write_bytes(directory / "text.png", {'h', 'e', 'l', 'l', 'o', ' ', 'w', 'o', 'r', 'l', 'd'});
  CHECK(data::mentions(data::error_of([&] { read_image(directory / "text.png"); }),
                       {"text.png", "neither PNG nor JPEG"}));
  CHECK(data::mentions(data::error_of([&] { read_image(directory / "none.png"); }), {"none.png", "cannot be opened"}));
  write_jpeg(directory / "large.jpg", data::some_bytes(64), 8, 8, 1);
  Bytes bytes = data::read_bytes(directory / "large.jpg");
  for (std::size_t i = 0; i + 8 < bytes.size(); ++i) {
    if (bytes[i] == 0xff && bytes[i + 1] == 0xc0) bytes[i + 5] = bytes[i + 7] = 0xff;  // height and width of the frame
  }
  data::write_bytes(directory / "large.jpg", bytes);
  CHECK(data::mentions(data::error_of([&] { read_image(directory / "large.jpg"); }),
                       {"large.jpg", "65288 x 65288", "16384"}));
}

TEST_CASE("write_png into a folder that is not there fails and leaves nothing") {
  const TemporaryDirectory directory;
  const Bytes pixels(4, 0);
  CHECK_THROWS_AS(write_png(directory / "none/picture.png", pixels.data(), 2, 2, 1), Error);
  CHECK_THROWS_AS(write_png(directory / "picture.png", pixels.data(), 2, 1, 2), ShapeError);
  CHECK(std::filesystem::is_empty(directory.path()));
}

TEST_CASE("base64 agrees with the examples of RFC 4648") {
  const auto encode = [](const std::string& text) { return base64(Bytes(text.begin(), text.end())); };
  CHECK(encode("") == "");
  CHECK(encode("f") == "Zg==");
  CHECK(encode("fo") == "Zm8=");
  CHECK(encode("foo") == "Zm9v");
  CHECK(encode("foobar") == "Zm9vYmFy");
}
