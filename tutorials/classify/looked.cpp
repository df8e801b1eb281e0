#include "classify/looked.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/report/image_figures.hpp"

namespace selfsame::tutorials {
namespace {

constexpr double orange[] = {255, 140, 0}, blue[] = {0, 90, 255};
constexpr double strongest = 0.75;  // how much of a pixel the colour takes where the evidence is greatest

// One tile, (H, W, 3) in 0..255: the picture itself, or mixed with what class `c` has in each place.
void draw_tile(Scalar* out, const io::Picture& picture, const Array* places, Index c, double most) {
  for (Index y = 0; y < picture.height; ++y) {
    for (Index x = 0; x < picture.width; ++x, out += 3) {
      const std::uint8_t* pixel = picture.pixels.data() + (y * picture.width + x) * picture.channels;
      const auto value = [&](Index channel) { return static_cast<double>(pixel[picture.channels == 1 ? 0 : channel]); };
      const double grey = (value(0) + value(1) + value(2)) / 3;
      double says = 0;
      if (places != nullptr) {
        const Index rows = places->shape()[0], cols = places->shape()[1], classes = places->shape()[2];
        const Index place = y * rows / picture.height * cols + x * cols / picture.width;
        says = double{places->data()[place * classes + c]} / most;
      }
      for (Index channel = 0; channel < 3; ++channel) {
        const double paint = (says > 0 ? orange : blue)[channel], share = strongest * std::abs(says);
        out[channel] = static_cast<Scalar>(places == nullptr ? value(channel) : (1 - share) * grey + share * paint);
      }
    }
  }
}

}  // namespace

report::Figure looked_figure(const std::string& title, const io::Picture& picture, const eval::Evidence& evidence,
                             const Indices& classes, const std::vector<std::string>& labels) {
  const Index all = evidence.places.shape()[2], size = picture.height * picture.width * 3;
  double most = 1e-12;
  for (Index i = 0; i < count(evidence.places); ++i) {
    const bool drawn = std::find(classes.begin(), classes.end(), i % all) != classes.end();
    if (drawn) most = std::max(most, std::abs(double{evidence.places.data()[i]}));
  }
  const auto tiles = static_cast<Index>(classes.size()) + 1;
  Array images = empty({tiles, picture.height, picture.width, 3});
  draw_tile(images.data(), picture, nullptr, 0, most);
  for (Index i = 1; i < tiles; ++i) {
    draw_tile(images.data() + i * size, picture, &evidence.places, classes[static_cast<std::size_t>(i - 1)], most);
  }
  std::vector<std::string> names = {"picture"};
  names.insert(names.end(), labels.begin(), labels.end());
  return report::image_grid("looked", title, images, 1, names, {}, "", 0, 255);
}

}  // namespace selfsame::tutorials
