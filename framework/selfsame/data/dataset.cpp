#include "selfsame/data/dataset.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numeric>

#include "selfsame/core/error.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/data/formats.hpp"

namespace selfsame::data {
namespace {

const char* const debian_fashion_mnist = "/usr/share/datasets/fashion-mnist";

// `root` itself and the folders below it that hold a set: the one tools/get_data makes, others that tools make.
std::vector<std::string> places(const std::string& root, const std::vector<std::string>& folders) {
  std::vector<std::string> found;
  if (root.empty()) return found;
  for (const std::string& folder : folders) found.push_back(root + "/" + folder);
  found.push_back(root);
  return found;
}

Source source_of(const std::string& name) { return {name, "fetch it again with tools/get_data " + name}; }

Dataset load_mnist(const std::string& name, const std::string& root) {
  const bool fashion = name == "fashion-mnist";
  Source missing{name, "fetch it with tools/get_data " + name};
  auto directories = places(root, fashion ? std::vector<std::string>{"fashion-mnist", "FashionMNIST/raw"}
                                          : std::vector<std::string>{"mnist", "MNIST/raw"});
  if (fashion) {
    directories.emplace_back(debian_fashion_mnist);
    missing.remedy += ", or install Debian's package dataset-fashion-mnist";
  }
  const std::string directory =
      find_directory(missing, directories, {"train-images-idx3-ubyte", "t10k-images-idx3-ubyte"});
  std::vector<std::string> classes{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  if (fashion) {
    classes = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
               "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
  }
  Dataset dataset = load_idx(source_of(name), directory, std::move(classes));
  dataset.mirrored_alike = fashion;  // a mirrored 2 is no digit
  return dataset;
}

Dataset load_natural(const std::string& name, const std::string& root) {
  const Source missing{name, "fetch it with tools/get_data " + name};
  const auto find = [&](const char* folder, const char* first_file) {
    return find_directory(missing, places(root, {name, folder, name + "/" + folder}), {first_file});
  };
  if (name == "cifar10") return load_cifar10(source_of(name), find("cifar-10-batches-bin", "data_batch_1.bin"));
  if (name == "cifar100") return load_cifar100(source_of(name), find("cifar-100-binary", "train.bin"));
  return load_stl10(source_of(name), find("stl10_binary", "train_X.bin"));
}

using Histogram = std::array<Index, 256>;

std::vector<Histogram> count_values(const ImageSet& set) {
  constexpr Index chunks = 8;
  const auto channels = static_cast<std::size_t>(set.channels);
  std::vector<std::vector<Histogram>> partial(chunks, std::vector<Histogram>(channels, Histogram{}));
  parallel_chunks(set.count, chunks, [&](Index chunk, Index begin, Index end) {
    auto& counts = partial[static_cast<std::size_t>(chunk)];
    const std::uint8_t* stop = set.image(end);
    for (const std::uint8_t* p = set.image(begin); p != stop; p += channels) {
      for (std::size_t c = 0; c < channels; ++c) ++counts[c][p[c]];
    }
  });
  for (std::size_t k = 1; k < partial.size(); ++k) {
    for (std::size_t c = 0; c < channels; ++c) {
      for (std::size_t v = 0; v < 256; ++v) partial[0][c][v] += partial[k][c][v];
    }
  }
  return partial[0];
}

}  // namespace

const std::vector<std::string>& dataset_names() {
  static const std::vector<std::string> names{"fashion-mnist", "mnist",  "cifar10", "cifar100",
                                              "stl10",         "folder", "shapes"};
  return names;
}

Dataset load_dataset(const std::string& name, const std::string& data_dir) {
  const auto& names = dataset_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    std::string known;
    for (const std::string& each : names) known += (known.empty() ? "" : ", ") + each;
    throw UsageError(concat("data set '", name, "' is unknown; choose one of ", known));
  }
  require<Error>(data_dir.empty() || name == "shapes" || std::filesystem::is_directory(data_dir), name, ": ", data_dir,
                 " (--data-dir) is no directory");
  const char* from_environment = std::getenv("SELFSAME_DATA");
  const std::string root = !data_dir.empty() ? data_dir : from_environment != nullptr ? from_environment : "";

