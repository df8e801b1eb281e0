#include <algorithm>
#include <cmath>
#include <cstring>

#include "selfsame/data/image_ops.hpp"

namespace selfsame::data {
namespace {

Index mirrored(Index i, Index size) {
  const Index period = std::max<Index>(2 * (size - 1), 1);
  i = ((i % period) + period) % period;
  return std::min(i, period - i);
}

const std::uint8_t* copy_of(const ImageView& image, Scratch& scratch) {
  std::uint8_t* copy = Scratch::room(scratch.bytes, image.size());
  std::memcpy(copy, image.pixels, static_cast<std::size_t>(image.size()));
  return copy;
}

// The image with one row and column of `fill` before it and two behind: resampling never has to ask where the edge is.
const std::uint8_t* framed_copy(const ImageView& image, std::uint8_t fill, Scratch& scratch) {
  const Index line = (image.width + 3) * image.channels, length = image.width * image.channels;
  std::uint8_t* frame = Scratch::room(scratch.bytes, (image.height + 3) * line);
  std::memset(frame, fill, static_cast<std::size_t>(line));
  std::memset(frame + (image.height + 1) * line, fill, static_cast<std::size_t>(2 * line));
  for (Index y = 0; y < image.height; ++y) {
    std::uint8_t* row = frame + (y + 1) * line;
    std::memset(row, fill, static_cast<std::size_t>(image.channels));
    std::memcpy(row + image.channels, image.row(y), static_cast<std::size_t>(length));
    std::memset(row + image.channels + length, fill, static_cast<std::size_t>(2 * image.channels));
  }
  return frame;
}

constexpr int unit = 1 << 16;  // positions in the image are counted in 1/65536 of a pixel

int fixed_point(double value) { return static_cast<int>(std::lround(value * unit)); }

// The four neighbours weighted by the 8 bits behind the point of each coordinate.
template <class Pixel>
std::uint8_t bilinear(const Pixel* upper, const Pixel* lower, Index step, int fx, int fy) {
  const int top = upper[0] * (256 - fx) + upper[step] * fx;
  const int bottom = lower[0] * (256 - fx) + lower[step] * fx;
  return static_cast<std::uint8_t>((top * (256 - fy) + bottom * fy + (1 << 15)) >> 16);
}

template <Index channels>
void warp_channels(const ImageView& image, const Affine& source, const std::uint8_t* frame) {
  const Index line = (image.width + 3) * channels;
  const int dx = fixed_point(source.xx), dy = fixed_point(source.yx);
  const int last_x = static_cast<int>(image.width) * unit, last_y = static_cast<int>(image.height) * unit;
  for (Index y = 0; y < image.height; ++y) {
    int x_at = fixed_point(source.xy * static_cast<double>(y) + source.x0);
    int y_at = fixed_point(source.yy * static_cast<double>(y) + source.y0);
    std::uint8_t* out = image.row(y);
    for (Index x = 0; x < image.width; ++x, x_at += dx, y_at += dy, out += channels) {
      const int sx = std::clamp(x_at, -unit, last_x), sy = std::clamp(y_at, -unit, last_y);
      const std::uint8_t* at = frame + ((sy >> 16) + 1) * line + ((sx >> 16) + 1) * channels;
      const int fx = (sx >> 8) & 255, fy = (sy >> 8) & 255;
      for (Index c = 0; c < channels; ++c) out[c] = bilinear(at + c, at + c + line, channels, fx, fy);
    }
  }
}

}  // namespace

void translate(const ImageView& image, Index dx, Index dy, Border border, std::uint8_t fill, Scratch& scratch) {
  if (dx == 0 && dy == 0) return;
  const std::uint8_t* copy = copy_of(image, scratch);
  const Index length = image.width * image.channels, channels = image.channels;
  const Index begin = std::clamp<Index>(dx, 0, image.width), end = std::clamp<Index>(image.width + dx, 0, image.width);
  for (Index y = 0; y < image.height; ++y) {
    std::uint8_t* out = image.row(y);
    Index from = y - dy;
    if (border == Border::reflect) from = mirrored(from, image.height);
    if (from < 0 || from >= image.height) {
      std::memset(out, fill, static_cast<std::size_t>(length));
      continue;
    }
    const std::uint8_t* in = copy + from * length;
    if (begin < end) {
      std::memcpy(out + begin * channels, in + (begin - dx) * channels,
                  static_cast<std::size_t>((end - begin) * channels));
    }
    for (Index x = 0; x < image.width; ++x) {
      if (x == begin && begin < end) x = end;
      if (x >= image.width) break;
      const Index column = mirrored(x - dx, image.width);
      for (Index c = 0; c < channels; ++c) {
        out[x * channels + c] = border == Border::reflect ? in[column * channels + c] : fill;
      }
    }
  }
}

void flip_horizontal(const ImageView& image) {
  for (Index y = 0; y < image.height; ++y) {
    std::uint8_t* left = image.row(y);
    std::uint8_t* right = left + (image.width - 1) * image.channels;
    for (; left < right; left += image.channels, right -= image.channels) {
      std::swap_ranges(left, left + image.channels, right);
    }
  }
}

void warp(const ImageView& image, const Affine& source, std::uint8_t fill, Scratch& scratch) {
  const std::uint8_t* frame = framed_copy(image, fill, scratch);
  image.channels == 1 ? warp_channels<1>(image, source, frame) : warp_channels<3>(image, source, frame);
}

void rotate(const ImageView& image, double degrees, std::uint8_t fill, Scratch& scratch) {
  const double angle = degrees * M_PI / 180, cosine = std::cos(angle), sine = std::sin(angle);
  const double x = static_cast<double>(image.width - 1) / 2, y = static_cast<double>(image.height - 1) / 2;
  warp(image, {cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y}, fill, scratch);
}

void shear_x(const ImageView& image, double amount, std::uint8_t fill, Scratch& scratch) {
  warp(image, {1, amount, -amount * static_cast<double>(image.height - 1) / 2, 0, 1, 0}, fill, scratch);
}

void shear_y(const ImageView& image, double amount, std::uint8_t fill, Scratch& scratch) {
  warp(image, {1, 0, 0, amount, 1, -amount * static_cast<double>(image.width - 1) / 2}, fill, scratch);
}

void resize_box(const ImageView& image, Index y0, Index x0, Index h, Index w, Scratch& scratch) {
  const std::uint8_t* copy = copy_of(image, scratch);
  const Index channels = image.channels, line = image.width * channels;
  // For each output position: the first of the two positions it lies between, and 8 bits of the way to the second.
  int* columns = Scratch::room(scratch.numbers, 2 * image.width);
  const auto place = [](Index at, Index out_size, Index begin, Index size, int& first, int& way) {
    const double exact =
        (static_cast<double>(at) + 0.5) * static_cast<double>(size) / static_cast<double>(out_size) - 0.5;
    const double inside = std::clamp(exact, 0.0, static_cast<double>(size - 1));
    first = static_cast<int>(std::min(inside, std::max(static_cast<double>(size - 2), 0.0)));
    way = static_cast<int>(std::lround((inside - first) * 256));
    first += static_cast<int>(begin);
  };
  for (Index x = 0; x < image.width; ++x) place(x, image.width, x0, w, columns[2 * x], columns[2 * x + 1]);
  const Index right = w > 1 ? channels : 0, down = h > 1 ? line : 0;
  for (Index y = 0; y < image.height; ++y) {
    int first = 0, fy = 0;
    place(y, image.height, y0, h, first, fy);
    const std::uint8_t* in = copy + first * line;
    std::uint8_t* out = image.row(y);
    for (Index x = 0; x < image.width; ++x) {
      const std::uint8_t* at = in + columns[2 * x] * channels;
      for (Index c = 0; c < channels; ++c) *out++ = bilinear(at + c, at + c + down, right, columns[2 * x + 1], fy);
    }
  }
}

void fill_box(const ImageView& image, Index y, Index x, Index h, Index w, std::uint8_t fill) {
  const Index left = std::clamp<Index>(x, 0, image.width), right = std::clamp<Index>(x + w, 0, image.width);
  for (Index i = std::max<Index>(y, 0); i < std::min(y + h, image.height); ++i) {
    std::memset(image.row(i) + left * image.channels, fill, static_cast<std::size_t>((right - left) * image.channels));
  }
}

}  // namespace selfsame::data
