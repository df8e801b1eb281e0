#include "selfsame/data/formats.hpp"

#include <algorithm>
#include <filesystem>

#include "selfsame/core/parallel.hpp"
#include "selfsame/data/folder_files.hpp"
#include "selfsame/io/image.hpp"
#include "selfsame/io/resize.hpp"

namespace selfsame::data {
namespace {

namespace fs = std::filesystem;

void add_example(FolderSummary::Kind& kind, const std::string& path) {
  if (kind.count++ == 0) kind.first = path;
}

std::vector<std::string> class_folders(const std::string& directory) {
  auto names = folders_in(directory);
  require<Error>(names.size() >= 2, "folder: ", directory, " holds ", names.size(),
                 " class folders, expected two or more, each with .png or .jpg files");
  return names;
}

std::vector<LabelledFile> list_images(const std::string& directory, const std::vector<std::string>& classes,
                                      FolderSummary& summary) {
  std::vector<LabelledFile> files;
  for (const std::string& name : class_folders(directory)) {
    const auto known = std::find(classes.begin(), classes.end(), name);
    const std::string folder = directory + "/" + name;
    require<Error>(known != classes.end(), "folder: ", folder, " is no class of the training images; expected one of ",
                   classes.size(), " classes from ", classes.front(), " to ", classes.back());
    const FolderFiles found = files_below(folder);
    require<Error>(!found.images.empty(), "folder: class folder ", folder,
                   " holds no .png or .jpg file; add images or remove the folder");
    for (const std::string& image : found.images) {
      files.push_back({image, static_cast<Index>(known - classes.begin())});
    }
    for (const std::string& other : found.others) add_example(summary.others, other);
  }
  return files;
}

// train/ and test/ hold the class folders, unless images lie in them directly: then they are classes of that name.
bool has_separate_test(const std::string& directory) {
  const auto holds_classes = [&directory](const char* name) {
    const std::string folder = directory + "/" + name;
    return fs::is_directory(folder) && !has_images_itself(folder) && !folders_in(folder).empty();
  };
  const bool train = holds_classes("train"), test = holds_classes("test");
  require<Error>(train == test, "folder: ", directory,
                 " holds only one of train/ and test/; add the other, or put the ", "class folders into it directly");
  return train;
}

// Reads all files and counts what had to be done to them. Files that cannot be read are left out.
std::vector<io::Picture> read_pictures(std::vector<LabelledFile>& files, const FolderOptions& options, bool strict,
                                       FolderSummary& summary) {
  std::vector<io::Picture> pictures(files.size());
  std::vector<std::string> problems(files.size());
  std::vector<char> resized(files.size(), 0);
  parallel_for(static_cast<Index>(files.size()), 16, [&](Index begin, Index end) {
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      try {
        pictures[i] = io::read_image(files[i].path);
      } catch (const Error& problem) {
        if (strict) throw;
        problems[i] = problem.what();
        continue;
      }
      const Index side = options.image_size;
      if (side == 0 || (pictures[i].height == side && pictures[i].width == side)) continue;
      pictures[i] = io::square(pictures[i], side);
      resized[i] = 1;
    }
  });
  std::vector<LabelledFile> read;
  std::vector<io::Picture> whole;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!problems[i].empty()) {
      add_example(summary.damaged, problems[i]);
      continue;
    }
    if (resized[i] != 0) add_example(summary.resized, files[i].path);
    if (pictures[i].turned) add_example(summary.turned, files[i].path);
    read.push_back(files[i]);
    whole.push_back(std::move(pictures[i]));
  }
  files = std::move(read);
  return whole;
}

