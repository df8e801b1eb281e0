/// \file
/// Operations on one small 8-bit image, in place and without chance: what the random ones in augment.hpp are made of.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "selfsame/core/types.hpp"

namespace selfsame::data {

/// An image of 1 or 3 channels (channels last) in memory that someone else owns.
struct ImageView {
  Index height,          ///< rows
      width,             ///< columns
      channels;          ///< 1 or 3
  std::uint8_t* pixels;  ///< (height, width, channels)

  Index size() const { return height * width * channels; }                    ///< bytes
  std::uint8_t* row(Index y) const { return pixels + y * width * channels; }  ///< first byte of row y
};

/// Working memory that operations share and reuse: after the first image of a size nothing is allocated any more. One
/// for each thread.
struct Scratch {
  std::vector<std::uint8_t> bytes;  ///< for pixels
  std::vector<int> numbers;         ///< for sums and places
  std::vector<float> floats;        ///< for weights

  /// The buffer, grown to at least `size` elements; what was in it is undefined.
  template <class T>
  static T* room(std::vector<T>& buffer, Index size) {
    if (static_cast<Index>(buffer.size()) < size) buffer.resize(static_cast<std::size_t>(size));
    return buffer.data();
  }
};

/// What is seen beyond the edge of an image: one value, or the image mirrored (without repeating the edge).
enum class Border { fill, reflect };

/// Moves the content by dx pixels to the right and dy down.
void translate(const ImageView& image, Index dx, Index dy, Border border, std::uint8_t fill, Scratch& scratch);

/// Mirrors left and right.
void flip_horizontal(const ImageView& image);

/// Where the pixel at column x, row y comes from: column xx * x + xy * y + x0, row yx * x + yy * y + y0.
struct Affine {
  double xx,  ///< column's share in the column
      xy,     ///< row's share in the column
      x0,     ///< column that column 0, row 0 comes from
      yx,     ///< column's share in the row
      yy,     ///< row's share in the row
      y0;     ///< row that column 0, row 0 comes from
};

/// Resamples through an affine map, bilinearly; beyond the edge lies `fill`. The identity changes nothing.
void warp(const ImageView& image, const Affine& source, std::uint8_t fill, Scratch& scratch);

/// Turns the content counter-clockwise about the centre. \param degrees  any angle
void rotate(const ImageView& image, double degrees, std::uint8_t fill, Scratch& scratch);

/// Slants the content: rows move by `amount` times their distance from the middle row (x), columns alike (y).
void shear_x(const ImageView& image, double amount, std::uint8_t fill, Scratch& scratch);

/// The same for columns, by their distance from the middle column.
void shear_y(const ImageView& image, double amount, std::uint8_t fill, Scratch& scratch);

/// Enlarges the box of h x w pixels whose corner is (y, x) to the whole image, bilinearly.
void resize_box(const ImageView& image, Index y, Index x, Index h, Index w, Scratch& scratch);

/// Fills the box; parts outside the image are ignored.
void fill_box(const ImageView& image, Index y, Index x, Index h, Index w, std::uint8_t fill);

/// Replaces each value by `table[value]`.
void map_values(const ImageView& image, const std::array<std::uint8_t, 256>& table);

/// \name Enhancements as in Pillow: 1 leaves the image as it is, 0 gives black, flat grey, grey, or smoothed
/// \{
void adjust_brightness(const ImageView& image, double factor);
void adjust_contrast(const ImageView& image, double factor);    ///< about the mean lightness
void adjust_saturation(const ImageView& image, double factor);  ///< nothing on grey images
void adjust_sharpness(const ImageView& image, double factor, Scratch& scratch);
/// \}

/// Turns the colour circle by a share of a full turn; nothing on grey images.
void adjust_hue(const ImageView& image, double turns);

/// Replaces colours by their lightness (0.299 red + 0.587 green + 0.114 blue) in all channels.
void to_grayscale(const ImageView& image);

/// Stretches each channel's values to 0..255.
void autocontrast(const ImageView& image);

/// Makes each channel's values about equally frequent (histogram equalisation).
void equalize(const ImageView& image);

/// Keeps the highest `bits` bits of each value.
void posterize(const ImageView& image, int bits);

/// Inverts values of at least `threshold`.
void solarize(const ImageView& image, int threshold);

/// Gaussian blur; beyond the edge the image is mirrored. \param sigma  in pixels, positive
void gaussian_blur(const ImageView& image, double sigma, Scratch& scratch);

}  // namespace selfsame::data
