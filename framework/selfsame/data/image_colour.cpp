#include <algorithm>
#include <cmath>
#include <cstring>

#include "selfsame/data/image_ops.hpp"

namespace selfsame::data {
namespace {

using Table = std::array<std::uint8_t, 256>;

std::uint8_t to_byte(double value) { return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0)); }

int lightness(const std::uint8_t* rgb) { return (19595 * rgb[0] + 38470 * rgb[1] + 7471 * rgb[2] + (1 << 15)) >> 16; }

Index pixel_count(const ImageView& image) { return image.height * image.width; }

std::array<int, 256> histogram(const ImageView& image, Index channel) {
  std::array<int, 256> counts{};
  for (Index i = channel; i < image.size(); i += image.channels) ++counts[image.pixels[i]];
  return counts;
}

void map_channel(const ImageView& image, Index channel, const Table& table) {
  for (Index i = channel; i < image.size(); i += image.channels) image.pixels[i] = table[image.pixels[i]];
}

Index mirrored(Index i, Index size) {
  const Index period = std::max<Index>(2 * (size - 1), 1);
  i = ((i % period) + period) % period;
  return std::min(i, period - i);
}

}  // namespace

void map_values(const ImageView& image, const std::array<std::uint8_t, 256>& table) {
  for (Index i = 0; i < image.size(); ++i) image.pixels[i] = table[image.pixels[i]];
}

void adjust_brightness(const ImageView& image, double factor) {
  Table table;
  for (int v = 0; v < 256; ++v) table[static_cast<std::size_t>(v)] = to_byte(factor * v);
  map_values(image, table);
}

void adjust_contrast(const ImageView& image, double factor) {
  Index sum = 0;
  if (image.channels == 3) {
    for (Index i = 0; i < image.size(); i += 3) sum += lightness(image.pixels + i);
  } else {
    for (Index i = 0; i < image.size(); ++i) sum += image.pixels[i];
  }
  const double mean = std::floor(static_cast<double>(sum) / static_cast<double>(pixel_count(image)) + 0.5);
  Table table;
  for (int v = 0; v < 256; ++v) table[static_cast<std::size_t>(v)] = to_byte(mean + factor * (v - mean));
  map_values(image, table);
}

void adjust_saturation(const ImageView& image, double factor) {
  if (image.channels != 3) return;
  const int weight = static_cast<int>(std::lround(factor * 256));
  for (std::uint8_t* p = image.pixels; p != image.pixels + image.size(); p += 3) {
    const int grey = lightness(p);
    for (Index c = 0; c < 3; ++c) {
      p[c] = static_cast<std::uint8_t>(std::clamp((grey * 256 + weight * (p[c] - grey) + 128) >> 8, 0, 255));
    }
  }
}

void adjust_sharpness(const ImageView& image, double factor, Scratch& scratch) {
  if (image.height < 3 || image.width < 3) return;
  std::uint8_t* copy = Scratch::room(scratch.bytes, image.size());
  std::memcpy(copy, image.pixels, static_cast<std::size_t>(image.size()));
  const Index step = image.channels, line = image.width * step;
  const float weight = static_cast<float>(factor);
  for (Index y = 1; y + 1 < image.height; ++y) {  // as in Pillow, the outermost pixels stay as they are
    const std::uint8_t* in = copy + y * line;
    std::uint8_t* out = image.row(y);
    for (Index i = step; i < line - step; ++i) {
      const int around = in[i - line - step] + in[i - line] + in[i - line + step] + in[i - step] + in[i + step] +
                         in[i + line - step] + in[i + line] + in[i + line + step];
      const float smooth = static_cast<float>(around + 5 * in[i]) / 13;
      const float value = smooth + weight * (static_cast<float>(in[i]) - smooth) + 0.5F;
      out[i] = static_cast<std::uint8_t>(std::min(std::max(value, 0.0F), 255.0F));
    }
  }
}

void adjust_hue(const ImageView& image, double turns) {
  if (image.channels != 3) return;
  const float shift = static_cast<float>(6 * (turns - std::floor(turns)));
  for (std::uint8_t* p = image.pixels; p != image.pixels + image.size(); p += 3) {
    const float r = p[0], g = p[1], b = p[2];
    const float high = std::max({r, g, b}), low = std::min({r, g, b}), chroma = high - low;
    if (chroma == 0) continue;
    // The hue in sixths of a turn (red 0, green 2, blue 4), moved, then back to the three channels.
    float hue = high == r ? (g - b) / chroma : high == g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
    hue += shift + 6;
    for (int c = 0; c < 3; ++c) {
      float k = hue + static_cast<float>(5 - 2 * c);
      while (k >= 6) k -= 6;
      const float share = std::max(0.0F, std::min(std::min(k, 4 - k), 1.0F));
      p[c] = static_cast<std::uint8_t>(high - chroma * share + 0.5F);
    }
  }
}

