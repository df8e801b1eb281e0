#include "selfsame/data/formats.hpp"

#include <algorithm>

namespace selfsame::data {
namespace {

constexpr std::uint32_t image_magic = 2051;  // 0x0803: unsigned bytes, three dimensions
constexpr std::uint32_t label_magic = 2049;  // 0x0801: unsigned bytes, one dimension

std::uint32_t big_endian(const std::vector<std::uint8_t>& bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 | std::uint32_t{bytes[at + 2]} << 8 |
         std::uint32_t{bytes[at + 3]};
}

// Reads the file and checks it against its own header; returns the sizes that the header gives.
Indices check_header(const Source& source, const std::string& path, const FileContent& content, std::uint32_t magic,
                     std::size_t dims, const char* things) {
  const std::size_t header = 4 + 4 * dims;
  require_file(content.bytes.size() >= header, source, path, "is cut short: an IDX header has ", header,
               " bytes, file holds ", content.bytes.size());
  const std::uint32_t found = big_endian(content.bytes, 0);
  require_file(found == magic, source, path, "is not an IDX file of ", things, ": expected magic ", magic, ", found ",
               found);
  Indices sizes;
  double promised = 1;  // in double: a damaged header may multiply beyond 64 bits
  for (std::size_t i = 0; i < dims; ++i) {
    sizes.push_back(static_cast<Index>(big_endian(content.bytes, 4 + 4 * i)));
    promised *= static_cast<double>(sizes.back());
    require_file(sizes.back() > 0, source, path, "promises no ", things, ": size ", i, " in its header is 0");
  }
  const auto held = static_cast<Index>(content.bytes.size() - header);
  const auto text = promised < 1e18 ? grouped(static_cast<Index>(promised)) : concat(promised);
  require_file(promised <= static_cast<double>(held), source, path, "is cut short: header promises ", sizes[0], " ",
               things, " (", text, " bytes), file holds ", grouped(held));
  require_file(promised >= static_cast<double>(held), source, path, "is too long: header promises ", sizes[0], " ",
               things, " (", text, " bytes), file holds ", grouped(held));
  require_file(content.whole, source, path, "is cut short: its gzip data has no end");
  return sizes;
}

ImageSet load_part(const Source& source, const std::string& directory, const std::string& part, Index classes) {
  const std::string images = find_file(source, directory, part + "-images-idx3-ubyte");
  const std::string labels = find_file(source, directory, part + "-labels-idx1-ubyte");
  ImageSet set = read_idx_images(source, images);
  set.labels = read_idx_labels(source, labels, classes);
  require_file(static_cast<Index>(set.labels.size()) == set.count, source, labels, "holds ", set.labels.size(),
               " labels, but ", images, " holds ", set.count, " images");
  return set;
}

}  // namespace

ImageSet read_idx_images(const Source& source, const std::string& path) {
  FileContent content = read_file(source, path);
  const Indices sizes = check_header(source, path, content, image_magic, 3, "images");
  ImageSet set;
  set.count = sizes[0];
  set.height = sizes[1];
  set.width = sizes[2];
  set.channels = 1;
  set.pixels = std::move(content.bytes);
  set.pixels.erase(set.pixels.begin(), set.pixels.begin() + 16);
  return set;
}

Indices read_idx_labels(const Source& source, const std::string& path, Index classes) {
  const FileContent content = read_file(source, path);
  check_header(source, path, content, label_magic, 1, "labels");
  Indices labels(content.bytes.begin() + 8, content.bytes.end());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    require_file(labels[i] < classes, source, path, "holds label ", labels[i], " at position ", i, ", but there are ",
                 classes, " classes (0 to ", classes - 1, ")");
  }
  return labels;
}

Dataset load_idx(const Source& source, const std::string& directory, std::vector<std::string> class_names) {
  Dataset dataset;
  dataset.name = source.set;
  dataset.class_names = std::move(class_names);
  dataset.train = load_part(source, directory, "train", dataset.classes());
  dataset.test = load_part(source, directory, "t10k", dataset.classes());
  require_file(dataset.test.height == dataset.train.height && dataset.test.width == dataset.train.width, source,
               directory, "holds training images of ", dataset.train.height, " x ", dataset.train.width,
               " and test images of ", dataset.test.height, " x ", dataset.test.width, " pixels");
  dataset.background = 0;
  return dataset;
}

}  // namespace selfsame::data
