/// \file
/// Classifier: an encoder with a linear head.
#pragma once

#include <memory>

#include "selfsame/nn/encoder.hpp"
#include "selfsame/nn/linear.hpp"

namespace selfsame::nn {

/// head(encoder(x)): images (N, H, W, C) -> class scores (N, classes).
class Classifier : public Module {
 public:
  /// \param made_encoder  becomes the child "encoder"
  /// \param classes       outputs of the child "head"
  /// \param random        draws the head's starting weights
  Classifier(std::unique_ptr<Encoder> made_encoder, Index classes, Generator& random = default_generator());
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "Classifier"; }

  Encoder& encoder;  ///< images to features
  Linear& head;      ///< features to scores of the classes
};

}  // namespace selfsame::nn
