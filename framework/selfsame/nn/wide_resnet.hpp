/// \file
/// WideResNet: the network of FixMatch's experiments, but for two shortcuts.
#pragma once

#include "selfsame/nn/conv.hpp"
#include "selfsame/nn/encoder.hpp"
#include "selfsame/nn/norm.hpp"

namespace selfsame::nn {

/// Pre-activation wide residual network (Zagoruyko & Komodakis 2016) with FixMatch's LeakyReLU of slope 0.1.
///
/// Every convolution in a shortcut reads the activated input, as in Zagoruyko & Komodakis. FixMatch's published code
/// does so in the first group only; in its second and third group the shortcut reads the input before norm and
/// activation.
///
/// A 3x3 convolution to 16 channels, three groups of (depth - 4) / 6 blocks with 16, 32, 64 times `width` channels, the
/// second and third group starting with stride 2, batch norm, LeakyReLU, global average. WRN-28-2 has 1.47 million
/// parameters. (N, H, W, C) -> (N, 64 * width).
class WideResNet : public Encoder {
 public:
  /// \param image_channels  C
  /// \param depth           6 n + 4, for example 10, 16, 28
  /// \param width           factor on the channels
  /// \param random          draws the starting weights
  /// \throws UsageError if there is no such depth
  WideResNet(Index image_channels, Index depth, Index width, Generator& random = default_generator());
  Tensor forward(const Tensor& x) override;
  Index features() const override { return features_; }
  std::string type() const override { return "WideResNet"; }

 private:
  Conv2d* stem_;
  std::vector<Module*> blocks_;
  BatchNorm2d* norm_;
  Index features_;
};

}  // namespace selfsame::nn
