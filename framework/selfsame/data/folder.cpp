#include "selfsame/data/formats.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>

#include "selfsame/core/parallel.hpp"
#include "selfsame/io/image.hpp"

namespace selfsame::data {
namespace {

namespace fs = std::filesystem;

struct LabelledFile {
  std::string path;
  Index label;
};

bool is_image(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending == ".png" || ending == ".jpg" || ending == ".jpeg";
}

// Names of the entries that `wanted` accepts, sorted: directory order differs from machine to machine.
template <class Wanted>
std::vector<std::string> sorted_names(const std::string& directory, const Wanted& wanted) {
  std::vector<std::string> names;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(directory, failure)) {
    const std::string name = entry.path().filename().string();
    if (name.front() != '.' && wanted(entry)) names.push_back(name);
  }
  require<Error>(!failure, "folder: ", directory, " cannot be listed (", failure.message(), ")");
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> class_folders(const std::string& directory) {
  auto names = sorted_names(directory, [](const fs::directory_entry& entry) { return entry.is_directory(); });
  require<Error>(names.size() >= 2, "folder: ", directory, " holds ", names.size(),
                 " class folders, expected two or more, each with .png or .jpg files");
  return names;
}

std::vector<LabelledFile> list_images(const std::string& directory, const std::vector<std::string>& classes) {
  std::vector<LabelledFile> files;
  for (const std::string& name : class_folders(directory)) {
    const auto known = std::find(classes.begin(), classes.end(), name);
    const std::string folder = directory + "/" + name;
    require<Error>(known != classes.end(), "folder: ", folder, " is no class of the training images; expected one of ",
                   classes.size(), " classes from ", classes.front(), " to ", classes.back());
    const auto images = sorted_names(
        folder, [](const fs::directory_entry& entry) { return entry.is_regular_file() && is_image(entry.path()); });
    require<Error>(!images.empty(), "folder: class folder ", folder,
                   " holds no .png or .jpg file; add images or remove the folder");
    for (const std::string& image : images) {
      files.push_back({folder + "/" + image, static_cast<Index>(known - classes.begin())});
    }
  }
  return files;
}

// Reads all files into one set. `first` is the picture whose size all others must share.
ImageSet read_images(const std::vector<LabelledFile>& files, const io::Picture& first, const std::string& first_path) {
  const auto count = static_cast<Index>(files.size());
  std::vector<io::Picture> pictures(files.size());
  parallel_for(count, 16, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      const std::string& path = files[static_cast<std::size_t>(i)].path;
      io::Picture picture = io::read_image(path);
      require<Error>(picture.height == first.height && picture.width == first.width, "folder: ", path, " is ",
                     picture.width, " x ", picture.height, " pixels, but ", first_path, " is ", first.width, " x ",
                     first.height, "; scale all images to one size");
      pictures[static_cast<std::size_t>(i)] = std::move(picture);
    }
  });
  ImageSet set;
  set.count = count;
  set.height = first.height;
  set.width = first.width;
  set.channels = 1;
  for (const auto& picture : pictures) set.channels = std::max(set.channels, picture.channels);
  set.pixels.reserve(static_cast<std::size_t>(count * set.image_size()));
  for (std::size_t i = 0; i < files.size(); ++i) {
    set.labels.push_back(files[i].label);
    for (const std::uint8_t value : pictures[i].pixels) {
      set.pixels.insert(set.pixels.end(), static_cast<std::size_t>(set.channels / pictures[i].channels), value);
    }
    pictures[i] = io::Picture();
  }
  return set;
}

void widen_to_colour(ImageSet& set) {
  std::vector<std::uint8_t> pixels;
  pixels.reserve(3 * set.pixels.size());
  for (const std::uint8_t value : set.pixels) pixels.insert(pixels.end(), 3, value);
  set.pixels = std::move(pixels);
  set.channels = 3;
}

}  // namespace

Dataset load_folder(const std::string& directory) {
  require<Error>(fs::is_directory(directory), "folder: ", directory,
                 " is no directory; expected class folders with .png or .jpg files in it");
  const bool separate = fs::is_directory(directory + "/train");
  require<Error>(separate == fs::is_directory(directory + "/test"), "folder: ", directory,
                 " holds only one of train/ and test/; add the other, or put the class folders into it directly");
  const std::string train_directory = separate ? directory + "/train" : directory;

  Dataset dataset;
  dataset.name = "folder";
  dataset.class_names = class_folders(train_directory);
  dataset.background = 127;
  dataset.photographs = true;
  std::vector<LabelledFile> train = list_images(train_directory, dataset.class_names), test;
  if (separate) {
    test = list_images(directory + "/test", dataset.class_names);
  } else {
    std::vector<LabelledFile> rest;
    Index in_class = 0;
    for (std::size_t i = 0; i < train.size(); ++i) {
      in_class = i > 0 && train[i].label == train[i - 1].label ? in_class + 1 : 0;
      (in_class % 6 == 5 ? test : rest).push_back(train[i]);
    }
    require<Error>(!test.empty(), "folder: ", directory,
                   " holds fewer than six images in every class: too few to set every sixth aside for testing");
    train = std::move(rest);
  }
  const std::string first_path = train.front().path;
  const io::Picture first = io::read_image(first_path);
  dataset.train = read_images(train, first, first_path);
  dataset.test = read_images(test, first, first_path);
  if (dataset.train.channels < dataset.test.channels) widen_to_colour(dataset.train);
  if (dataset.test.channels < dataset.train.channels) widen_to_colour(dataset.test);
  return dataset;
}

}  // namespace selfsame::data
