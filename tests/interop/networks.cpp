// The three networks in files, for other tools to compare with, and back:
//   interop_networks write DIR   NAME.safetensors, NAME.onnx and NAME.npy (the scores) of each network; the images that
//                                they are of, images_grey.npy and images_colour.npy, pixel / 255, (N, H, W, C)
//   interop_networks read DIR    scores of each NAME_from_torch.safetensors, as NAME_from_torch.npy
#include <iostream>

#include "selfsame/core/error.hpp"
#include "selfsame/data/saved_classifier.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/eval/update_bn.hpp"
#include "selfsame/io/npy.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/nn/wide_resnet.hpp"

using namespace selfsame;

constexpr Index shown = 16;
const std::vector<std::string> kinds = {"convnet", "wide_resnet", "transformer"};

data::Dataset grey_images() { return data::load_dataset("fashion-mnist", ""); }

// Three of these images as the colours of one, cut to 28 x 24: what confuses rows, columns or channels shows.
data::Dataset colour_images() {
  const data::Dataset grey = grey_images();
  data::Dataset images = grey;
  data::ImageSet& set = images.train;
  set = {500, 28, 24, 3, {}, Indices(500)};
  for (Index i = 0; i < set.count; ++i) {
    for (Index p = 0; p < 28 * 24; ++p) {
      for (Index c = 0; c < 3; ++c) set.pixels.push_back(grey.test.image(3 * i + c)[p / 24 * 28 + p % 24 + 2]);
    }
  }
  images.test = set;
  data::measure_statistics(images);
  return images;
}

std::unique_ptr<nn::Encoder> encoder(const std::string& kind, const data::Dataset& images) {
  Generator random(7);
  if (kind == "convnet") return std::make_unique<nn::ConvNet>(std::vector<Index>{images.channels(), 8, 16, 24}, random);
  if (kind == "wide_resnet") return std::make_unique<nn::WideResNet>(images.channels(), 16, 1, random);
  nn::VisionTransformerOptions sizes;
  sizes.height = images.height();
  sizes.width = images.width();
  sizes.channels = images.channels();
  sizes.depth = 2;
  return std::make_unique<nn::VisionTransformer>(sizes, random);
}

// No parameter keeps the 0 or 1 it starts with, and batch norm's statistics are those of the images: nothing that a
// reader leaves out goes unnoticed.
void disturb(nn::Classifier& network, const data::Dataset& images) {
  Generator random(8);
  for (auto& [name, values] : network.named_parameters()) {
    Tensor parameter = values;
    for (Scalar& value : parameter.mutable_data()) value += Scalar(0.05) * static_cast<Scalar>(random.normal());
  }
  eval::update_bn(network, images, images.test, data::evenly_spread(data::all_rows(images.test), 500));
}

Array first_scores(nn::Module& network, const data::Dataset& images) {
  return eval::outputs(network, images, images.test, data::evenly_spread(data::all_rows(images.test), shown));
}

void write(const std::string& directory) {
  for (const bool colour : {false, true}) {
    const data::Dataset images = colour ? colour_images() : grey_images();
    const std::string ending = colour ? "_colour" : "_grey";
    data::Dataset plain = images;  // pixel / 255
    plain.mean.assign(plain.mean.size(), 0);
    plain.stddev.assign(plain.mean.size(), 1);
    const Indices rows = data::evenly_spread(data::all_rows(images.test), shown);
    io::write_npy(directory + "/images" + ending + ".npy", data::to_array(plain, plain.test, rows));
    for (const std::string& kind : kinds) {
      Generator random(9);
      nn::Classifier network(encoder(kind, images), images.classes(), random);
      disturb(network, images);
      const std::string path = directory + "/" + kind + ending;
      data::save_classifier(path + ".safetensors", network, images);
      data::export_onnx(path + ".onnx", network, images);
      io::write_npy(path + ".npy", first_scores(network, images));
    }
  }
}

void read(const std::string& directory) {
  for (const bool colour : {false, true}) {
    const data::Dataset images = colour ? colour_images() : grey_images();
    for (const std::string& kind : kinds) {
      const std::string path = directory + "/" + kind + (colour ? "_colour" : "_grey") + "_from_torch";
      const data::SavedClassifier saved = data::load_classifier(path + ".safetensors");
      data::Dataset normalised_alike = images;
      normalised_alike.mean = saved.images.mean;
      normalised_alike.stddev = saved.images.stddev;
      io::write_npy(path + ".npy", first_scores(*saved.network, normalised_alike));
    }
  }
}

int main(int argc, char** argv) try {
  require<UsageError>(argc == 3, "usage: interop_networks write|read DIR");
  argv[1] == std::string("write") ? write(argv[2]) : read(argv[2]);
} catch (const std::exception& error) {
  std::cerr << "interop_networks: " << error.what() << "\n";
  return 1;
}
