/// \file
/// ConvNet: the small network of the tutorials.
#pragma once

#include <vector>

#include "selfsame/nn/conv.hpp"
#include "selfsame/nn/encoder.hpp"
#include "selfsame/nn/norm.hpp"

namespace selfsame::nn {

/// Three 3x3 convolutions with batch norm and ReLU, 2x2 max-pool after all but the last, then the global average.
///
/// | step         | shape at 28 x 28 x 1, channels {1, 32, 64, 128} |
/// | ------------ | ----------------------------------------------- |
/// | images       | (N, 28, 28, 1)                                  |
/// | block 1      | (N, 28, 28, 32), pooled (N, 14, 14, 32)         |
/// | block 2      | (N, 14, 14, 64), pooled (N, 7, 7, 64)           |
/// | block 3      | (N, 7, 7, 128)                                  |
/// | features     | (N, 128)                                        |
class ConvNet : public Encoder {
 public:
  /// \param channels  of the image and of each block after it; as many blocks as there are steps between them
  /// \param random    draws the starting weights
  explicit ConvNet(const std::vector<Index>& channels, Generator& random = default_generator());
  Tensor forward(const Tensor& x) override;
  Index features() const override { return features_; }
  std::string type() const override { return "ConvNet"; }

 private:
  struct Block {
    Conv2d& conv;
    BatchNorm& norm;
  };
  std::vector<Block> blocks_;
  Index features_;
};

}  // namespace selfsame::nn
