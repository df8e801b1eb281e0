#include <doctest/doctest.h>

#include <algorithm>

#include "selfsame/data/recipes.hpp"

using namespace selfsame;
using namespace selfsame::data;

namespace {

// A set of one image: a bright left half on black, grey or colour.
Dataset halves(Index channels, std::uint8_t background, bool mirrored_alike) {
  Dataset dataset;
  dataset.train.count = 1;
  dataset.train.height = dataset.train.width = 16;
  dataset.train.channels = channels;
  for (Index i = 0; i < 16 * 16 * channels; ++i)
    dataset.train.pixels.push_back((i / channels) % 16 < 8 ? 200 : background);
  dataset.background = background;
  dataset.mirrored_alike = mirrored_alike;
  return dataset;
}

std::vector<std::uint8_t> apply(const Augment& augment, const Dataset& dataset, std::uint64_t seed) {
  std::vector<std::uint8_t> pixels = dataset.train.pixels;
  Scratch scratch;
  Generator random({seed});
  augment({dataset.height(), dataset.width(), dataset.channels(), pixels.data()}, scratch, random);
  return pixels;
}

// Share of 400 draws in which the bright half is on the right.
double share_mirrored(const Augment& augment, const Dataset& dataset) {
  int mirrored = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const auto pixels = apply(augment, dataset, seed);
    const auto row = static_cast<std::size_t>(8 * 16 * dataset.channels());
    mirrored += pixels[row + static_cast<std::size_t>(15 * dataset.channels())] > pixels[row + 0];
  }
  return mirrored / 400.0;
}

}  // namespace

TEST_CASE("sets whose mirror images belong to other classes are not flipped unless asked to be") {
  const Dataset digits = halves(1, 0, false), garments = halves(1, 0, true);
  WeakOptions still;
  still.shift = 0;
  CHECK(share_mirrored(weak_augment(digits, still), digits) == 0);
  CHECK(share_mirrored(weak_augment(garments, still), garments) == doctest::Approx(0.5).epsilon(0.15));
  still.flip = true;
  CHECK(share_mirrored(weak_augment(digits, still), digits) > 0.4);
  still.flip = false;
  CHECK(share_mirrored(weak_augment(garments, still), garments) == 0);
}

TEST_CASE("the weak view of a drawing on black shows nothing but the drawing and black") {
  const Dataset drawing = halves(1, 0, true);
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto pixels = apply(weak_augment(drawing), drawing, seed);
    const auto bright = std::count(pixels.begin(), pixels.end(), 200);
    CHECK(std::count(pixels.begin(), pixels.end(), 0) + bright == 256);
    CHECK(bright >= 14 * 6);  // moved by at most 2 of 16 pixels
    CHECK(bright <= 16 * 8);
  }
}

TEST_CASE("the weak view of a natural image mirrors it at the edge instead of showing gray bars") {
  Dataset natural = halves(3, 127, true);
  natural.train.pixels.assign(natural.train.pixels.size(), 90);
  for (std::uint64_t seed = 0; seed < 50; ++seed)
    CHECK(apply(weak_augment(natural), natural, seed) == natural.train.pixels);
}

TEST_CASE("no_augment leaves the image, strong and contrastive views change it") {
  for (const Index channels : {1, 3}) {
    const Dataset dataset = halves(channels, channels == 1 ? 0 : 127, true);
    CHECK(apply(no_augment(), dataset, 1) == dataset.train.pixels);
    int strong = 0, contrastive = 0;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      strong += apply(strong_augment(dataset), dataset, seed) != dataset.train.pixels;
      contrastive += apply(contrastive_augment(dataset), dataset, seed) != dataset.train.pixels;
    }
    CHECK(strong > 45);
    CHECK(contrastive > 45);
  }
}

TEST_CASE("a strong view begins with the weak view of the same draw") {
  const Dataset dataset = halves(1, 0, true);
  StrongOptions options;
  options.rand_augment.ops = 0;
  options.cutout = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CHECK(apply(strong_augment(dataset, options), dataset, seed) == apply(weak_augment(dataset), dataset, seed));
  }
}
