/// \file
/// Self-attention: every token looks at all tokens of its image.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// Multi-head scaled dot-product self-attention (Vaswani et al. 2017, section 3.2): each head gives
/// y = softmax(Q K^T / sqrt(d)) V, and the heads' results stand side by side.
///
/// \param qkv    (N, T, 3 D) for each token its queries, keys and values, D numbers each; head h owns the numbers
///               h d .. h d + d - 1 of each third, d = D / heads. One linear layer makes all of them.
/// \param heads  number of heads
/// \return       (N, T, D)
/// \throws ShapeError if qkv is not (N, T, 3 D) with D a multiple of `heads`, or holds nothing
///
/// Backward of a head, with P the softmax and dP = dY V^T: dV = P^T dY, dS = P (dP - sum_j(P dP)) / sqrt(d), dQ = dS K,
/// dK = dS^T Q. P is computed again from the sums that forward kept: T numbers a head instead of T^2.
Tensor self_attention(const Tensor& qkv, Index heads);

/// How much each token looks at each: the softmax inside `self_attention`, for drawing. Not differentiable.
/// \param qkv, heads  as for `self_attention`
/// \return            (N, heads, T, T); row i holds the weights of query i and sums to 1
/// \throws ShapeError as `self_attention`
Array attention_weights(const Tensor& qkv, Index heads);

}  // namespace selfsame
