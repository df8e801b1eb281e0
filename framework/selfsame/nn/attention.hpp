/// \file
/// Layers of transformers.
#pragma once

#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"

namespace selfsame::nn {

/// Self-attention of several heads between the tokens of an image (Vaswani et al. 2017): (N, T, D) -> (N, T, D).
///
/// Children qkv (D to 3 D: queries, keys and values of all heads) and proj (D to D, mixes the heads' results).
class MultiHeadAttention : public Module {
 public:
  /// \param features  D  \param heads  must divide D. \throws UsageError if it does not
  /// \param random    draws the starting weights
  MultiHeadAttention(Index features, Index heads, Generator& random = default_generator());
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "MultiHeadAttention"; }

  /// How much each token looks at each, head by head: (N, heads, T, T), rows sum to 1. Not differentiable.
  Array weights(const Tensor& x);

  Linear& qkv;   ///< tokens to queries, keys and values of all heads: D to 3 D
  Linear& proj;  ///< what the heads found, mixed: D to D

 private:
  Index heads_;
};

/// Pre-norm transformer block: x + attention(norm1(x)), then x + expand and contract, with GELU between them, of
/// norm2(x). (N, T, D) -> (N, T, D). The norm comes first because then the sum runs through all blocks undisturbed, and
/// training needs no warm-up to stay stable (Xiong et al. 2020).
class TransformerBlock : public Module {
 public:
  /// \param features, heads  as for MultiHeadAttention
  /// \param hidden           numbers of a token between `expand` and `contract`
  /// \param random           draws the starting weights
  TransformerBlock(Index features, Index heads, Index hidden, Generator& random = default_generator());
  Tensor forward(const Tensor& x) override;
  std::string type() const override { return "TransformerBlock"; }

  LayerNorm& norm1;               ///< before `attention`
  MultiHeadAttention& attention;  ///< between tokens
  LayerNorm& norm2;               ///< before `expand`
  Linear& expand;                 ///< each token by itself: features to hidden
  Linear& contract;               ///< and back
};

}  // namespace selfsame::nn
