#include "selfsame/io/resize.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"

namespace selfsame::io {
namespace {

// Output `i` is the sum of inputs from `first` on, with these weights.
struct Tap {
  Index first;
  std::vector<double> weights;
};

// A triangle as wide as two input pixels, or as two output pixels where those are larger: each input then counts, and
// fine patterns do not alias (Pillow's BILINEAR, torchvision's antialias=True).
std::vector<Tap> taps(Index from, Index to) {
  const double scale = static_cast<double>(from) / static_cast<double>(to), reach = std::max(scale, 1.0);
  std::vector<Tap> all;
  for (Index i = 0; i < to; ++i) {
    const double centre = (static_cast<double>(i) + 0.5) * scale;
    const auto first = std::max<Index>(0, static_cast<Index>(centre - reach + 0.5));
    const auto end = std::min<Index>(from, static_cast<Index>(centre + reach + 0.5));
    Tap tap{first, {}};
    double sum = 0;
    for (Index at = first; at < end; ++at) {
      tap.weights.push_back(std::max(0.0, 1 - std::abs((static_cast<double>(at) + 0.5 - centre) / reach)));
      sum += tap.weights.back();
    }
    for (double& weight : tap.weights) weight /= sum;
    all.push_back(std::move(tap));
  }
  return all;
}

// Resizes the rows of (outer, from, inner) values to (outer, to, inner).
std::vector<std::uint8_t> along(const std::vector<std::uint8_t>& in, Index outer, Index from, Index to, Index inner) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(outer * to * inner));
  const std::vector<Tap> all = taps(from, to);
  for (Index o = 0; o < outer; ++o) {
    for (Index i = 0; i < to; ++i) {
      const Tap& tap = all[static_cast<std::size_t>(i)];
      for (Index k = 0; k < inner; ++k) {
        double value = 0.5;
        for (std::size_t t = 0; t < tap.weights.size(); ++t) {
          const Index at = (o * from + tap.first + static_cast<Index>(t)) * inner + k;
          value += tap.weights[t] * in[static_cast<std::size_t>(at)];
        }
        out[static_cast<std::size_t>((o * to + i) * inner + k)] = static_cast<std::uint8_t>(std::min(value, 255.0));
      }
    }
  }
  return out;
}

}  // namespace

Picture resize(const Picture& picture, Index height, Index width) {
  require(height > 0 && width > 0 && picture.height > 0 && picture.width > 0, "resize: from ", picture.height, " x ",
          picture.width, " to ", height, " x ", width, " pixels; expected at least one along each side");
  Picture out = picture;
  out.pixels = along(picture.pixels, picture.height, picture.width, width, picture.channels);
  out.pixels = along(out.pixels, 1, picture.height, height, width * picture.channels);
  out.height = height;
  out.width = width;
  return out;
}

Picture square(const Picture& picture, Index side) {
  const Index shorter = std::min(picture.height, picture.width);
  const Index top = (picture.height - shorter) / 2, left = (picture.width - shorter) / 2;
  Picture middle{shorter, shorter, picture.channels, {}, picture.turned};
  for (Index y = 0; y < shorter; ++y) {
    const auto row = picture.pixels.begin() + ((top + y) * picture.width + left) * picture.channels;
    middle.pixels.insert(middle.pixels.end(), row, row + shorter * picture.channels);
  }
  return resize(middle, side, side);
}

}  // namespace selfsame::io
