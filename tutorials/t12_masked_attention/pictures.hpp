/// \file
/// What a masked transformer sees: hidden patches filled in, and where it looks.
#pragma once

#include "methods/masked.hpp"
#include "protocol/pretrained.hpp"

namespace selfsame::tutorials {

/// The encoder of `masked_encoder` with a share of hidden patches of one's own; what its decoder fills in is drawn.
Pretrained drawn_masked_encoder(const Cell& cell, double mask_share);

/// Adds pictures to the report: validation images as they are, with their hidden patches in grey, and filled in.
void draw_reconstructions(const Cell& cell, nn::VisionTransformer& encoder, ssl::PatchDecoder& decoder,
                          double mask_share);

/// How much attention the patches `looking` together pay to each place of each image in the last block: the mean over
/// heads and over those patches, in multiples of what each place would get if all got the same. (N, H, W, 1)
/// \param looking  some of the patches 0..T-1
Array attention_maps(nn::VisionTransformer& encoder, const Tensor& images, const Indices& looking);

/// Adds such maps of the three encoders to the report, below the images.
void draw_attention(const Cell& cell, nn::VisionTransformer& untrained, nn::VisionTransformer& masked,
                    nn::VisionTransformer& fine_tuned);

}  // namespace selfsame::tutorials
