#include "selfsame/data/formats.hpp"

#include <filesystem>
#include <fstream>

namespace selfsame::data {
namespace {

constexpr Index side = 32;
constexpr Index plane = side * side;

void append(ImageSet& set, ImageSet&& more) {
  if (set.count == 0) {
    set = std::move(more);
    return;
  }
  set.count += more.count;
  set.pixels.insert(set.pixels.end(), more.pixels.begin(), more.pixels.end());
  set.labels.insert(set.labels.end(), more.labels.begin(), more.labels.end());
}

Dataset natural(const Source& source, std::vector<std::string> class_names) {
  Dataset dataset;
  dataset.name = source.set;
  dataset.class_names = std::move(class_names);
  dataset.background = 127;
  dataset.photographs = true;
  return dataset;
}

std::vector<std::string> read_names(const std::string& path, std::size_t expected) {
  std::vector<std::string> names;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();  // written on Windows
    if (!line.empty()) names.push_back(line);
  }
  if (names.size() == expected) return names;
  names.clear();  // names are decoration: without them, classes carry their numbers
  for (std::size_t i = 0; i < expected; ++i) names.push_back("class " + std::to_string(i));
  return names;
}

}  // namespace

ImageSet read_cifar(const Source& source, const std::string& path, Index label_bytes, Index classes, Index records) {
  const Index record = label_bytes + 3 * plane;
  const FileContent content = read_file(source, path);
  const auto held = static_cast<Index>(content.bytes.size());
  require_file(held == records * record && content.whole, source, path,
               held < records * record ? "is cut short" : "is too long", ": expected ", records, " records of ", record,
               " bytes (", grouped(records * record), "), file holds ", grouped(held));
  ImageSet set;
  set.count = records;
  set.height = set.width = side;
  set.channels = 3;
  set.pixels.resize(static_cast<std::size_t>(records * 3 * plane));
  set.labels.resize(static_cast<std::size_t>(records));
  for (Index i = 0; i < records; ++i) {
    const std::uint8_t* in = content.bytes.data() + i * record + label_bytes;
    const Index label = in[-1];
    require_file(label < classes, source, path, "holds label ", label, " in record ", i, ", but there are ", classes,
                 " classes (0 to ", classes - 1, ")");
    set.labels[static_cast<std::size_t>(i)] = label;
    std::uint8_t* out = set.pixels.data() + i * 3 * plane;
    for (Index p = 0; p < plane; ++p) {
      for (Index c = 0; c < 3; ++c) out[3 * p + c] = in[c * plane + p];
    }
  }
  return set;
}

Dataset load_cifar10(const Source& source, const std::string& directory) {
  Dataset dataset =
      natural(source, {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"});
  for (int i = 1; i <= 5; ++i) {
    const std::string path = find_file(source, directory, "data_batch_" + std::to_string(i) + ".bin");
    append(dataset.train, read_cifar(source, path, 1, 10, 10000));
  }
  dataset.test = read_cifar(source, find_file(source, directory, "test_batch.bin"), 1, 10, 10000);
  return dataset;
}

Dataset load_cifar100(const Source& source, const std::string& directory) {
  Dataset dataset = natural(source, read_names(directory + "/fine_label_names.txt", 100));
  dataset.train = read_cifar(source, find_file(source, directory, "train.bin"), 2, 100, 50000);
  dataset.test = read_cifar(source, find_file(source, directory, "test.bin"), 2, 100, 10000);
  return dataset;
}

}  // namespace selfsame::data
