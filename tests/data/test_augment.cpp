#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "selfsame/core/error.hpp"
#include "selfsame/data/augment.hpp"
#include "temporary_files.hpp"

using namespace selfsame;
using namespace selfsame::data;

namespace {

// An image that owns its pixels.
struct Canvas {
  Index height, width, channels;
  Bytes pixels;

  ImageView view() { return {height, width, channels, pixels.data()}; }
  int at(Index y, Index x, Index c = 0) const {
    return pixels[static_cast<std::size_t>((y * width + x) * channels + c)];
  }
};

Canvas flat(Index height, Index width, Index channels, std::uint8_t value) {
  return {height, width, channels, Bytes(static_cast<std::size_t>(height * width * channels), value)};
}

Canvas patterned(Index height, Index width, Index channels) {
  return {height, width, channels, some_bytes(static_cast<std::size_t>(height * width * channels))};
}

template <class Operation>
Canvas after(Canvas canvas, const Operation& operation) {
  Scratch scratch;
  operation(canvas.view(), scratch);
  return canvas;
}

Canvas after_random(Canvas canvas, const Transform& transform, std::uint64_t seed) {
  Scratch scratch;
  Generator random({seed});
  transform(canvas.view(), scratch, random);
  return canvas;
}

double mean_of(const Canvas& canvas) {
  return std::accumulate(canvas.pixels.begin(), canvas.pixels.end(), 0.0) / static_cast<double>(canvas.pixels.size());
}

}  // namespace

TEST_CASE("translate moves every pixel exactly and fills the rest") {
  for (const Index channels : {1, 3}) {
    const Canvas before = patterned(5, 7, channels);
    for (const auto& [dx, dy] :
         std::vector<std::pair<Index, Index>>{{2, -1}, {-3, 2}, {0, 4}, {7, 0}, {-9, 1}, {0, 0}}) {
      const Canvas moved = after(
          before, [&, x = dx, y = dy](const ImageView& v, Scratch& s) { translate(v, x, y, Border::fill, 9, s); });
      for (Index y = 0; y < 5; ++y) {
        for (Index x = 0; x < 7; ++x) {
          const bool from_inside = x - dx >= 0 && x - dx < 7 && y - dy >= 0 && y - dy < 5;
          for (Index c = 0; c < channels; ++c)
            CHECK(moved.at(y, x, c) == (from_inside ? before.at(y - dy, x - dx, c) : 9));
        }
      }
    }
  }
}

TEST_CASE("translate with a reflecting border mirrors the image without repeating its edge") {
  const Canvas before{1, 4, 1, {1, 2, 3, 4}};
  CHECK(after(before, [](const ImageView& v, Scratch& s) { translate(v, 2, 0, Border::reflect, 0, s); }).pixels ==
        Bytes{3, 2, 1, 2});
  CHECK(after(before, [](const ImageView& v, Scratch& s) { translate(v, -2, 0, Border::reflect, 0, s); }).pixels ==
        Bytes{3, 4, 3, 2});
  const Canvas column{4, 1, 1, {1, 2, 3, 4}};
  CHECK(after(column, [](const ImageView& v, Scratch& s) { translate(v, 0, 3, Border::reflect, 0, s); }).pixels ==
        Bytes{4, 3, 2, 1});
}

TEST_CASE("flipping mirrors pixels, not channels, and twice is nothing") {
  const Canvas before{2, 3, 3, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}};
  const auto flip = [](const ImageView& v, Scratch&) { flip_horizontal(v); };
  const Canvas once = after(before, flip);
  CHECK(once.pixels == Bytes{7, 8, 9, 4, 5, 6, 1, 2, 3, 16, 17, 18, 13, 14, 15, 10, 11, 12});
  CHECK(after(once, flip).pixels == before.pixels);
}

TEST_CASE("turning by nothing changes nothing, and turning by 90 degrees is an exact quarter turn counter-clockwise") {
  for (const Index channels : {1, 3}) {
    const Canvas before = patterned(6, 6, channels);
    CHECK(after(before, [](const ImageView& v, Scratch& s) { rotate(v, 0, 7, s); }).pixels == before.pixels);
    const Canvas turned = after(before, [](const ImageView& v, Scratch& s) { rotate(v, 90, 7, s); });
    for (Index y = 0; y < 6; ++y) {
      for (Index x = 0; x < 6; ++x) {
        for (Index c = 0; c < channels; ++c) CHECK(std::abs(turned.at(y, x, c) - before.at(x, 5 - y, c)) <= 1);
      }
    }
  }
}

