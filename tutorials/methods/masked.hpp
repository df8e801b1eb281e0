/// \file
/// Masked patches: a vision transformer learns from what it is not shown.
#pragma once

#include <memory>

#include "selfsame/data/augment.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/report/cost.hpp"
#include "selfsame/report/training_log.hpp"
#include "selfsame/ssl/masked.hpp"

namespace selfsame::tutorials {

using report::Cost;

/// Settings of `train_masked`.
struct MaskedRecipe {
  Index steps = 1000;           ///< updates
  Index batch = 256;            ///< images
  double mask_share = 0.75;     ///< of the patches that are hidden
  double learning_rate = 2e-3;  ///< of AdamW, warmed up, then with a cosine to 0
  double weight_decay = 0.05;   ///< on weights, not on biases and norms
  data::Augment augment;        ///< before patches are hidden
};

/// The decoder that goes with an encoder: it fills in the encoder's patches.
/// \param seed  of its starting weights
std::unique_ptr<ssl::PatchDecoder> make_decoder(const nn::VisionTransformer& encoder, std::uint64_t seed);

/// Trains an encoder, and a decoder behind it, to fill in the hidden patches of unlabelled images (He et al. 2022).
/// \param unlabelled  rows of the training images; their labels play no part
/// \param seed        of batches, augmentation and masks
Cost train_masked(nn::VisionTransformer& encoder, ssl::PatchDecoder& decoder, const data::Dataset& data,
                  const Indices& unlabelled, const MaskedRecipe& recipe, std::uint64_t seed,
                  const report::TrainingLog& log);

}  // namespace selfsame::tutorials
