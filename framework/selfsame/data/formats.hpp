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

/// Images in class folders: directory/train/CLASS/*.png|jpg and directory/test/CLASS/..., or directory/CLASS/... alone,
/// of which every sixth image of each class, in the order of their names, becomes a test image.
///
/// Classes are numbered in the order of their names. Images are grey only if all of them are.
/// \throws Error  if a class folder is empty, an image is damaged, images differ in size, or a test class is unknown
Dataset load_folder(const std::string& directory);

/// Five kinds of coloured shapes on noisy backgrounds, 24 x 24 x 3, generated: arrow, T, L, heart, flag.
///
/// Position, scale, colours, slant and noise vary. All stand upright and none looks the same after a quarter turn, so
/// that predicting rotation is a meaningful task.
/// \param train, test  numbers of images; every five consecutive ones hold each class once
Dataset make_shapes(Index train = 2000, Index test = 500, std::uint64_t seed = 0);

}  // namespace selfsame::data