TEST_CASE("what a turned or slanted image shows beyond its edge is the fill value") {
  const Canvas white = flat(9, 9, 1, 255);
  const Canvas turned = after(white, [](const ImageView& v, Scratch& s) { rotate(v, 45, 20, s); });
  CHECK(turned.at(0, 0) == 20);
  CHECK(turned.at(8, 8) == 20);
  CHECK(turned.at(4, 4) == 255);
  const Canvas slanted = after(white, [](const ImageView& v, Scratch& s) { shear_x(v, 0.5, 20, s); });
  CHECK(slanted.at(0, 0) == 20);  // the upper rows move to the right
  CHECK(slanted.at(0, 8) == 255);
  CHECK(slanted.at(4, 0) == 255);
  CHECK(slanted.at(0, 8) + slanted.at(0, 0) + slanted.at(8, 0) + slanted.at(8, 8) == 2 * 255 + 2 * 20);
}

TEST_CASE("shear moves each row by its distance from the middle row times the amount") {
  Canvas line = flat(9, 9, 1, 0);
  for (Index y = 0; y < 9; ++y) line.pixels[static_cast<std::size_t>(y * 9 + 4)] = 200;
  const Canvas x_slanted = after(line, [](const ImageView& v, Scratch& s) { shear_x(v, 0.5, 0, s); });
  CHECK(x_slanted.at(4, 4) == 200);
  CHECK(x_slanted.at(2, 5) == 200);  // two rows up, the source is one column to the left
  CHECK(x_slanted.at(6, 3) == 200);
  const Canvas y_slanted = after(line, [](const ImageView& v, Scratch& s) { shear_y(v, 0.5, 0, s); });
  CHECK(y_slanted.at(2, 4) == 200);  // the middle column stays
}

TEST_CASE("resizing the whole box is the identity, and a box of one pixel fills the image with it") {
  const Canvas before = patterned(6, 5, 3);
  CHECK(after(before, [](const ImageView& v, Scratch& s) { resize_box(v, 0, 0, 6, 5, s); }).pixels == before.pixels);
  const Canvas one = after(before, [](const ImageView& v, Scratch& s) { resize_box(v, 2, 3, 1, 1, s); });
  for (Index i = 0; i < 30; ++i) CHECK(one.at(i / 5, i % 5, 1) == before.at(2, 3, 1));
}

TEST_CASE("resizing interpolates linearly between the pixels of the box and ignores what is around it") {
  const Canvas before{1, 4, 1, {255, 100, 200, 255}};
  const Canvas enlarged = after(before, [](const ImageView& v, Scratch& s) { resize_box(v, 0, 1, 1, 2, s); });
  CHECK(enlarged.pixels == Bytes{100, 125, 175, 200});
  const auto enlarge = [](const ImageView& v, Scratch& s) { resize_box(v, 0, 0, 1, 2, s); };
  CHECK(after(Canvas{1, 4, 1, {0, 3, 9, 9}}, enlarge).pixels == Bytes{0, 1, 2, 3});  // 0.75 and 2.25, rounded
}

TEST_CASE("fill_box keeps within the image") {
  const Canvas filled = after(flat(4, 4, 1, 1), [](const ImageView& v, Scratch&) { fill_box(v, -2, 2, 4, 9, 8); });
  CHECK(filled.pixels == Bytes{1, 1, 8, 8, 1, 1, 8, 8, 1, 1, 1, 1, 1, 1, 1, 1});
  CHECK(after(flat(2, 2, 1, 1), [](const ImageView& v, Scratch&) { fill_box(v, 5, 5, 3, 3, 8); }).pixels ==
        Bytes{1, 1, 1, 1});
}

TEST_CASE("enhancement by 1 changes nothing") {
  const Canvas before = patterned(6, 5, 3);
  CHECK(after(before, [](const ImageView& v, Scratch&) { adjust_brightness(v, 1); }).pixels == before.pixels);
  CHECK(after(before, [](const ImageView& v, Scratch&) { adjust_contrast(v, 1); }).pixels == before.pixels);
  CHECK(after(before, [](const ImageView& v, Scratch&) { adjust_saturation(v, 1); }).pixels == before.pixels);
  CHECK(after(before, [](const ImageView& v, Scratch& s) { adjust_sharpness(v, 1, s); }).pixels == before.pixels);
  CHECK(after(before, [](const ImageView& v, Scratch&) { adjust_hue(v, 0); }).pixels == before.pixels);
  CHECK(after(before, [](const ImageView& v, Scratch&) { posterize(v, 8); }).pixels == before.pixels);
  CHECK(after(before, [](const ImageView& v, Scratch&) { solarize(v, 256); }).pixels == before.pixels);
}