void to_grayscale(const ImageView& image) {
  if (image.channels != 3) return;
  for (std::uint8_t* p = image.pixels; p != image.pixels + image.size(); p += 3) {
    p[0] = p[1] = p[2] = static_cast<std::uint8_t>(lightness(p));
  }
}

void autocontrast(const ImageView& image) {
  for (Index c = 0; c < image.channels; ++c) {
    const auto counts = histogram(image, c);
    int low = 0, high = 255;
    while (low < 255 && counts[static_cast<std::size_t>(low)] == 0) ++low;
    while (high > 0 && counts[static_cast<std::size_t>(high)] == 0) --high;
    if (high <= low) continue;
    Table table;
    for (int v = 0; v < 256; ++v) {
      table[static_cast<std::size_t>(v)] = to_byte(255.0 * std::clamp(v - low, 0, high - low) / (high - low));
    }
    map_channel(image, c, table);
  }
}

void equalize(const ImageView& image) {
  for (Index c = 0; c < image.channels; ++c) {
    const auto counts = histogram(image, c);
    int last = 255;
    while (last > 0 && counts[static_cast<std::size_t>(last)] == 0) --last;
    const int spread = static_cast<int>(pixel_count(image)) - counts[static_cast<std::size_t>(last)];
    if (spread == 0) continue;
    Table table;
    int below = 0;  // pixels of lower value; Pillow counts them in whole steps of spread / 255, too coarse for 28 x 28
    for (std::size_t v = 0; v < 256; ++v) {
      table[v] = to_byte(255.0 * std::min(below, spread) / spread);
      below += counts[v];
    }
    map_channel(image, c, table);
  }
}

void posterize(const ImageView& image, int bits) {
  const auto mask = static_cast<std::uint8_t>(0xff00 >> std::clamp(bits, 0, 8));
  for (Index i = 0; i < image.size(); ++i) image.pixels[i] = image.pixels[i] & mask;
}

void solarize(const ImageView& image, int threshold) {
  Table table;
  for (int v = 0; v < 256; ++v) {
    table[static_cast<std::size_t>(v)] = static_cast<std::uint8_t>(v < threshold ? v : 255 - v);
  }
  map_values(image, table);
}

void gaussian_blur(const ImageView& image, double sigma, Scratch& scratch) {
  const Index radius = std::max<Index>(1, static_cast<Index>(std::ceil(2.5 * sigma))), taps = 2 * radius + 1;
  const Index channels = image.channels, line = image.width * channels;
  float* kernel = Scratch::room(scratch.floats, taps + image.size() + line);
  float* rows = kernel + taps;           // the image blurred along its columns
  float* blurred = rows + image.size();  // one row of the result
  double sum = 0;
  for (Index k = 0; k < taps; ++k) {
    const double distance = static_cast<double>(k - radius) / sigma;
    kernel[k] = static_cast<float>(std::exp(-0.5 * distance * distance));
    sum += double{kernel[k]};
  }
  for (Index k = 0; k < taps; ++k) kernel[k] = static_cast<float>(double{kernel[k]} / sum);

  for (Index y = 0; y < image.height; ++y) {
    float* out = rows + y * line;
    std::fill(out, out + line, 0.0F);
    for (Index k = 0; k < taps; ++k) {
      const std::uint8_t* in = image.row(mirrored(y + k - radius, image.height));
      for (Index i = 0; i < line; ++i) out[i] += kernel[k] * static_cast<float>(in[i]);
    }
  }
  for (Index y = 0; y < image.height; ++y) {
    const float* in = rows + y * line;
    std::fill(blurred, blurred + line, 0.5F);
    for (Index k = 0; k < taps; ++k) {
      const Index move = k - radius;
      const Index begin = std::clamp<Index>(-move, 0, image.width);
      const Index end = std::clamp<Index>(image.width - move, begin, image.width);
      const auto add_mirrored = [&](Index x) {
        const Index from = mirrored(x + move, image.width);
        for (Index c = 0; c < channels; ++c) blurred[x * channels + c] += kernel[k] * in[from * channels + c];
      };
      for (Index x = 0; x < begin; ++x) add_mirrored(x);
      for (Index i = begin * channels; i < end * channels; ++i) blurred[i] += kernel[k] * in[i + move * channels];
      for (Index x = end; x < image.width; ++x) add_mirrored(x);
    }
    std::uint8_t* out = image.row(y);
    for (Index i = 0; i < line; ++i) out[i] = static_cast<std::uint8_t>(std::min(blurred[i], 255.0F));
  }
}

}  // namespace selfsame::data
