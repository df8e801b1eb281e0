#include "targets.hpp"

#include <stdlib.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "protocol/options.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/data/formats.hpp"
#include "selfsame/data/split.hpp"
#include "selfsame/io/checkpoint.hpp"
#include "selfsame/io/events.hpp"
#include "selfsame/io/image.hpp"
#include "selfsame/io/npy.hpp"
#include "selfsame/io/resize.hpp"
#include "selfsame/io/safetensors.hpp"
#include "selfsame/report/metrics.hpp"
#include "selfsame/report/results.hpp"
#include "selfsame/report/run_info.hpp"

namespace selfsame::fuzz {
namespace {

namespace fs = std::filesystem;

// A folder in memory where there is one, gone with the program.
struct Scratch {
  Scratch() {
    std::string pattern = (fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path().string()) + "/fuzz-XXXXXX";
    path = ::mkdtemp(pattern.data());
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  std::string path;
};

std::string in_scratch(const std::string& name) {
  static const Scratch scratch;
  return scratch.path + "/" + name;
}

// A file of this name with these bytes. \return its path
std::string file(const std::string& name, const std::string& bytes) {
  std::string path = in_scratch(name);
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return path;
}

// What is left of the bytes after the first, which chooses among `count` readers of one kind of files.
std::size_t choice(const std::string& bytes, std::size_t count, std::string& rest) {
  if (bytes.empty()) return 0;
  rest = bytes.substr(1);
  return static_cast<unsigned char>(bytes[0]) % count;
}

const data::Source source{"fuzz", "get it again"};

void idx(const std::string& bytes) {
  const std::string path = file("idx", bytes);
  try {
    const data::ImageSet images = data::read_idx_images(source, path);
    require<std::logic_error>(static_cast<Index>(images.pixels.size()) == images.count * images.image_size(),
                              "not as many pixels as the sizes say");
  } catch (const Error&) {
  }
  data::read_idx_labels(source, path, 10);
}

void cifar(const std::string& bytes) {
  std::string rest;
  const auto records = static_cast<Index>(choice(bytes, 3, rest));
  const std::string path = file("cifar", rest);
  try {
    data::read_cifar(source, path, 1, 10, records);
  } catch (const Error&) {
  }
  data::read_cifar(source, path, 2, 100, records);
}

void stl10(const std::string& bytes) {
  const fs::path folder = in_scratch("stl10");
  const std::string labels(1, bytes.empty() ? '\1' : bytes.back());
  for (const char* part : {"train", "test"}) {
    file(concat("stl10/", part, "_X.bin"), bytes);
    file(concat("stl10/", part, "_y.bin"), labels);
  }
  data::load_stl10(source, folder.string());
}

// One file in the midst of good ones: as --dataset folder finds it, with and without --image-size.
void folder(const std::string& bytes) {
  std::string rest;
  const std::size_t how = choice(bytes, 4, rest);
  static const bool others_are_there = [] {
    const std::vector<std::uint8_t> grey(64, 99);
    const auto png = io::png_bytes(grey.data(), 8, 8, 1);
    for (const char* name : {"pictures/a", "pictures/b"}) {
      for (int i = 0; i < 6; ++i) file(concat(name, "/", i, ".png"), {png.begin(), png.end()});
    }
    return true;
  }();
  require<std::logic_error>(others_are_there, "the pictures beside it");
  file("pictures/a/3.png", rest);
  data::FolderOptions options;
  options.image_size = how % 2 == 0 ? 8 : 0;
  options.strict = how >= 2;
  data::FolderSummary summary;
  data::load_folder(in_scratch("pictures"), options, &summary);
  summary.lines();
}

void picture(const std::string& bytes) {
  const std::vector<std::uint8_t> content(bytes.begin(), bytes.end());
  const io::Picture found = io::decode_image("picture", content);
  require<std::logic_error>(static_cast<Index>(found.pixels.size()) == found.height * found.width * found.channels,
                            "not as many pixels as the sizes say");
  io::square(found, 5);
}

void safetensors(const std::string& bytes) {
  const std::string path = file("model.safetensors", bytes);
  try {
    io::load_safetensors_metadata(path);
  } catch (const Error&) {
  }
  for (const auto& [name, array] : io::load_safetensors(path)) {
    require<std::logic_error>(array.size() * 4 <= bytes.size(), name, ": more numbers than the file holds");
  }
}

// The checksum is made right first: behind it lies what is to be tried.
void checkpoint(const std::string& bytes) {
  constexpr std::size_t at = 8 + 27, digits = 8;  // behind the header's length and {"__metadata__":{"!crc32":"
  std::string whole = bytes;
  if (whole.size() >= at + digits) {
    whole.replace(at, digits, digits, '0');
    std::uint64_t crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(whole.data()), whole.size());
    for (std::size_t i = digits; i-- > 0; crc >>= 4) whole[at + i] = "0123456789abcdef"[crc & 15];
  }
  io::load_checkpoint(file("loop@1.safetensors", whole));
}

void npy(const std::string& bytes) {
  const std::string path = file("x.npy", bytes);
  try {
    io::read_npy(path);
  } catch (const Error&) {
  }
  io::read_npy_indices(path);
}

void split(const std::string& bytes) {
  data::Dataset dataset;
  dataset.name = "shapes";
  dataset.class_names = {"a", "b"};
  dataset.train.count = 10;
  dataset.train.labels = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
  const data::LabelSplit found = data::load_split(file("split.json", bytes), dataset);
  require<std::logic_error>(found.unlabelled.size() + found.validation.size() == 10, "a row got lost");
}

// What a run that is resumed reads of the earlier one.
void resumed(const std::string& bytes) {
  std::string rest;
  switch (choice(bytes, 3, rest)) {
    case 0: {
      const auto results = report::read_results(file("results.csv", rest));
      report::results_table(results, "test_accuracy", "supervised");
      const auto again = report::read_results(file("results.csv", report::results_csv(results)));
      require<std::logic_error>(report::results_csv(again) == report::results_csv(results), "not what was written");
      break;
    }
    case 1: {
      report::MetricsLog log;
      log.read(file("metrics.csv", rest));
      for (const auto& series : log.series()) log.cut(series, 5);
      log.csv();
      break;
    }
    default:
      report::recorded_runs(file("run.json", rest));
  }
}

void events(const std::string& bytes) { const io::EventsFile found(file("events.out.tfevents.fuzz", bytes)); }

// One argument a line.
void options(const std::string& bytes) {
  std::vector<std::string> words = {"fuzz"};
  for (const char c : bytes) {
    if (c == '\n')
      words.emplace_back();
    else if (c != '\0')
      words.back() += c;
  }
  if (words.size() > 1 && words.back().empty()) words.pop_back();
  words[0] = "fuzz";
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  tutorials::Program program;
  program.name = "fuzz";
  program.several_labels = true;
  const auto found = tutorials::parse_options(static_cast<int>(arguments.size()), arguments.data(), program);
  require<std::logic_error>(found.splits.size() <= 10000 && found.folder.image_size <= 16384,
                            "more memory than an option should take");
}

}  // namespace

const std::map<std::string, Target>& targets() {
  static const std::map<std::string, Target> all = {{"idx", idx},         {"cifar", cifar},
                                                    {"stl10", stl10},     {"folder", folder},
                                                    {"picture", picture}, {"npy", npy},
                                                    {"split", split},     {"resumed", resumed},
                                                    {"events", events},   {"safetensors", safetensors},
                                                    {"options", options}, {"checkpoint", checkpoint}};
  return all;
}

void run(Target target, const std::string& bytes) {
  try {
    target(bytes);
  } catch (const Error&) {
  } catch (const tutorials::Finished&) {
  }
}

}  // namespace selfsame::fuzz
