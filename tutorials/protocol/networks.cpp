#include "protocol/networks.hpp"

#include <algorithm>

#include "selfsame/core/random.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/nn/vision_transformer.hpp"

namespace selfsame::tutorials {
namespace {

// The largest square patch that gives at least seven to the longer side.
Index patch_side(const data::Dataset& data) {
  for (Index side = std::max(data.height(), data.width()) / 7; side > 1; --side) {
    if (data.height() % side == 0 && data.width() % side == 0) return side;
  }
  throw UsageError(concat(data.name, ": images of ", data.height(), " x ", data.width(),
                          " cannot be cut into square patches, seven or more to a side; resize them to 28 x 28, say"));
}

}  // namespace

std::unique_ptr<nn::Encoder> make_encoder(const data::Dataset& data, std::uint64_t seed) {
  Generator random(named_seed(seed, "encoder"));
  return std::make_unique<nn::ConvNet>(std::vector<Index>{data.channels(), 32, 64, 128}, random);
}

std::unique_ptr<nn::Encoder> make_transformer(const data::Dataset& data, std::uint64_t seed) {
  nn::VisionTransformerOptions sizes;
  sizes.height = data.height();
  sizes.width = data.width();
  sizes.channels = data.channels();
  sizes.patch = patch_side(data);
  Generator random(named_seed(seed, "encoder"));
  return std::make_unique<nn::VisionTransformer>(sizes, random);
}

std::unique_ptr<nn::Classifier> make_classifier(const data::Dataset& data, std::uint64_t seed,
                                                const MakeEncoder& make) {
  Generator random(named_seed(seed, "head"));
  return std::make_unique<nn::Classifier>(make(data, seed), data.classes(), random);
}

}  // namespace selfsame::tutorials