TEST_CASE("enhancement by 0 is black, flat, grey, and smoothed inside") {
  const Canvas before{1, 2, 3, {200, 100, 0, 0, 0, 255}};
  CHECK(after(before, [](const ImageView& v, Scratch&) { adjust_brightness(v, 0); }).pixels == Bytes(6, 0));
  // lightness 118 and 29; contrast is about their mean, rounded
  CHECK(after(before, [](const ImageView& v, Scratch&) { adjust_contrast(v, 0); }).pixels == Bytes(6, 74));
  const Bytes grey{118, 118, 118, 29, 29, 29};
  CHECK(after(before, [](const ImageView& v, Scratch&) { adjust_saturation(v, 0); }).pixels == grey);
  CHECK(after(before, [](const ImageView& v, Scratch&) { to_grayscale(v); }).pixels == grey);
  const Canvas point{3, 3, 1, {0, 0, 0, 0, 130, 0, 0, 0, 26}};
  const Canvas smooth = after(point, [](const ImageView& v, Scratch& s) { adjust_sharpness(v, 0, s); });
  CHECK(smooth.pixels == Bytes{0, 0, 0, 0, 52, 0, 0, 0, 26});  // (5 * 130 + 26) / 13
}

TEST_CASE("brightness doubles and saturates") {
  CHECK(after(Canvas{1, 3, 1, {0, 60, 200}}, [](const ImageView& v, Scratch&) { adjust_brightness(v, 2); }).pixels ==
        Bytes{0, 120, 255});
}

TEST_CASE("hue turned by a third moves red to green, green to blue, blue to red, and leaves greys") {
  const Canvas before{1, 4, 3, {200, 0, 0, 0, 200, 0, 0, 0, 200, 90, 90, 90}};
  const Canvas turned = after(before, [](const ImageView& v, Scratch&) { adjust_hue(v, 1.0 / 3); });
  CHECK(turned.pixels == Bytes{0, 200, 0, 0, 0, 200, 200, 0, 0, 90, 90, 90});
  const Canvas mixed{1, 1, 3, {180, 90, 40}};
  const Canvas there_and_back = after(mixed, [](const ImageView& v, Scratch&) {
    adjust_hue(v, 0.4);
    adjust_hue(v, -0.4);
  });
  for (Index c = 0; c < 3; ++c) CHECK(std::abs(there_and_back.at(0, 0, c) - mixed.at(0, 0, c)) <= 2);
}

TEST_CASE("autocontrast stretches each channel to the whole range and leaves a flat one") {
  const Canvas before{1, 3, 3, {50, 7, 0, 100, 7, 10, 150, 7, 255}};
  CHECK(after(before, [](const ImageView& v, Scratch&) { autocontrast(v); }).pixels ==
        Bytes{0, 7, 0, 128, 7, 10, 255, 7, 255});
}

TEST_CASE("equalize spreads crowded values over the whole range") {
  Canvas before = flat(16, 32, 1, 0);
  for (std::size_t i = 0; i < before.pixels.size(); ++i) before.pixels[i] = static_cast<std::uint8_t>(100 + i / 32);
  const Canvas spread = after(before, [](const ImageView& v, Scratch&) { equalize(v); });
  CHECK(spread.at(0, 0) == 0);
  CHECK(spread.at(15, 31) == 255);
  for (Index y = 1; y < 16; ++y) {
    CHECK(spread.at(y, 0) - spread.at(y - 1, 0) >= 16);
    CHECK(spread.at(y, 0) - spread.at(y - 1, 0) <= 33);
  }
}

TEST_CASE("posterize keeps the highest bits, solarize inverts from the threshold on") {
  const Canvas before{1, 4, 1, {15, 127, 128, 255}};
  CHECK(after(before, [](const ImageView& v, Scratch&) { posterize(v, 4); }).pixels == Bytes{0, 112, 128, 240});
  CHECK(after(before, [](const ImageView& v, Scratch&) { solarize(v, 128); }).pixels == Bytes{15, 127, 127, 0});
}

TEST_CASE("blur keeps flat images and total brightness, and spreads a point evenly to all sides") {
  const Canvas grey = flat(5, 6, 3, 100);
  CHECK(after(grey, [](const ImageView& v, Scratch& s) { gaussian_blur(v, 1.5, s); }).pixels == grey.pixels);
  Canvas point = flat(11, 11, 1, 0);
  point.pixels[60] = 250;
  const Canvas blurred = after(point, [](const ImageView& v, Scratch& s) { gaussian_blur(v, 1, s); });
  CHECK(blurred.at(5, 5) == doctest::Approx(250 / (2 * M_PI)).epsilon(0.05));
  CHECK(blurred.at(5, 4) == doctest::Approx(250 / (2 * M_PI) * std::exp(-0.5)).epsilon(0.05));
  CHECK(blurred.at(4, 5) == blurred.at(5, 4));
  CHECK(blurred.at(5, 6) == blurred.at(5, 4));
  CHECK(mean_of(blurred) == doctest::Approx(mean_of(point)).epsilon(0.05));
}

