/// \file
/// Masked patches (MAE, He et al. 2022): show a network a few patches of an image and ask for all others.
#pragma once

#include "selfsame/nn/attention.hpp"

namespace selfsame::ssl {

/// Which patches of each image are hidden: N images of T patches, K of them visible.
struct PatchMask {
  Index patches;    ///< T
  Indices visible;  ///< N lists of K patches, each rising, one list after another: what `select_tokens` takes
  Indices masked;   ///< N lists of the other T - K patches, likewise
};

/// Hides the same number of patches of every image, chosen anew for each: round(share T).
///
/// \param images, patches  N and T. Where several ranks share a batch of N (core/ranks.hpp), what is returned is for
///                         the images of this one
/// \param share            of the patches to hide; 0.75 in the paper
/// \throws UsageError if that hides no patch or all
PatchMask random_mask(Index images, Index patches, double share, Generator& random);

/// All T tokens of each image in their places: those that are known, and one and the same token wherever none is.
///
/// \param visible     (N, K, D) tokens of the patches that `mask.visible` names
/// \param mask_token  (D)
/// \return            (N, T, D)
/// \throws ShapeError if sizes do not fit
Tensor with_mask_tokens(const Tensor& visible, const Tensor& mask_token, const PatchMask& mask);

/// Mean squared error of the pixels of masked patches. Visible ones count nothing: repeating what one sees is no task.
///
/// \param predicted  (N, T, P) pixels of every patch as the network has them
/// \param target     (N, T, P) as they are, `patchify` of the images; constants
/// \throws ShapeError if sizes do not fit
Tensor masked_reconstruction_loss(const Tensor& predicted, const Tensor& target, const PatchMask& mask);

/// Sizes of a `PatchDecoder` and of what it stands between.
struct PatchDecoderOptions {
  Index from = 64;      ///< numbers of the encoder's tokens
  Index rows = 7,       ///< of patches in an image, T = rows * cols
      cols = 7;         ///< of patches in an image
  Index pixels = 16;    ///< numbers in a patch, P
  Index features = 32;  ///< numbers of its own tokens, D; a multiple of 4 and of `heads`
  Index heads = 4;      ///< of its attention
};

/// From the tokens of visible patches to the pixels of all: a linear layer to the decoder's width, the mask token where
/// nothing was seen, positions, one transformer block, a linear layer to pixels.
///
/// One block is the least that can do it: a mask token knows only where it is, so what the visible patches say about
/// its place has to come to it through attention. And it should not be much more: what the decoder works out by itself
/// the encoder need not know.
class PatchDecoder : public nn::Module {
 public:
  /// \throws UsageError if the sizes do not divide as its options say
  /// \param random  draws the starting weights
  explicit PatchDecoder(const PatchDecoderOptions& options, Generator& random = default_generator());

  /// (N, K, from) tokens of visible patches -> (N, T, P) pixels of all patches. \throws ShapeError if sizes do not fit
  Tensor reconstruct(const Tensor& visible, const PatchMask& mask);

  /// The same from (N, T, D) tokens of all patches, each in its place.
  Tensor forward(const Tensor& tokens) override;
  std::string type() const override { return "PatchDecoder"; }

  nn::Linear& embed;            ///< the encoder's tokens to its own: from to D
  Tensor& mask_token;           ///< (D)
  nn::TransformerBlock& block;  ///< the only one
  nn::LayerNorm& norm;          ///< after the block
  nn::Linear& predict;          ///< tokens to the numbers of their patches: D to P

 private:
  Tensor positions_;  // (T, D), not trained
};

}  // namespace selfsame::ssl
