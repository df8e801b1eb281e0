/// \file
/// The networks that the methods train.
#pragma once

#include <functional>
#include <memory>

#include "selfsame/data/dataset.hpp"
#include "selfsame/nn/classifier.hpp"

namespace selfsame::tutorials {

/// The network of every row: ConvNet with 32, 64, 128 channels. The same seed gives the same starting weights, whatever
/// was made before; nothing else is drawn from or changed.
std::unique_ptr<nn::Encoder> make_encoder(const data::Dataset& data, std::uint64_t seed);

/// A vision transformer of 4 blocks, 64 numbers a token, over patches of about a seventh of the image's side: 4 x 4 of
/// 28 x 28. The same seed gives the same starting weights.
/// \throws UsageError if the images cannot be cut into such patches
std::unique_ptr<nn::Encoder> make_transformer(const data::Dataset& data, std::uint64_t seed);

/// Either of them.
using MakeEncoder = std::function<std::unique_ptr<nn::Encoder>(const data::Dataset& data, std::uint64_t seed)>;

/// The encoder of this seed with a linear head for the data set's classes.
std::unique_ptr<nn::Classifier> make_classifier(const data::Dataset& data, std::uint64_t seed,
                                                const MakeEncoder& make = make_encoder);

}  // namespace selfsame::tutorials