  Dataset dataset;
  if (name == "shapes") {
    dataset = make_shapes();
  } else if (name == "folder") {
    require<UsageError>(!root.empty(), "folder: name the directory of images with --data-dir");
    dataset = load_folder(root);
  } else if (name == "fashion-mnist" || name == "mnist") {
    dataset = load_mnist(name, root);
  } else {
    dataset = load_natural(name, root);
  }
  measure_statistics(dataset);
  return dataset;
}

void measure_statistics(Dataset& dataset) {
  dataset.mean.clear();
  dataset.stddev.clear();
  const double values = static_cast<double>(dataset.train.count * dataset.train.height * dataset.train.width);
  for (const Histogram& histogram : count_values(dataset.train)) {
    double sum = 0, squares = 0;
    for (std::size_t v = 0; v < 256; ++v) {
      const double value = static_cast<double>(v) / 255, times = static_cast<double>(histogram[v]);
      sum += times * value;
      squares += times * value * value;
    }
    const double mean = sum / values;
    const double variance = std::max(squares / values - mean * mean, 0.0);
    dataset.mean.push_back(static_cast<float>(mean));
    dataset.stddev.push_back(static_cast<float>(std::max(std::sqrt(variance), 1.0 / 255)));  // never divides by 0
  }
}

std::vector<Scalar> normalization_table(const Dataset& dataset) {
  require<Error>(!dataset.mean.empty() && dataset.mean.size() == dataset.stddev.size(), dataset.name,
                 ": mean and standard deviation are not set; call measure_statistics first");
  std::vector<Scalar> table;
  for (std::size_t c = 0; c < dataset.mean.size(); ++c) {
    for (int p = 0; p < 256; ++p) {
      table.push_back(static_cast<Scalar>((p / 255.0 - double{dataset.mean[c]}) / double{dataset.stddev[c]}));
    }
  }
  return table;
}

void normalize_image(const std::vector<Scalar>& table, const std::uint8_t* pixels, Index size, Index channels,
                     Scalar* out) {
  const Scalar* by_channel = table.data();
  if (channels == 1) {
    for (Index i = 0; i < size; ++i) out[i] = by_channel[pixels[i]];
  } else if (channels == 3) {
    for (Index i = 0; i < size; i += 3) {
      out[i] = by_channel[pixels[i]];
      out[i + 1] = by_channel[256 + pixels[i + 1]];
      out[i + 2] = by_channel[512 + pixels[i + 2]];
    }
  } else {
    for (Index i = 0; i < size; ++i) out[i] = by_channel[256 * (i % channels) + pixels[i]];
  }
}

Array to_array(const Dataset& dataset, const ImageSet& set, const Indices& rows) {
  for (const Index row : rows) {
    require(row >= 0 && row < set.count, "to_array: row ", row, " is outside ", dataset.name, " (", set.count,
            " images)");
  }
  const std::vector<Scalar> table = normalization_table(dataset);
  const auto count = static_cast<Index>(rows.size());
  Array array = empty({count, set.height, set.width, set.channels});
  const Index size = set.image_size();
  parallel_for(count, 64, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      normalize_image(table, set.image(rows[static_cast<std::size_t>(i)]), size, set.channels, array.data() + i * size);
    }
  });
  return array;
}

Indices all_rows(const ImageSet& set) {
  Indices rows(static_cast<std::size_t>(set.count));
  std::iota(rows.begin(), rows.end(), Index{0});
  return rows;
}

Indices evenly_spread(const Indices& rows, Index count) {
  const auto all = static_cast<Index>(rows.size());
  const Index taken = std::min(count, all);
  Indices some;
  for (Index i = 0; i < taken; ++i) some.push_back(rows[static_cast<std::size_t>(i * all / taken)]);
  return some;
}

}  // namespace selfsame::data
