#include "selfsame/nn/vision_transformer.hpp"

#include <cmath>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/patches.hpp"
#include "selfsame/ops/reduce.hpp"

namespace selfsame::nn {
namespace {

const VisionTransformerOptions& checked(const VisionTransformerOptions& o) {
  require<UsageError>(o.patch > 0 && o.height > 0 && o.width > 0 && o.height % o.patch == 0 && o.width % o.patch == 0,
                      "VisionTransformer: images of ", o.height, " x ", o.width, " do not divide into patches of ",
                      o.patch, " x ", o.patch);
  require<UsageError>(o.depth >= 0 && o.mlp_ratio > 0,
                      "VisionTransformer: expected depth >= 0 and mlp_ratio > 0, found ", o.depth, " and ",
                      o.mlp_ratio);
  return o;
}

}  // namespace

VisionTransformer::VisionTransformer(const VisionTransformerOptions& options, Generator& random)
    : embed(add<Linear>("embed", checked(options).patch * options.patch * options.channels, options.features, true,
                        random)),
      norm((add_blocks(options, random), add<LayerNorm>("norm", options.features))),
      options_(options),
      positions_(sin_cos_positions(options.height / options.patch, options.width / options.patch, options.features)) {}

void VisionTransformer::add_blocks(const VisionTransformerOptions& options, Generator& random) {
  for (Index i = 1; i <= options.depth; ++i) {
    blocks.push_back(&add<TransformerBlock>("block" + std::to_string(i), options.features, options.heads,
                                            options.mlp_ratio * options.features, random));
  }
}

// [tokens]
Tensor VisionTransformer::embedded(const Tensor& images) {
  require(images.dim() == 4 && images.size(1) == options_.height && images.size(2) == options_.width &&
              images.size(3) == options_.channels,
          "vision_transformer: images ", images.shape(), " must be (N, ", options_.height, ", ", options_.width, ", ",
          options_.channels, ")");
  return embed(patchify(images, options_.patch)) + positions_;  // (N, T, D)
}

Tensor VisionTransformer::encoded(Tensor x) {
  for (TransformerBlock* block : blocks) x = (*block)(x);
  return norm(x);
}

Tensor VisionTransformer::tokens(const Tensor& images) { return encoded(embedded(images)); }

Tensor VisionTransformer::tokens(const Tensor& images, const Indices& keep) {
  return encoded(select_tokens(embedded(images), keep));
}

Tensor VisionTransformer::forward(const Tensor& images) { return mean(tokens(images), {1}); }
// [tokens]

Array VisionTransformer::attention_weights(const Tensor& images, Index block) {
  require<UsageError>(0 <= block && block < static_cast<Index>(blocks.size()), "VisionTransformer: block ", block,
                      " is not one of the ", blocks.size(), " blocks");
  const NoGrad no_grad;
  Tensor x = embedded(images);
  for (Index i = 0; i < block; ++i) x = (*blocks[static_cast<std::size_t>(i)])(x);
  TransformerBlock& looked_at = *blocks[static_cast<std::size_t>(block)];
  return looked_at.attention.weights(looked_at.norm1(x));
}

Array sin_cos_positions(Index rows, Index cols, Index features) {
  require<UsageError>(features > 0 && features % 4 == 0, "sin_cos_positions: ", features,
                      " features are not a multiple of 4: sines and cosines of rows and of columns");
  const Index quarter = features / 4;
  Array positions = empty({rows * cols, features});
  for (Index r = 0; r < rows; ++r) {
    for (Index c = 0; c < cols; ++c) {
      for (Index i = 0; i < quarter; ++i) {
        const double frequency = std::pow(10000.0, -static_cast<double>(i) / static_cast<double>(quarter));
        const double row = static_cast<double>(r) * frequency, col = static_cast<double>(c) * frequency;
        Scalar* p = positions.data() + (r * cols + c) * features + i;
        p[0] = static_cast<Scalar>(std::sin(row));
        p[quarter] = static_cast<Scalar>(std::cos(row));
        p[2 * quarter] = static_cast<Scalar>(std::sin(col));
        p[3 * quarter] = static_cast<Scalar>(std::cos(col));
      }
    }
  }
  return positions;
}

}  // namespace selfsame::nn
