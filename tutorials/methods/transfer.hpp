/// \file
/// Transfer: an encoder that learnt from other classes goes on learning, in part or as a whole.
#pragma once

#include "methods/supervised.hpp"

namespace selfsame::tutorials {

/// Blocks of the encoder, each a convolution with its batch norm: the depth at which it can be cut.
Index block_count(const nn::Encoder& encoder);

/// Freezes all blocks but the last `trained`: their weights get no gradient and their batch norm no statistics,
/// whatever `train` says later.
/// \throws UsageError  if the encoder has fewer blocks
void freeze_below(nn::Encoder& encoder, Index trained);

/// A hash of the frozen blocks, running statistics included.
std::uint64_t frozen_hash(const nn::Encoder& encoder);

/// Supervised training of the head and of the encoder's last `trained` blocks; the blocks below stay as they are.
/// \throws Error  if a frozen block did not stay as it was
Cost train_transfer(nn::Classifier& classifier, Index trained, const data::Dataset& data, const data::Targets& targets,
                    const SupervisedRecipe& recipe, std::uint64_t seed, const report::TrainingLog& log);

}  // namespace selfsame::tutorials
