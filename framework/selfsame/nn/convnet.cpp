#include "selfsame/nn/convnet.hpp"

namespace selfsame::nn {

ConvNet::ConvNet(const std::vector<Index>& channels) {
  require<UsageError>(channels.size() >= 2, "ConvNet: needs the image's channels and at least one block, found ",
                      channels.size(), " numbers");
  for (std::size_t i = 1; i < channels.size(); ++i) {
    const std::string number = std::to_string(i);
    Conv2dLayerOptions options;
    options.padding = 1;
    options.bias = false;
    Conv2d& conv = add<Conv2d>("conv" + number, channels[i - 1], channels[i], 3, options);
    BatchNorm2d& norm = add<BatchNorm2d>("norm" + number, channels[i], Activation::relu());
    blocks_.push_back({conv, norm});
  }
  features_ = channels.back();
}

Tensor ConvNet::forward(const Tensor& x) {
  Tensor y = x;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    y = blocks_[i].norm(blocks_[i].conv(y));
    if (i + 1 < blocks_.size()) y = max_pool2d(y, 2, 2);
  }
  return global_avg_pool(y);
}

}  // namespace selfsame::nn
