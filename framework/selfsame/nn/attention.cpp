#include "selfsame/nn/attention.hpp"

#include "selfsame/ops/attention.hpp"
#include "selfsame/ops/elementwise.hpp"

namespace selfsame::nn {

MultiHeadAttention::MultiHeadAttention(Index features, Index heads, Generator& random)
    : qkv(add<Linear>("qkv", features, 3 * features, true, random)),
      proj(add<Linear>("proj", features, features, true, random)),
      heads_(heads) {
  require<UsageError>(heads > 0 && features % heads == 0, "MultiHeadAttention: ", features,
                      " features do not divide among ", heads, " heads");
}

Tensor MultiHeadAttention::forward(const Tensor& x) { return proj(self_attention(qkv(x), heads_)); }

Array MultiHeadAttention::weights(const Tensor& x) { return attention_weights(qkv(x), heads_); }

TransformerBlock::TransformerBlock(Index features, Index heads, Index hidden, Generator& random)
    : norm1(add<LayerNorm>("norm1", features)),
      attention(add<MultiHeadAttention>("attention", features, heads, random)),
      norm2(add<LayerNorm>("norm2", features)),
      expand(add<Linear>("expand", features, hidden, true, random)),
      contract(add<Linear>("contract", hidden, features, true, random)) {}

// [block]
Tensor TransformerBlock::forward(const Tensor& x) {
  const Tensor y = x + attention(norm1(x));
  return y + contract(gelu(expand(norm2(y))));
}
// [block]

}  // namespace selfsame::nn
