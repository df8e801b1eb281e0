#include "selfsame/nn/convnet.hpp"

#include "selfsame/ops/pool.hpp"

namespace selfsame::nn {

ConvNet::ConvNet(const std::vector<Index>& channels, Generator& random) {
  require<UsageError>(channels.size() >= 2, "ConvNet: needs the image's channels and at least one block, found ",
                      channels.size(), " numbers");
  for (std::size_t i = 1; i < channels.size(); ++i) {
    const std::string number = std::to_string(i);
    Conv2dLayerOptions options;
    options.padding = 1;
    options.bias = false;
    Conv2d& conv = add<Conv2d>("conv" + number, channels[i - 1], channels[i], 3, options, random);
    const std::string norm = "norm" + number;
    if (i + 1 < channels.size()) {
      blocks_.push_back({conv, add<BatchNormMaxPool2d>(norm, channels[i], Activation::relu())});
    } else {
      blocks_.push_back({conv, add<BatchNorm2d>(norm, channels[i], Activation::relu())});
    }
  }
  features_ = channels.back();
}

Tensor ConvNet::forward(const Tensor& x) {
  Tensor y = x;
  for (const Block& block : blocks_) y = block.norm(block.conv(y));
  return global_avg_pool(y);
}

}  // namespace selfsame::nn