TEST_CASE("shift reaches every offset up to its limit and none beyond") {
  Canvas point = flat(9, 9, 1, 0);
  point.pixels[40] = 1;
  std::vector<int> seen(81, 0);
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const Canvas moved = after_random(point, shift(2), seed);
    ++seen[static_cast<std::size_t>(std::find(moved.pixels.begin(), moved.pixels.end(), 1) - moved.pixels.begin())];
  }
  for (Index i = 0; i < 81; ++i) {
    const bool near = std::abs(i / 9 - 4) <= 2 && std::abs(i % 9 - 4) <= 2;
    CHECK((seen[static_cast<std::size_t>(i)] > 40) == near);  // of each of 25 offsets 80 are expected
    CHECK((seen[static_cast<std::size_t>(i)] > 0) == near);
  }
}

TEST_CASE("probabilities are kept: flips, grayscale, blur and with_probability") {
  const Canvas before = patterned(4, 5, 3);
  const auto share_changed = [&](const Transform& transform) {
    int changed = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed)
      changed += after_random(before, transform, seed).pixels != before.pixels;
    return changed / 1000.0;
  };
  CHECK(share_changed(horizontal_flip()) == doctest::Approx(0.5).epsilon(0.1));
  CHECK(share_changed(grayscale(0.2)) == doctest::Approx(0.2).epsilon(0.25));
  CHECK(share_changed(blur(0.3, 1, 2)) == doctest::Approx(0.3).epsilon(0.2));
  CHECK(share_changed(with_probability(0.8, horizontal_flip(1))) == doctest::Approx(0.8).epsilon(0.06));
  CHECK(share_changed(horizontal_flip(0)) == 0);
}

TEST_CASE("random_resized_crop shows boxes of the areas and shapes asked for") {
  // Columns and rows are numbered by two channels, so the first and last pixel tell the box.
  Canvas before = flat(40, 40, 3, 0);
  for (Index i = 0; i < 1600; ++i) {
    before.pixels[static_cast<std::size_t>(3 * i)] = static_cast<std::uint8_t>(5 * (i % 40));
    before.pixels[static_cast<std::size_t>(3 * i + 1)] = static_cast<std::uint8_t>(5 * (i / 40));
  }
  double smallest = 1, largest = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const Canvas crop = after_random(before, random_resized_crop(0.25, 0.75), seed);
    const double width = (crop.at(0, 39, 0) - crop.at(0, 0, 0)) / 5.0 + 1,
                 height = (crop.at(39, 0, 1) - crop.at(0, 0, 1)) / 5.0 + 1;
    const double area = width * height / 1600;
    smallest = std::min(smallest, area);
    largest = std::max(largest, area);
    CHECK(width / height > 0.7);
    CHECK(width / height < 1.43);
  }
  CHECK(smallest == doctest::Approx(0.25).epsilon(0.1));
  CHECK(largest == doctest::Approx(0.75).epsilon(0.1));
}

TEST_CASE("color_jitter by nothing changes nothing, and on grey images only brightness and contrast act") {
  const Canvas colour = patterned(6, 6, 3), grey = patterned(6, 6, 1);
  CHECK(after_random(colour, color_jitter(0, 0, 0, 0), 1).pixels == colour.pixels);
  CHECK(after_random(grey, color_jitter(0, 0, 0.8, 0.5), 1).pixels == grey.pixels);
  CHECK(after_random(grey, color_jitter(0.8, 0, 0, 0), 1).pixels != grey.pixels);
  CHECK(after_random(colour, color_jitter(0, 0, 0, 0.5), 1).pixels != colour.pixels);
}

TEST_CASE("cutout fills a square of its size where it lies inside the image") {
  int whole = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Canvas cut = after_random(flat(12, 12, 1, 9), cutout(4, 77), seed);
    const auto filled = std::count(cut.pixels.begin(), cut.pixels.end(), 77);
    CHECK(filled >= 4);  // a corner of it is always seen
    CHECK(filled <= 16);
    whole += filled == 16;
  }
  CHECK(whole / 300.0 == doctest::Approx(81.0 / 144).epsilon(0.2));  // its corner is at 0..8 of 12 along both axes
}

