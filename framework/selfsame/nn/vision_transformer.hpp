/// \file
/// VisionTransformer: images as sequences of patches.
#pragma once

#include <vector>

#include "selfsame/nn/attention.hpp"
#include "selfsame/nn/encoder.hpp"

namespace selfsame::nn {

/// Sizes of a `VisionTransformer`.
struct VisionTransformerOptions {
  Index height = 28,    ///< of the images
      width = 28,       ///< of the images
      channels = 1;     ///< of the images
  Index patch = 4;      ///< side of a patch; divides height and width
  Index features = 64;  ///< numbers of a token, D; a multiple of 4 and of `heads`
  Index depth = 4;      ///< blocks
  Index heads = 4;      ///< heads in each block
  Index mlp_ratio = 4;  ///< hidden numbers of a token, as a multiple of D
};

/// A small vision transformer (Dosovitskiy et al. 2021).
///
/// | step           | shape at 28 x 28 x 1, patch 4, D = 64                         |
/// | -------------- | ------------------------------------------------------------- |
/// | images         | (N, 28, 28, 1)                                                |
/// | patches        | (N, 49, 16)                                                   |
/// | tokens         | (N, 49, 64): a linear layer, and where the patch is, added    |
/// | after blocks   | (N, 49, 64), with a final LayerNorm                           |
/// | features       | (N, 64): the mean of the tokens                               |
///
/// Positions are fixed sines and cosines of row and column (see `sin_cos_positions`): a network this small has better
/// uses for its weights, and masked training never shows all positions at once. Features are the mean of the tokens
/// rather than an extra class token: on images of few patches they are as good (Beyer et al. 2022, "Better plain ViT
/// baselines"), each token stays a place in the image, and masked training, where no label reaches a class token,
/// trains everything that is used later.
class VisionTransformer : public Encoder {
 public:
  /// \throws UsageError if the sizes do not divide as VisionTransformerOptions says
  /// \param random  draws the starting weights
  explicit VisionTransformer(const VisionTransformerOptions& options = {}, Generator& random = default_generator());

  /// (N, H, W, C) -> (N, D): the mean of `tokens`.
  Tensor forward(const Tensor& images) override;
  Index features() const override { return options_.features; }
  std::string type() const override { return "VisionTransformer"; }

  Index token_count() const { return count(positions_.data()) / options_.features; }  ///< T, the patches of an image
  const VisionTransformerOptions& options() const { return options_; }                ///< as given

  /// All tokens of each image: (N, H, W, C) -> (N, T, D).
  Tensor tokens(const Tensor& images);

  /// Tokens of some patches only; the others are never computed, and the work is that much less.
  /// \param keep  N lists of K patches to see, each in 0..T-1 counted row by row, one list after another
  /// \return      (N, K, D)
  Tensor tokens(const Tensor& images, const Indices& keep);

  /// How much each patch looks at each in one block: (N, heads, T, T), rows sum to 1. For drawing.
  /// \param block  from 0. \throws UsageError if there is no such block
  Array attention_weights(const Tensor& images, Index block);

  Linear& embed;                          ///< patches to tokens
  std::vector<TransformerBlock*> blocks;  ///< children "block1", "block2", ...
  LayerNorm& norm;                        ///< after the last block

 private:
  void add_blocks(const VisionTransformerOptions& options, Generator& random);
  Tensor embedded(const Tensor& images);  // (N, T, D), positions added
  Tensor encoded(Tensor x);               // through the blocks and the final norm

  VisionTransformerOptions options_;
  Tensor positions_;  // (T, D), not trained
};

/// Where each patch is, as sines and cosines of its row and of its column at falling frequencies, a quarter of the D
/// numbers each (Vaswani et al. 2017, section 3.5, in two dimensions as in He et al. 2022).
/// \return (rows * cols, features)
/// \throws UsageError unless features is a multiple of 4
Array sin_cos_positions(Index rows, Index cols, Index features);

}  // namespace selfsame::nn
