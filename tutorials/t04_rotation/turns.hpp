/// \file
/// Which clothes have an "up": the answers about rotation, class by class.
#pragma once

#include <array>
#include <vector>

#include "protocol/cell.hpp"
#include "selfsame/nn/encoder.hpp"

namespace selfsame::tutorials {

/// How the answers of one class lie: percent that are right, a quarter turn too far, half a turn off, a quarter short.
using TurnErrors = std::array<double, 4>;

/// For each class what a linear layer says of the encoder's features by how many quarter turns an image was rotated.
/// The layer is fitted to training images in all four orientations and asked about test images; no class takes part in
/// either. (The head of the pre-training is gone, and its batch statistics with it.) A last entry is for all classes.
/// \param images  of each set, evenly spread; all where there are no more
std::vector<TurnErrors> turn_errors(const data::Dataset& data, nn::Encoder& encoder, const Indices& unlabelled,
                                    Index images);

/// Adds these as a heat map to the report.
void draw_turns(const Cell& cell, nn::Encoder& encoder);

}  // namespace selfsame::tutorials
