#include "selfsame/report/tensorboard.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "selfsame/core/error.hpp"
#include "selfsame/report/csv.hpp"
#include "selfsame/report/image_figures.hpp"

namespace selfsame::report {

namespace {

namespace fs = std::filesystem;

constexpr const char* events_name = "events.out.tfevents.selfsame";
const std::vector<std::string> embedding_names = {"projector_config.pbtxt", "features.tsv", "labels.tsv", "images.png"};

// "simclr-100-labels-split-0": a folder that every file system takes.
std::string run_of(const Series& series) {
  std::string name = series.method;
  if (series.labels != 0) name += concat("-", to_string(series.labels), "-labels");
  name += concat("-split-", series.split);
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!plain) c = '-';
  }
  return name;
}

// A text between quotes in a protocol buffer's text form.
std::string quoted(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '"' || c == '\\') safe += '\\';
    safe += c == '\n' ? ' ' : c;
  }
  return "\"" + safe + "\"";
}

// A table has a cell for it.
std::string one_cell(std::string text) {
  for (char& c : text) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return text.empty() ? "-" : text;
}

}  // namespace

TensorBoard::TensorBoard(std::string folder) : folder_(std::move(folder)) {
  std::error_code none;  // of a folder that is not there
  for (const auto& entry : fs::recursive_directory_iterator(folder_, none)) {
    if (entry.path().filename() == events_name) io::EventsFile(entry.path().string());  // cuts off what a kill left
  }
}

bool TensorBoard::has(const Series& series) const {
  return fs::exists(fs::path(folder_) / run_of(series) / events_name);
}

io::EventsFile& TensorBoard::open(const std::string& run) {
  if (!file_ || run != run_) {
    const fs::path path = fs::path(folder_) / run;
    fs::create_directories(path);
    file_ = std::make_unique<io::EventsFile>((path / events_name).string());
    run_ = run;
    const Index before = file_->continues() ? std::numeric_limits<Index>::max() : -1;
    last_.try_emplace(run, before);  // what the last step of an earlier program was does not matter: it is made again
  }
  return *file_;
}

void TensorBoard::scalars(const Series& series, Index step, const std::vector<Metric>& metrics) {
  const std::string run = run_of(series);
  io::EventsFile& file = open(run);
  Index& last = last_.at(run);
  if (step < last) file.restart(step);
  last = step;
  std::vector<std::pair<std::string, double>> values;
  for (const Metric& metric : metrics) values.emplace_back(metric.name, metric.value);
  file.scalars(step, values);
}

void TensorBoard::add(const Figure& figure) {
  if (!figure.picture.pixels.empty()) open("").image(0, figure.name, figure.picture, figure.title, figure.caption);
}

void TensorBoard::embedding(const std::string& name, const Array& features, const std::vector<std::string>& labels,
                            const Array& images) {
  require(features.dimension() == 2 && images.dimension() == 4 && features.shape()[0] == images.shape()[0] &&
              features.shape()[0] == static_cast<Index>(labels.size()) && !labels.empty(),
          "embedding: features (N, D), ", labels.size(), " labels and images (N, H, W, C) expected, found ",
          features.shape(), " and ", images.shape());
  std::string table, names;
  for (Index i = 0; i < features.shape()[0]; ++i) {
    for (Index d = 0; d < features.shape()[1]; ++d) {
      table += (d > 0 ? "\t" : "") + exact(static_cast<double>(features(i, d)));
    }
    table += "\n";
    names += one_cell(labels[static_cast<std::size_t>(i)]) + "\n";
  }
  // The projector wants a square of tiles, row by row, the last of which may be missing.
  const auto side = static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(labels.size()))));
  const io::Picture tiles = tiled(images, side, 0, *std::min_element(images.begin(), images.end()),
                                  *std::max_element(images.begin(), images.end()), side);
  fs::create_directories(folder_);
  const auto path = [this](std::size_t i) { return (fs::path(folder_) / embedding_names[i]).string(); };
  io::write_file(path(1), table);
  io::write_file(path(2), names);
  io::write_png(path(3), tiles.pixels.data(), tiles.height, tiles.width, tiles.channels);
  io::write_file(path(0), concat("embeddings {\n  tensor_name: ", quoted(name), "\n  tensor_path: \"",
                                 embedding_names[1], "\"\n  metadata_path: \"", embedding_names[2],
                                 "\"\n  sprite {\n    image_path: \"", embedding_names[3], "\"\n    single_image_dim: ",
                                 images.shape()[2], "\n    single_image_dim: ", images.shape()[1], "\n  }\n}\n"));
}

void TensorBoard::sync() {
  if (file_) file_->sync();
}

void remove_tensorboard(const std::string& folder) {
  std::error_code none;  // of what is not there, or holds something else
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (!entry.is_directory(none)) continue;
    fs::remove(entry.path() / events_name, none);
    fs::remove(entry.path(), none);
  }
  for (const std::string& name : embedding_names) fs::remove(fs::path(folder) / name, none);
  fs::remove(fs::path(folder) / events_name, none);
  fs::remove(folder, none);
}

}  // namespace selfsame::report
