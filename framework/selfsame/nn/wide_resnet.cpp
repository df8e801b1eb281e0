#include "selfsame/nn/wide_resnet.hpp"

#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/pool.hpp"

namespace selfsame::nn {
namespace {

const Scalar slope = Scalar(0.1);
const Scalar norm_momentum = Scalar(0.001);  // FixMatch's batch norm averages over a thousand batches

Conv2dLayerOptions same_size(Index stride, Index padding) {
  Conv2dLayerOptions options;
  options.stride = stride;
  options.padding = padding;
  options.bias = false;
  return options;
}

// x + conv(act(norm(conv(act(norm(x)))))). Where the size changes, the shortcut is a 1x1 convolution of the activated
// input; in the first block of the first group also when only the channels change.
class ResidualBlock : public Module {
 public:
  ResidualBlock(Index in, Index out, Index stride, Generator& random)
      : norm1_(add<BatchNorm2d>("norm1", in, Activation::leaky_relu(slope), norm_momentum)),
        conv1_(add<Conv2d>("conv1", in, out, 3, same_size(stride, 1), random)),
        norm2_(add<BatchNorm2d>("norm2", out, Activation::leaky_relu(slope), norm_momentum)),
        conv2_(add<Conv2d>("conv2", out, out, 3, same_size(1, 1), random)) {
    if (in != out || stride != 1) shortcut_ = &add<Conv2d>("shortcut", in, out, 1, same_size(stride, 0), random);
  }

  Tensor forward(const Tensor& x) override {
    const Tensor activated = norm1_(x);
    const Tensor change = conv2_(norm2_(conv1_(activated)));
    return change + (shortcut_ ? (*shortcut_)(activated) : x);
  }
  std::string type() const override { return "ResidualBlock"; }

 private:
  BatchNorm2d& norm1_;
  Conv2d& conv1_;
  BatchNorm2d& norm2_;
  Conv2d& conv2_;
  Conv2d* shortcut_ = nullptr;
};

}  // namespace

WideResNet::WideResNet(Index image_channels, Index depth, Index width, Generator& random) : features_(64 * width) {
  require<UsageError>(depth >= 10 && (depth - 4) % 6 == 0 && width >= 1, "WideResNet: depth ", depth, " and width ",
                      width, ": the depth must be 6 n + 4 (10, 16, 22, 28, ...) and the width at least 1");
  stem_ = &add<Conv2d>("stem", image_channels, 16, 3, same_size(1, 1), random);
  Index in = 16;
  for (Index group = 0; group < 3; ++group) {
    const Index out = (Index{16} << group) * width;
    for (Index i = 0; i < (depth - 4) / 6; ++i) {
      const std::string name = "group" + std::to_string(group + 1) + "_block" + std::to_string(i + 1);
      blocks_.push_back(&add<ResidualBlock>(name, in, out, group > 0 && i == 0 ? 2 : 1, random));
      in = out;
    }
  }
  norm_ = &add<BatchNorm2d>("norm", in, Activation::leaky_relu(slope), norm_momentum);
}

Tensor WideResNet::forward(const Tensor& x) {
  Tensor y = (*stem_)(x);
  for (Module* block : blocks_) y = (*block)(y);
  return global_avg_pool((*norm_)(y));
}

}  // namespace selfsame::nn
