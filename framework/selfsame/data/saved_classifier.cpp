#include "selfsame/data/saved_classifier.hpp"

#include <nlohmann/json.hpp>

#include "selfsame/io/safetensors.hpp"
#include "selfsame/nn/vision_transformer.hpp"

namespace selfsame::data {
namespace {

using Json = nlohmann::ordered_json;

// The network's kind and sizes; empty for one that `load_classifier` could not build. What weights tell by their shapes
// is read from them: (kh, kw, in, out) of a convolution. `built` in load_classifier.cpp is the way back.
Json described(const nn::Encoder& encoder) {
  Json sizes = {{"network", encoder.type()}};
  if (encoder.type() == "ConvNet") {
    Json channels = Json::array();
    for (const auto& [name, values] : encoder.state_dict()) {
      if (values.dimension() != 4) continue;
      if (channels.empty()) channels.push_back(values.shape()[2]);
      channels.push_back(values.shape()[3]);
    }
    sizes["channels"] = channels;
  } else if (encoder.type() == "WideResNet") {
    Index blocks = 0;
    for (const auto& child : encoder.children()) blocks += child.second->type() == "ResidualBlock";
    sizes["depth"] = 2 * blocks + 4;
    sizes["width"] = encoder.features() / 64;
  } else if (const auto* transformer = dynamic_cast<const nn::VisionTransformer*>(&encoder)) {
    const nn::VisionTransformerOptions& o = transformer->options();
    sizes.update({{"patch", o.patch}, {"features", o.features}, {"depth", o.depth}});
    sizes.update({{"heads", o.heads}, {"mlp_ratio", o.mlp_ratio}});
  } else {
    return {};
  }
  return sizes;
}

}  // namespace

void save_classifier(const std::string& path, const nn::Module& classifier, const Dataset& images) {
  io::Metadata metadata;
  if (const auto* known = dynamic_cast<const nn::Classifier*>(&classifier)) {
    Json said = described(known->encoder);
    if (!said.is_null()) {
      said["image"] = {images.height(), images.width(), images.channels()};
      said["mean"] = images.mean;
      said["stddev"] = images.stddev;
      said["classes"] = images.class_names;
      metadata["classifier"] = said.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
  }
  io::save_safetensors(path, classifier.state_dict(), metadata);
}

}  // namespace selfsame::data