// The set of these pictures, which must share one size: that of the picture in `first_path`.
ImageSet image_set(const std::vector<LabelledFile>& files, std::vector<io::Picture> pictures, Index height, Index width,
                   const std::string& first_path) {
  ImageSet set;
  set.count = static_cast<Index>(files.size());
  set.height = height;
  set.width = width;
  set.channels = 1;
  for (std::size_t i = 0; i < files.size(); ++i) {
    set.channels = std::max(set.channels, pictures[i].channels);
    require<Error>(pictures[i].height == height && pictures[i].width == width, "folder: ", files[i].path, " is ",
                   pictures[i].width, " x ", pictures[i].height, " pixels, but ", first_path, " is ", width, " x ",
                   height, "; scale all images to one size");
  }
  set.pixels.reserve(static_cast<std::size_t>(set.count * set.image_size()));
  for (std::size_t i = 0; i < files.size(); ++i) {
    set.labels.push_back(files[i].label);
    for (const std::uint8_t value : pictures[i].pixels) {
      set.pixels.insert(set.pixels.end(), static_cast<std::size_t>(set.channels / pictures[i].channels), value);
    }
    pictures[i] = io::Picture();
  }
  return set;
}

void check_every_class(const std::vector<LabelledFile>& files, const std::vector<std::string>& classes,
                       const FolderSummary& summary) {
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const bool left = std::any_of(files.begin(), files.end(),
                                  [c](const LabelledFile& file) { return file.label == static_cast<Index>(c); });
    require<Error>(left, "folder: no image of class ", classes[c],
                   " is left to learn from; the first damaged one: ", summary.damaged.first);
  }
}

void widen_to_colour(ImageSet& set) {
  std::vector<std::uint8_t> pixels;
  pixels.reserve(3 * set.pixels.size());
  for (const std::uint8_t value : set.pixels) pixels.insert(pixels.end(), 3, value);
  set.pixels = std::move(pixels);
  set.channels = 3;
}

}  // namespace

std::vector<std::string> FolderSummary::lines() const {
  std::vector<std::string> lines;
  const auto add = [&lines](const Kind& kind, const char* what) {
    if (kind.count > 0) lines.push_back(concat("folder: ", kind.count, " ", what, ", first ", kind.first));
  };
  add(damaged, "damaged images left out");
  add(others, "files that are no .png or .jpg left out");
  add(resized, "images cut square and resized");
  add(turned, "images turned upright as their Exif data say");
  return lines;
}

Dataset load_folder(const std::string& directory, const FolderOptions& options, FolderSummary* told) {
  require<Error>(fs::is_directory(directory), "folder: ", directory,
                 " is no directory; expected class folders with .png or .jpg files in it");
  const bool separate = has_separate_test(directory);
  const std::string train_directory = separate ? directory + "/train" : directory;

  const bool strict = options.strict || told == nullptr;  // nobody would hear of what was left out
  Dataset dataset;
  FolderSummary summary;
  dataset.name = "folder";
  dataset.class_names = class_folders(train_directory);
  dataset.background = 127;
  dataset.photographs = true;
  std::vector<LabelledFile> train = list_images(train_directory, dataset.class_names, summary), test;
  if (separate) {
    test = list_images(directory + "/test", dataset.class_names, summary);
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
  require<Error>(!options.strict || summary.others.count == 0, "folder: ", summary.others.first,
                 " is no .png or .jpg file; remove it or leave --strict away");
  auto train_pictures = read_pictures(train, options, strict, summary),
       test_pictures = read_pictures(test, options, strict, summary);
  check_every_class(train, dataset.class_names, summary);
  require<Error>(!test.empty(), "folder: no test image is left; the first damaged one: ", summary.damaged.first);
  const Index height = train_pictures.front().height, width = train_pictures.front().width;
  const std::string first = train.front().path;
  dataset.train = image_set(train, std::move(train_pictures), height, width, first);
  dataset.test = image_set(test, std::move(test_pictures), height, width, first);
  if (dataset.train.channels < dataset.test.channels) widen_to_colour(dataset.train);
  if (dataset.test.channels < dataset.train.channels) widen_to_colour(dataset.test);
  if (told != nullptr) *told = summary;
  return dataset;
}

}  // namespace selfsame::data
