/// \file
/// classify: what is in a picture, how sure the network is of it, and where it looked.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <set>

#include "classify/looked.hpp"
#include "protocol/options.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/data/saved_classifier.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/resize.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/report/text.hpp"

namespace {

using namespace selfsame;

struct Request {
  std::string model = "out/board/model.safetensors";
  std::string onnx;
  std::vector<std::string> pictures;
  bool fit = false;
};

// Grey becomes colour, colour grey by its lightness (ITU-R 601, Pillow's `convert("L")`); in place of each other.
void repaint(io::Picture& picture, Index channels) {
  std::vector<std::uint8_t> pixels;
  for (std::size_t i = 0; i < picture.pixels.size(); i += static_cast<std::size_t>(picture.channels)) {
    const std::uint8_t* pixel = picture.pixels.data() + i;
    const double lightness = picture.channels == 1 ? pixel[0] : 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
    pixels.insert(pixels.end(), static_cast<std::size_t>(channels), static_cast<std::uint8_t>(std::lround(lightness)));
  }
  picture.channels = channels;
  picture.pixels = std::move(pixels);
}

bool is_grey(const io::Picture& picture) {
  if (picture.channels == 1) return true;
  for (std::size_t i = 0; i < picture.pixels.size(); i += 3) {
    if (picture.pixels[i] != picture.pixels[i + 1] || picture.pixels[i] != picture.pixels[i + 2]) return false;
  }
  return true;
}

// The picture as the network takes it. Grey is stored as colour and back as needed; size and colours are changed only
// where `fit` asks for it.
io::Picture fitting_picture(const std::string& path, const data::Dataset& images, bool fit) {
  io::Picture picture = io::read_image(path);
  if (fit) {
    require<Error>(images.height() == images.width(), "--fit: makes squares, the network takes ", images.width(), " x ",
                   images.height(), "; scale ", path, " to that");
    picture = io::square(picture, images.height());
  }
  require<Error>(picture.height == images.height() && picture.width == images.width(), path, " is ", picture.width,
                 " x ", picture.height, " pixels, the network takes ", images.width(), " x ", images.height(),
                 "; scale the picture to that, or add --fit");
  require<Error>(fit || images.channels() == 3 || is_grey(picture), path,
                 " is in colour, the network takes grey pictures; make it grey, or add --fit");
  if (picture.channels != images.channels()) repaint(picture, images.channels());
  return picture;
}

Tensor normalized(const io::Picture& picture, const data::Dataset& images) {
  const data::ImageSet one{1, picture.height, picture.width, picture.channels, picture.pixels, {}};
  return Tensor(data::to_array(images, one, {0}));  // (1, H, W, C)
}

// The likeliest classes, three at most, the first first.
Indices likeliest(const Array& probabilities) {
  Indices classes(probabilities.size());
  std::iota(classes.begin(), classes.end(), Index{0});
  std::stable_sort(classes.begin(), classes.end(),
                   [&](Index a, Index b) { return probabilities.data()[a] > probabilities.data()[b]; });
  classes.resize(std::min<std::size_t>(3, classes.size()));
  return classes;
}

// A name for the drawing: that of the picture, with a number where another picture of this run has the same.
std::string free_name(const std::string& picture, std::set<std::string>& taken) {
  const std::string stem = std::filesystem::path(picture).stem().string();
  std::string name = stem;
  for (int i = 2; !taken.insert(name).second; ++i) name = stem + "_" + std::to_string(i);
  return name + ".svg";
}

void run(const tutorials::Options& options, const Request& request) {
  require<UsageError>(!request.pictures.empty() || !request.onnx.empty(),
                      "no PICTURE: name a PNG or JPEG file or more");
  const data::SavedClassifier saved = data::load_classifier(request.model);
  std::vector<io::Picture> pictures;  // all are read before the first is named
  for (const std::string& path : request.pictures) pictures.push_back(fitting_picture(path, saved.images, request.fit));
  if (!pictures.empty()) io::prepare_output_directory(options.out);
  if (!request.onnx.empty()) data::export_onnx(request.onnx, *saved.network, saved.images);

  std::set<std::string> taken;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const std::string& path = request.pictures[i];
    const eval::Evidence found = eval::evidence_of(*saved.network, normalized(pictures[i], saved.images));
    const Array probabilities = softmax(Tensor(found.scores)).data();
    const Indices classes = likeliest(probabilities);
    std::vector<std::string> labels;
    for (const Index c : classes) {
      const double percent = 100 * double{probabilities.data()[c]};
      labels.push_back(saved.images.class_names[static_cast<std::size_t>(c)] + " " + report::fixed(percent, 1) + " %");
    }
    const std::string drawing = options.out + "/" + free_name(path, taken);
    io::write_file(drawing, tutorials::looked_figure(path, pictures[i], found, classes, labels).svg);
    std::cout << path << ": ";
    for (std::size_t k = 0; k < labels.size(); ++k) std::cout << (k > 0 ? ", " : "") << labels[k];
    std::cout << "; where it looked: " << drawing << "\n";
  }
}

}  // namespace

/// Names pictures. \return 0; 2 where the request is wrong, 1 where a file cannot be used
int main(int argc, char** argv) {
  Request request;
  tutorials::Program program{"classify",
                             "Name what is in pictures by a saved network: classes with probabilities, one line a "
                             "picture, and a drawing of where it looked."};
  program.datasets = {};
  program.trains = false;
  program.example = "--model out/board/model.safetensors shoe.png";
  program.more_options = [&request](CLI::App& app) {
    app.add_option("--model", request.model, "model.safetensors of a program's --out [" + request.model + "]")
        ->option_text("FILE");
    app.add_option("--onnx", request.onnx, "also write the network in the ONNX format")->option_text("FILE");
    app.add_flag("--fit", request.fit, "cut the middle square out of each picture, resize it, make it grey if need be");
    app.add_option("PICTURE", request.pictures, "PNG or JPEG files of the size that the network was trained on")
        ->option_text("...");
  };
  return tutorials::run_program(argc, argv, program,
                                [&request](const tutorials::Options& options) { run(options, request); });
}
