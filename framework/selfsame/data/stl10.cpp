#include "selfsame/data/formats.hpp"

#include <filesystem>
#include <fstream>

namespace selfsame::data {
namespace {

constexpr Index side = 96;
constexpr Index plane = side * side;
constexpr Index image_bytes = 3 * plane;

Indices read_labels(const Source& source, const std::string& path, const ImageSet& set) {
  const FileContent content = read_file(source, path);
  require_file(static_cast<Index>(content.bytes.size()) == set.count, source, path, "holds ", content.bytes.size(),
               " labels, but there are ", set.count, " images");
  Indices labels;
  for (const std::uint8_t label : content.bytes) {
    require_file(label >= 1 && label <= 10, source, path, "holds label ", int{label}, " at position ", labels.size(),
                 ", expected 1 to 10");
    labels.push_back(label - 1);
  }
  return labels;
}

}  // namespace

ImageSet read_stl10_images(const Source& source, const std::string& path) {
  std::error_code failure;
  const auto held = static_cast<Index>(std::filesystem::file_size(path, failure));
  require_file(!failure, source, path, "is missing");
  require_file(held > 0 && held % image_bytes == 0, source, path, "is cut short: expected whole images of ",
               grouped(image_bytes), " bytes, file holds ", grouped(held));
  ImageSet set;
  set.count = held / image_bytes;
  set.height = set.width = side;
  set.channels = 3;
  set.pixels.resize(static_cast<std::size_t>(held));

  // The file is read image by image: the unlabelled ones are too many to be in memory twice.
  std::ifstream file(path, std::ios::binary);
  std::vector<std::uint8_t> planes(static_cast<std::size_t>(image_bytes));
  for (Index i = 0; i < set.count; ++i) {
    file.read(reinterpret_cast<char*>(planes.data()), image_bytes);
    require_file(file.good(), source, path, "cannot be read beyond image ", i, " of ", set.count);
    std::uint8_t* out = set.pixels.data() + i * image_bytes;
    for (Index c = 0; c < 3; ++c) {
      for (Index x = 0; x < side; ++x) {
        const std::uint8_t* column = planes.data() + c * plane + x * side;
        for (Index y = 0; y < side; ++y) out[(y * side + x) * 3 + c] = column[y];
      }
    }
  }
  return set;
}

Dataset load_stl10(const Source& source, const std::string& directory) {
  Dataset dataset;
  dataset.name = source.set;
  dataset.class_names = {"airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck"};
  dataset.background = 127;
  dataset.photographs = true;
  const auto load = [&](const std::string& part) {
    ImageSet set = read_stl10_images(source, directory + "/" + part + "_X.bin");
    set.labels = read_labels(source, directory + "/" + part + "_y.bin", set);
    return set;
  };
  dataset.train = load("train");
  dataset.test = load("test");
  const std::string more = directory + "/unlabeled_X.bin";
  if (std::filesystem::exists(more)) dataset.unlabelled = read_stl10_images(source, more);
  return dataset;
}

}  // namespace selfsame::data
