#include "selfsame/ops/attention.hpp"

#include "selfsame/core/graph.hpp"
#include "selfsame/kernels/attention.hpp"

namespace selfsame {
namespace {

kernels::AttentionShape checked_shape(const Tensor& qkv, Index heads) {
  require(qkv.dim() == 3 && qkv.numel() > 0, "attention: queries, keys and values ", qkv.shape(),
          " must be (images, tokens, 3 * features), none of them 0");
  require(heads > 0 && qkv.size(2) % (3 * heads) == 0, "attention: ", qkv.size(2),
          " numbers a token do not divide into queries, keys and values of ", heads, " heads");
  return {qkv.size(0), qkv.size(1), heads, qkv.size(2) / (3 * heads)};
}

}  // namespace

Tensor self_attention(const Tensor& qkv, Index heads) {
  const kernels::AttentionShape s = checked_shape(qkv, heads);
  Array y = empty({s.images, s.tokens, s.features()});
  kernels::attention(s, qkv.data().data(), y.data());
  return make_op("attention", own(std::move(y)), {qkv}, [s, saved = Saved(qkv)](Array& g, GradSink& in) {
    Array d = empty(saved->array.shape());
    kernels::attention_backward(s, saved->array.data(), g.data(), d.data());
    in.add(0, std::move(d));
  });
}

Array attention_weights(const Tensor& qkv, Index heads) {
  const kernels::AttentionShape s = checked_shape(qkv, heads);
  Array weights = empty({s.images, s.heads, s.tokens, s.tokens});
  kernels::attention_weights(s, qkv.data().data(), weights.data());
  return weights;
}

}  // namespace selfsame