TEST_CASE("rand_augment of gray drawings keeps the background black where nothing can brighten it") {
  Canvas drawing = flat(28, 28, 1, 0);
  for (Index y = 10; y < 18; ++y) {
    for (Index x = 10; x < 18; ++x)
      drawing.pixels[static_cast<std::size_t>(y * 28 + x)] = static_cast<std::uint8_t>(100 + 10 * (x - 10));
  }
  // Contrast below 1 may raise it towards the mean, about 11.
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const Canvas changed = after_random(drawing, rand_augment({2, 0, 1, 1}, Pool::gray, 0), seed);
    CHECK(changed.at(0, 0) < 30);
    CHECK(changed.at(27, 27) < 30);
  }
}

TEST_CASE("rand_augment draws every operation of its pool; grey images do without color and solarize") {
  const Canvas before = patterned(16, 16, 3);
  const auto pictures = [&](Pool pool) {
    std::set<Bytes> seen;
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
      seen.insert(after_random(before, rand_augment({1, 0.8, 0.8, 1}, pool, 127), seed).pixels);
    }
    return seen;
  };
  // 14 operations of one magnitude, of which five come in two directions; two or three leave this image as it is.
  const auto color = pictures(Pool::color), gray = pictures(Pool::gray);
  CHECK(color.size() >= 16);
  CHECK(color.size() <= 19);
  CHECK(gray.size() == color.size() - 2);
  CHECK(color.count(after(before, [](const ImageView& v, Scratch&) { solarize(v, 204); }).pixels) == 1);
  CHECK(gray.count(after(before, [](const ImageView& v, Scratch&) { solarize(v, 204); }).pixels) == 0);
}

TEST_CASE("rand_augment of probability 0, or of no operations, changes nothing") {
  const Canvas before = patterned(16, 16, 3);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    CHECK(after_random(before, rand_augment({2, 0.1, 0.9, 0}, Pool::color, 127), seed).pixels == before.pixels);
    CHECK(after_random(before, rand_augment({0, 0.1, 0.9, 1}, Pool::color, 127), seed).pixels == before.pixels);
  }
}

TEST_CASE("colours never leak between pixels: every operation leaves a black image with black fill black or flat") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Canvas changed = after_random(flat(8, 9, 3, 0), rand_augment({3, 0, 1, 1}, Pool::gray, 0), seed);
    CHECK(changed.pixels == Bytes(8 * 9 * 3, 0));
  }
}

TEST_CASE("augmentation of the smallest images does not reach outside them") {
  for (const Index channels : {1, 3}) {
    for (const Index side : {1, 2, 3}) {
      for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Canvas canvas = patterned(side, side, channels);
        canvas.pixels.resize(canvas.pixels.size() + 16, 55);  // watched
        Scratch scratch;
        Generator random({seed});
        const ImageView view{side, side, channels, canvas.pixels.data()};
        compose({shift(4, Border::reflect), random_resized_crop(), color_jitter(0.4, 0.4, 0.4, 0.1), blur(1, 0.1, 3),
                 rand_augment({3, 0, 1, 1}, Pool::color, 127), cutout(2, 0), horizontal_flip()})(view, scratch, random);
        CHECK(Bytes(canvas.pixels.end() - 16, canvas.pixels.end()) == Bytes(16, 55));
      }
    }
  }
}

TEST_CASE("the same generator gives the same picture, whatever the working memory has seen before") {
  const Transform recipe = compose({shift(3), random_resized_crop(), rand_augment({}, Pool::color, 0), blur(1)});
  Scratch used;
  Canvas large = patterned(40, 40, 3);
  Generator other({99});
  recipe(large.view(), used, other);
  Canvas a = patterned(20, 21, 3), b = a;
  Generator random_a({5}), random_b({5});
  Scratch fresh;
  recipe(a.view(), used, random_a);
  recipe(b.view(), fresh, random_b);
  CHECK(a.pixels == b.pixels);
}

TEST_CASE("strengths that make no sense are usage errors") {
  CHECK_THROWS_AS(shift(-1), UsageError);
  CHECK_THROWS_AS(horizontal_flip(1.5), UsageError);
  CHECK_THROWS_AS(random_resized_crop(0, 1), UsageError);
  CHECK_THROWS_AS(random_resized_crop(0.5, 0.2), UsageError);
  CHECK_THROWS_AS(color_jitter(0.1, 0.1, 0.1, 0.6), UsageError);
  CHECK_THROWS_AS(blur(1, 0, 2), UsageError);
  CHECK_THROWS_AS(cutout(-1, 0), UsageError);
  CHECK_THROWS_AS(rand_augment({2, 0.5, 1.5, 0.5}, Pool::gray, 0), UsageError);
}
