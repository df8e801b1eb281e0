/// \file
/// Data sets: labelled 8-bit images in memory, where they come from, and how their pixels become numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "selfsame/core/types.hpp"
#include "selfsame/core/xt.hpp"

/// Data sets, the choice of labelled images, augmentation and batches.
namespace selfsame::data {

/// Images of one size, 8 bits a value, channels last.
struct ImageSet {
  Index count = 0,                   ///< images
      height = 0,                    ///< rows of an image
      width = 0,                     ///< its columns
      channels = 0;                  ///< 1 (grey) or 3 (red, green, blue)
  std::vector<std::uint8_t> pixels;  ///< (count, height, width, channels)
  Indices labels;                    ///< (count), or empty when unlabelled

  Index image_size() const { return height * width * channels; }  ///< bytes in one image
  /// The bytes of image i, (height, width, channels); 0 <= i < count.
  const std::uint8_t* image(Index i) const { return pixels.data() + i * image_size(); }
};

/// A data set as the methods see it: images to train on, images to be tested on, and what is known about both.
struct Dataset {
  std::string name;                      ///< as `--dataset` has it: "fashion-mnist"
  std::vector<std::string> class_names;  ///< of class 0, 1, ...: "T-shirt/top"
  ImageSet train,                        ///< to train and to choose settings on
      test;                              ///< read once, at the end
  ImageSet unlabelled;          ///< further images without labels: STL-10 has them, all other sets have none here
  std::vector<float> mean;      ///< of pixel / 255 over the training images, one value a channel
  std::vector<float> stddev;    ///< the standard deviation to go with it
  std::uint8_t background = 0;  ///< what lies outside an image: 0 for drawings on black, 127 where it is not black
  bool photographs = false;     ///< taken with a camera, unlike clothes cut out, digits and `shapes`
  bool mirrored_alike = true;   ///< a mirror image still belongs to its class: false for digits and `shapes`

  Index classes() const { return static_cast<Index>(class_names.size()); }  ///< number of classes
  Index channels() const { return train.channels; }                         ///< 1 for grey, 3 for colour
  Index height() const { return train.height; }                             ///< of an image, in pixels
  Index width() const { return train.width; }                               ///< of an image, in pixels
};

/// The names `load_dataset` knows: fashion-mnist, mnist, cifar10, cifar100, stl10, folder, shapes.
const std::vector<std::string>& dataset_names();

/// Loads a data set by name.
///
/// \param name      one of `dataset_names()`
/// \param data_dir  where the files are; empty for the environment variable SELFSAME_DATA. Below it, files may lie in
///                  the folder that tools/get_data makes, in the one their archive unpacks to, or in `data_dir` itself.
///                  Fashion-MNIST is also found where Debian's dataset-fashion-mnist installs it; `folder` is
///                  `data_dir` itself; `shapes` is generated and needs no file.
///
/// Mean and standard deviation are computed from the training images, so each set is normalised by its own.
/// \throws UsageError  for an unknown name, or `folder` without a directory
/// \throws Error       if a file is missing or damaged; it names the file, what was expected, what was found, and how
///                     to get it
Dataset load_dataset(const std::string& name, const std::string& data_dir);

/// Computes `mean` and `stddev` from the training images.
void measure_statistics(Dataset& dataset);

/// Normalised values by pixel value, (channels, 256): entry (c, p) is (p / 255 - mean_c) / stddev_c.
std::vector<Scalar> normalization_table(const Dataset& dataset);

/// Writes one image, normalised through `table`, to `out`: (height, width, channels) values.
void normalize_image(const std::vector<Scalar>& table, const std::uint8_t* pixels, Index size, Index channels,
                     Scalar* out);

/// The given images as normalised values, in parallel.
/// \param set   `dataset.train`, `.test` or `.unlabelled`
/// \param rows  (B) positions in `set`
/// \return      (B, height, width, channels)
/// \throws ShapeError  if a row is outside the set
Array to_array(const Dataset& dataset, const ImageSet& set, const Indices& rows);

/// 0, 1, ..., count - 1: all rows of a set.
Indices all_rows(const ImageSet& set);

/// `count` of the rows, evenly spread and in their order; all of them where there are no more.
Indices evenly_spread(const Indices& rows, Index count);

}  // namespace selfsame::data
