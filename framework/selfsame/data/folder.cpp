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

void count(FolderSummary::Kind& kind, const std::string& example) {
  if (kind.count++ == 0) kind.first = example;
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
    for (const std::string& other : found.others) count(summary.others, other);
  }
  for (const std::string& image : images_in(directory)) count(summary.outside, image);
  return files;
}

// Whether train/ and test/ hold the class folders. Classes may have these names too: then images lie right in them.
bool has_separate_test(const std::string& directory) {
  const std::string train = directory + "/train", test = directory + "/test";
  const bool both = fs::is_directory(train) && fs::is_directory(test);
  const auto holds_classes = [both](const std::string& folder) {
    if (!fs::is_directory(folder) || folders_in(folder).empty()) return false;
    const auto images = images_in(folder);
    require<Error>(!both || images.empty(), "folder: ", folder, " holds both folders and images, such as ",
                   images.empty() ? "" : images.front(),
                   "; move the images into the folders of their classes, or, if it is a class itself, all of its "
                   "images right into it");
    return images.empty();
  };
  const bool found = holds_classes(train);
  require<Error>(found == holds_classes(test), "folder: ", directory,
                 " holds only one of train/ and test/ with class folders in it; add the other, or put the class "
                 "folders into ",
                 directory, " directly");
  return found;
}

// The height and width that all images must have, and the file that says so: that of the first which can be read.
struct Size {
  Index height = 0, width = 0;
  std::string of = {};
};

Size size_of_first(const std::vector<LabelledFile>& files, bool strict) {
  for (const LabelledFile& file : files) {
    try {
      const io::Picture picture = io::read_image(file.path);
      return {picture.height, picture.width, file.path};
    } catch (const Error&) {
      if (strict) throw;
    }
  }
  return {};
}

// Reads all files and counts what had to be done to them. What cannot be read is left out, also of `files`.
std::vector<io::Picture> read_pictures(std::vector<LabelledFile>& files, const Size& size, Index square, bool strict,
                                       FolderSummary& summary) {
  std::vector<io::Picture> pictures(files.size());
  std::vector<std::string> problems(files.size());
  std::vector<char> resized(files.size(), 0);
  const auto read = [&](std::size_t i) {
    try {
      pictures[i] = io::read_image(files[i].path);
    } catch (const Error& problem) {
      if (strict) throw;
      problems[i] = problem.what();
      return;
    }
    if (pictures[i].height == size.height && pictures[i].width == size.width) return;
    require<Error>(square > 0, "folder: ", files[i].path, " is ", pictures[i].width, " x ", pictures[i].height,
                   " pixels, but ", size.of, " is ", size.width, " x ", size.height,
                   "; scale all images to one size, or let an image size (--image-size 64) do it");
    pictures[i] = io::square(pictures[i], square);
    resized[i] = 1;
  };
  parallel_for(static_cast<Index>(files.size()), 16, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) read(static_cast<std::size_t>(i));
  });
  std::vector<LabelledFile> whole_files;
  std::vector<io::Picture> whole;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!problems[i].empty()) {
      count(summary.damaged, problems[i]);
      continue;
    }
    if (resized[i] != 0) count(summary.resized, files[i].path);
    if (pictures[i].turned) count(summary.turned, files[i].path);
    whole_files.push_back(files[i]);
    whole.push_back(std::move(pictures[i]));
  }
  files = std::move(whole_files);
  return whole;
}

// The set of these pictures, which share one size.
ImageSet image_set(const std::vector<LabelledFile>& files, std::vector<io::Picture> pictures, const Size& size) {
  ImageSet set;
  set.count = static_cast<Index>(files.size());
  set.height = size.height;
  set.width = size.width;
  set.channels = 1;
  for (const auto& picture : pictures) set.channels = std::max(set.channels, picture.channels);
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

void require_every_class(const std::vector<LabelledFile>& files, const std::vector<std::string>& classes,
                         const FolderSummary& summary) {
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const bool left = std::any_of(files.begin(), files.end(),
                                  [c](const LabelledFile& file) { return file.label == static_cast<Index>(c); });
    require<Error>(left, "folder: no image of class ", classes[c],
                   " is left to learn from; the first that could not be read: ", summary.damaged.first);
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
    if (kind.count > 0) lines.push_back(concat("folder: ", what, ": ", kind.count, ", the first: ", kind.first));
  };
  add(damaged, "images left out, as they cannot be read");
  add(others, "files left out, as they are no images");
  add(outside, "images and folders left out, as they belong to no class");
  add(resized, "images cut square and resized");
  add(turned, "images turned upright as their Exif data say");
  return lines;
}

Dataset load_folder(const std::string& directory, const FolderOptions& options, FolderSummary* told) {
  require<Error>(fs::is_directory(directory), "folder: ", directory,
                 " is no directory; expected class folders with .png or .jpg files in it");
  require<UsageError>(options.image_size >= 0, "folder: image size ", options.image_size,
                      " is not a number of pixels, or 0 to leave images as they are");
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
    for (const std::string& name : folders_in(directory)) {
      if (name != "train" && name != "test") count(summary.outside, directory + "/" + name);
    }
    for (const std::string& image : images_in(directory)) count(summary.outside, image);
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
  for (const FolderSummary::Kind* left_out : {&summary.others, &summary.outside}) {
    require<Error>(!options.strict || left_out->count == 0, "folder: ", left_out->first, " is no image of a class; ",
                   "remove it, or allow it (no --strict)");
  }
  const Size size =
      options.image_size > 0 ? Size{options.image_size, options.image_size} : size_of_first(train, strict);
  auto train_pictures = read_pictures(train, size, options.image_size, strict, summary);
  auto test_pictures = read_pictures(test, size, options.image_size, strict, summary);
  require_every_class(train, dataset.class_names, summary);
  require<Error>(!test.empty(),
                 "folder: no test image is left; the first that could not be read: ", summary.damaged.first);
  dataset.train = image_set(train, std::move(train_pictures), size);
  dataset.test = image_set(test, std::move(test_pictures), size);
  if (dataset.train.channels < dataset.test.channels) widen_to_colour(dataset.train);
  if (dataset.test.channels < dataset.train.channels) widen_to_colour(dataset.test);
  if (told != nullptr) *told = summary;
  return dataset;
}

}  // namespace selfsame::data
