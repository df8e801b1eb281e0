#include "selfsame/data/augment.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"

namespace selfsame::data {
namespace {

void require_probability(const char* what, double p) {
  require<UsageError>(p >= 0 && p <= 1, what, ": a probability lies between 0 and 1, found ", p);
}

double random_factor(double strength, Generator& random) {
  return random.uniform(std::max(0.0, 1 - strength), 1 + strength);
}

// The operations of rand_augment; those that grey images do without come last.
// clang-format off
enum class Operation { identity, autocontrast, equalize, posterize, contrast, brightness, sharpness, rotate, shear_x,
                       shear_y, translate_x, translate_y, color, solarize };
constexpr Index gray_operations = 12, color_operations = 14;

// One of them at magnitude m, from 0 to 1; `sign` is the direction of the geometric ones.
void apply(Operation op, double m, double sign, const ImageView& image, std::uint8_t fill, Scratch& scratch) {
  const double enhance = 0.1 + 1.8 * m;
  const auto moved = [&](Index side) { return Index{std::lround(0.3 * sign * m * static_cast<double>(side))}; };
  switch (op) {
    case Operation::identity:     return;
    case Operation::autocontrast: return autocontrast(image);
    case Operation::equalize:     return equalize(image);
    case Operation::posterize:    return posterize(image, 8 - static_cast<int>(std::lround(4 * m)));
    case Operation::contrast:     return adjust_contrast(image, enhance);
    case Operation::brightness:   return adjust_brightness(image, enhance);
    case Operation::sharpness:    return adjust_sharpness(image, enhance, scratch);
    case Operation::rotate:       return rotate(image, 30 * sign * m, fill, scratch);
    case Operation::shear_x:      return shear_x(image, 0.3 * sign * m, fill, scratch);
    case Operation::shear_y:      return shear_y(image, 0.3 * sign * m, fill, scratch);
    case Operation::translate_x:  return translate(image, moved(image.width), 0, Border::fill, fill, scratch);
    case Operation::translate_y:  return translate(image, 0, moved(image.height), Border::fill, fill, scratch);
    case Operation::color:        return adjust_saturation(image, enhance);
    case Operation::solarize:     return solarize(image, static_cast<int>(256 * m));
  }
}
// clang-format on

}  // namespace

Augment compose(std::vector<Transform> steps) { return Augment(std::move(steps)); }

Transform with_probability(double p, Transform transform) {
  require_probability("with_probability", p);
  return [p, transform = std::move(transform)](const ImageView& image, Scratch& scratch, Generator& random) {
    if (random.bernoulli(p)) transform(image, scratch, random);
  };
}

Transform shift(Index pixels, Border border, std::uint8_t fill) {
  require<UsageError>(pixels >= 0, "shift: expected a number of pixels, found ", pixels);
  return [=](const ImageView& image, Scratch& scratch, Generator& random) {
    const Index dx = random.integer(2 * pixels + 1) - pixels;
    const Index dy = random.integer(2 * pixels + 1) - pixels;
    translate(image, dx, dy, border, fill, scratch);
  };
}

Transform horizontal_flip(double p) {
  require_probability("horizontal_flip", p);
  return [p](const ImageView& image, Scratch&, Generator& random) {
    if (random.bernoulli(p)) flip_horizontal(image);
  };
}

Transform random_resized_crop(double scale_low, double scale_high, double ratio_low, double ratio_high) {
  require<UsageError>(0 < scale_low && scale_low <= scale_high && scale_high <= 1,
                      "random_resized_crop: expected 0 < scale_low <= scale_high <= 1, found ", scale_low, " and ",
                      scale_high);
  require<UsageError>(0 < ratio_low && ratio_low <= ratio_high,
                      "random_resized_crop: expected 0 < ratio_low <= ratio_high, found ", ratio_low, " and ",
                      ratio_high);
  return [=](const ImageView& image, Scratch& scratch, Generator& random) {
    const double area = static_cast<double>(image.height * image.width);
    Index h = image.height, w = image.width;  // the whole image, should no box fit
    for (int attempt = 0; attempt < 10; ++attempt) {
      const double box = area * random.uniform(scale_low, scale_high);
      const double ratio = std::exp(random.uniform(std::log(ratio_low), std::log(ratio_high)));
      const auto try_w = static_cast<Index>(std::lround(std::sqrt(box * ratio)));
      const auto try_h = static_cast<Index>(std::lround(std::sqrt(box / ratio)));
      if (try_w > 0 && try_h > 0 && try_w <= image.width && try_h <= image.height) {
        w = try_w;
        h = try_h;
        break;
      }
    }
    const Index y = random.integer(image.height - h + 1), x = random.integer(image.width - w + 1);
    resize_box(image, y, x, h, w, scratch);
  };
}

Transform color_jitter(double brightness, double contrast, double saturation, double hue) {
  require<UsageError>(brightness >= 0 && contrast >= 0 && saturation >= 0 && hue >= 0 && hue <= 0.5,
                      "color_jitter: strengths are not negative and hue is at most 0.5, found ", brightness, ", ",
                      contrast, ", ", saturation, ", ", hue);
  return [=](const ImageView& image, Scratch&, Generator& random) {
    std::array<int, 4> order{0, 1, 2, 3};
    for (std::size_t i = 4; i > 1; --i) {
      std::swap(order[i - 1], order[static_cast<std::size_t>(random.integer(static_cast<Index>(i)))]);
    }
    for (const int step : order) {
      if (step == 0 && brightness > 0) adjust_brightness(image, random_factor(brightness, random));
      if (step == 1 && contrast > 0) adjust_contrast(image, random_factor(contrast, random));
      if (step == 2 && saturation > 0) adjust_saturation(image, random_factor(saturation, random));
      if (step == 3 && hue > 0) adjust_hue(image, random.uniform(-hue, hue));
    }
  };
}

Transform grayscale(double p) {
  require_probability("grayscale", p);
  return [p](const ImageView& image, Scratch&, Generator& random) {
    if (random.bernoulli(p)) to_grayscale(image);
  };
}

Transform blur(double p, double sigma_low, double sigma_high) {
  require_probability("blur", p);
  require<UsageError>(0 < sigma_low && sigma_low <= sigma_high, "blur: expected 0 < sigma_low <= sigma_high, found ",
                      sigma_low, " and ", sigma_high);
  return [=](const ImageView& image, Scratch& scratch, Generator& random) {
    if (random.bernoulli(p)) gaussian_blur(image, random.uniform(sigma_low, sigma_high), scratch);
  };
}

Transform cutout(Index size, std::uint8_t fill) {
  require<UsageError>(size >= 0, "cutout: expected a size in pixels, found ", size);
  return [=](const ImageView& image, Scratch&, Generator& random) {
    const Index y = random.integer(image.height) - size / 2, x = random.integer(image.width) - size / 2;
    fill_box(image, y, x, size, size, fill);
  };
}

Transform rand_augment(const RandAugmentOptions& options, Pool pool, std::uint8_t fill) {
  require_probability("rand_augment", options.probability);
  require<UsageError>(options.ops >= 0 && 0 <= options.low && options.low <= options.high && options.high <= 1,
                      "rand_augment: expected a number of operations and 0 <= low <= high <= 1, found ", options.ops,
                      ", ", options.low, ", ", options.high);
  const Index choices = pool == Pool::color ? color_operations : gray_operations;
  return [=](const ImageView& image, Scratch& scratch, Generator& random) {
    for (int i = 0; i < options.ops; ++i) {
      const Index op = random.integer(choices);
      const double m = random.uniform(options.low, options.high);
      const double sign = random.bernoulli(0.5) ? 1 : -1;
      if (random.bernoulli(options.probability)) apply(static_cast<Operation>(op), m, sign, image, fill, scratch);
    }
  };
}

}  // namespace selfsame::data
