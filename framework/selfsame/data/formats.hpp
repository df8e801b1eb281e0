/// \file
/// One reader a file format. `load_dataset` puts them together; call one directly to read files of your own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "selfsame/data/dataset.hpp"
#include "selfsame/data/files.hpp"

namespace selfsame::data {

/// An IDX file of images (LeCun's MNIST format, magic 2051: count, height, width, pixels), plain or gzip.
/// \return  grey images without labels
/// \throws Error  for another magic, or if the header's sizes and the content differ
ImageSet read_idx_images(const Source& source, const std::string& path);

/// An IDX file of labels (magic 2049: count, one byte a label), plain or gzip.
/// \throws Error  as above, or for a label that is not below `classes`
Indices read_idx_labels(const Source& source, const std::string& path, Index classes);

/// Fashion-MNIST or MNIST from the four IDX files in `directory`.
/// \throws Error  as above, or if the numbers of images and labels differ
Dataset load_idx(const Source& source, const std::string& directory, std::vector<std::string> class_names);

/// A CIFAR binary file: records of `label_bytes` labels (the last one counts) and 32 x 32 red, green, blue planes.
/// \param records  how many records the file must hold
/// \throws Error   for another size, or for a label that is not below `classes`
ImageSet read_cifar(const Source& source, const std::string& path, Index label_bytes, Index classes, Index records);

/// CIFAR-10 from data_batch_1..5.bin and test_batch.bin.
Dataset load_cifar10(const Source& source, const std::string& directory);

/// CIFAR-100 (fine labels) from train.bin and test.bin; class names from fine_label_names.txt where it is there.
Dataset load_cifar100(const Source& source, const std::string& directory);

/// An STL-10 image file: 96 x 96 pixels, colour planes stored column by column.
/// \throws Error  if the size is not a whole number of images, at least one
ImageSet read_stl10_images(const Source& source, const std::string& path);

/// STL-10 from train_X.bin, train_y.bin, test_X.bin, test_y.bin, and its unlabelled images where unlabeled_X.bin is
/// there: 100,000 of them take 2.8 GB of memory; remove the file to do without.
Dataset load_stl10(const Source& source, const std::string& directory);

/// How `load_folder` treats what it finds.
struct FolderOptions {
  Index image_size = 0;  ///< cut the middle square out of every image and resize it to this many pixels; 0: as they are
  bool strict = false;   ///< whether what would be left out is an error
};

/// What `load_folder` left out or changed.
struct FolderSummary {
  /// How many files one thing happened to, and the first of them.
  struct Kind {
    Index count = 0;    ///< of files
    std::string first;  ///< its path
  };
  Kind damaged;  ///< left out: images that cannot be read, of other formats for instance; `first` is the error
  Kind others;   ///< left out: files in class folders that are no images by their names
  Kind outside;  ///< left out: images beside class folders, folders beside train/ and test/
  Kind resized;  ///< images that had another size than `image_size`
  Kind turned;   ///< photos that Exif data had turned or mirrored

  /// One line for each kind that occurred.
  std::vector<std::string> lines() const;
};

/// Images in class folders: directory/train/CLASS/... and directory/test/CLASS/..., or directory/CLASS/... alone, of
/// which every sixth image of each class, in the order of their paths, becomes a test image.
///
/// Every image at any depth below a class folder is read; of the formats, PNG and JPEG can be. Names that begin with a
/// dot are passed over. Classes are numbered in the order of their names; one may be called train or test if its images
/// lie right in it. Images are grey only if all of them are. Photos are turned upright as their Exif data say.
/// \param told  receives what was left out or changed. Without it nobody would hear of an image that cannot be read:
///              then that is an error as with `strict`
/// \throws Error  if a class has no image, images differ in size, or a test class is unknown
Dataset load_folder(const std::string& directory, const FolderOptions& options = {}, FolderSummary* told = nullptr);

/// Five kinds of coloured shapes on noisy backgrounds, 24 x 24 x 3, generated: arrow, T, L, heart, flag.
///
/// Position, scale, colours, slant and noise vary. All stand upright and none looks the same after a quarter turn, so
/// that predicting rotation is a meaningful task.
/// \param train, test  numbers of images; every five consecutive ones hold each class once
Dataset make_shapes(Index train = 2000, Index test = 500, std::uint64_t seed = 0);

}  // namespace selfsame::data
