/// \file
/// Scaled dot-product self-attention of several heads on packed queries, keys and values: the plain definition and the
/// fast kernel that must agree with it.
#pragma once

#include "selfsame/core/types.hpp"

namespace selfsame::kernels {

/// Sizes of an attention. `qkv` is (images, tokens, 3, heads, width): for each token the queries of all heads, then
/// their keys, then their values, as one linear layer to 3 * heads * width numbers returns them.
struct AttentionShape {
  Index images,  ///< N
      tokens,    ///< T of each image
      heads,     ///< that look independently
      width;     ///< numbers of a query, key or value of one head

  Index features() const { return heads * width; }        ///< numbers of a token in the output
  Index rows() const { return images * heads * tokens; }  ///< queries that attend
};

/// For each image and head: y = softmax(Q K^T / sqrt(width)) V.
///
/// \param y  (images, tokens, heads, width)
void attention(const AttentionShape& s, const Scalar* qkv, Scalar* y);

/// Gradient of `attention`.
/// \param dy    (images, tokens, heads, width)
/// \param dqkv  like `qkv`
void attention_backward(const AttentionShape& s, const Scalar* qkv, const Scalar* dy, Scalar* dqkv);

/// softmax(Q K^T / sqrt(width)): to `weights` (images, heads, tokens, tokens), one row a query.
void attention_weights(const AttentionShape& s, const Scalar* qkv, Scalar* weights);

/// \name The definition, in plain loops
/// \{

/// What the function without `_plain` in its name computes; `weights` as `attention_weights` gives them.
void attention_weights_plain(const AttentionShape& s, const Scalar* qkv, Scalar* weights);
void attention_plain(const AttentionShape& s, const Scalar* qkv, const Scalar* weights, Scalar* y);
void attention_backward_plain(const AttentionShape& s, const Scalar* qkv, const Scalar* weights, const Scalar* dy,
                              Scalar* dqkv);
/// \}

}  // namespace selfsame::kernels
