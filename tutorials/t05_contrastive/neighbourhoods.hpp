/// \file
/// Who lies next to whom: test images by their features, before and after an encoder has learnt.
#pragma once

#include "protocol/cell.hpp"
#include "selfsame/nn/encoder.hpp"

namespace selfsame::tutorials {

/// Adds two figures to the report: for one image of each class its five nearest by the features of both encoders, and
/// maps of all images. Two thousand test images take part, 200 in the smoke profile, fewer where they are large.
/// Classes colour and frame; no encoder has seen them.
void draw_neighbourhoods(const Cell& cell, nn::Encoder& before, nn::Encoder& after);

}  // namespace selfsame::tutorials
