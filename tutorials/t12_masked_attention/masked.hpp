/// \file
/// Masked patches: a vision transformer learns from what it is not shown.
#pragma once

#include "common/experiment.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/ssl/masked.hpp"
#include "t02_supervised/supervised.hpp"

namespace selfsame::tutorials {

/// What `pretrain_masked` can be told.
struct MaskedSettings {
  Index steps = 1000;
  Index batch = 256;
  double mask_share = 0.75;     ///< of the patches that are hidden
  double learning_rate = 2e-3;  ///< of AdamW, warmed up, then with a cosine to 0
  double weight_decay = 0.05;   ///< on weights, not on biases and norms
  data::Augment augment;
};

/// A vision transformer of 4 blocks, 64 numbers a token, over patches of about a seventh of the image's side: 4 x 4 of
/// 28 x 28. Its starting weights depend on the seed alone.
/// \throws UsageError if the images cannot be cut into such patches
std::unique_ptr<nn::Encoder> make_transformer(const data::Dataset& data, std::uint64_t seed);

/// The decoder that goes with it.
std::unique_ptr<ssl::PatchDecoder> make_decoder(const nn::VisionTransformer& encoder);

/// Trains an encoder, and a decoder behind it, to fill in the hidden patches of unlabelled images.
Cost pretrain_masked(nn::VisionTransformer& encoder, ssl::PatchDecoder& decoder, const Experiment& experiment,
                     const MaskedSettings& settings);

/// What the validation images chose within the profile's time; --steps replaces the steps.
MaskedSettings masked_settings(const data::Dataset& data, const Options& options, double mask_share = 0.75);

/// An encoder pre-trained with these settings, or the one that a resumed run has finished. After training, adds pictures
/// of what the decoder makes of masked validation images to the report.
Pretrained masked_encoder(const Experiment& experiment, const Options& options, const MaskedSettings& settings);

/// What the validation images chose for training the transformer from scratch, by AdamW.
SupervisedSettings transformer_settings(const data::Dataset& data, Index labels, const Options& options);

/// The same for fine-tuning it.
SupervisedSettings transformer_fine_tuning_settings(const data::Dataset& data, Index labels, const Options& options);

/// The row "vit_supervised": the transformer trained on the labelled images alone, from random weights.
void run_transformer_supervised(const Experiment& experiment, const Options& options);

/// Adds pictures to the report: validation images as they are, with their hidden patches in grey, and filled in.
void report_reconstructions(const Experiment& experiment, nn::VisionTransformer& encoder, ssl::PatchDecoder& decoder,
                            const MaskedSettings& settings);

/// How much attention the patches `looking` together pay to each place of each image in the last block: the mean over
/// heads and over those patches, in multiples of what each place would get if all got the same. (N, H, W, 1)
/// \param looking  some of the patches 0..T-1
Array attention_maps(nn::VisionTransformer& encoder, const Tensor& images, const Indices& looking);

/// Adds such maps of the three encoders to the report, below the images.
void report_attention(const Experiment& experiment, nn::VisionTransformer& untrained, nn::VisionTransformer& masked,
                      nn::VisionTransformer& fine_tuned);

}  // namespace selfsame::tutorials
