#include "selfsame/ssl/masked.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/ranks.hpp"
#include "selfsame/nn/init.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/patches.hpp"
#include "selfsame/ops/shape.hpp"

namespace selfsame::ssl {

// [random mask]
PatchMask random_mask(Index images, Index patches, double share, Generator& random) {
  const Index hidden = std::lround(share * static_cast<double>(patches));
  require<UsageError>(0 < hidden && hidden < patches, "random_mask: a share of ", share, " hides ", hidden, " of ",
                      patches, " patches; some must be hidden and some be seen");
  PatchMask mask{patches, {}, {}};
  const Share share_of_rank = share_of(images);
  for (Index i = 0; i < images; ++i) {
    Indices order = random.permutation(patches);
    if (i < share_of_rank.begin || i >= share_of_rank.end) continue;  // drawn all the same: all ranks draw alike
    std::sort(order.begin(), order.begin() + hidden);
    std::sort(order.begin() + hidden, order.end());
    mask.masked.insert(mask.masked.end(), order.begin(), order.begin() + hidden);
    mask.visible.insert(mask.visible.end(), order.begin() + hidden, order.end());
  }
  return mask;
}
// [random mask]

// [mask tokens]
Tensor with_mask_tokens(const Tensor& visible, const Tensor& mask_token, const PatchMask& mask) {
  require(visible.dim() == 3 && mask_token.dim() == 1 && visible.size(2) == mask_token.size(0) &&
              visible.size(0) * visible.size(1) == static_cast<Index>(mask.visible.size()),
          "with_mask_tokens: tokens ", visible.shape(), " and mask token ", mask_token.shape(), " do not fit ",
          mask.visible.size(), " visible patches");
  const Index images = visible.size(0), kept = visible.size(1), width = visible.size(2);
  // To the K tokens of each image its mask token is added as number K. Every place then takes one of these K + 1.
  const Tensor known_and_mask = cat({visible, zeros({images, 1, width}) + mask_token}, 1);  // (N, K + 1, D)
  Indices source(static_cast<std::size_t>(images * mask.patches), kept);
  for (std::size_t i = 0; i < mask.visible.size(); ++i) {
    const Index image = static_cast<Index>(i) / kept;
    source[static_cast<std::size_t>(image * mask.patches + mask.visible[i])] = static_cast<Index>(i) % kept;
  }
  return select_tokens(known_and_mask, source);  // (N, T, D)
}
// [mask tokens]

// [masked loss]
Tensor masked_reconstruction_loss(const Tensor& predicted, const Tensor& target, const PatchMask& mask) {
  require(predicted.dim() == 3 && predicted.shape() == target.shape() && predicted.size(1) == mask.patches,
          "masked_reconstruction_loss: predicted ", predicted.shape(), " and target ", target.shape(),
          " must both be (N, ", mask.patches, ", P)");
  //! BEGIN SOLUTION a3.t7
  //! predicted, target (N, T, P). mask.masked is N lists of T - K patches, one list after another, as
  //! select_tokens(x (N, T, P), lists) takes them; mse_loss(a, b) is the mean squared difference. No gradient may reach
  //! the target.
  return mse_loss(select_tokens(predicted, mask.masked), select_tokens(target.detach(), mask.masked));
  //! END SOLUTION
}
// [masked loss]

// [decoder]
PatchDecoder::PatchDecoder(const PatchDecoderOptions& o, Generator& random)
    : embed(add<nn::Linear>("embed", o.from, o.features, true, random)),
      mask_token(param("mask_token", nn::init::truncated_normal({o.features}, Scalar(0.02), random))),
      block(add<nn::TransformerBlock>("block", o.features, o.heads, 4 * o.features, random)),
      norm(add<nn::LayerNorm>("norm", o.features)),
      predict(add<nn::Linear>("predict", o.features, o.pixels, true, random)),
      positions_(nn::sin_cos_positions(o.rows, o.cols, o.features)) {}

Tensor PatchDecoder::reconstruct(const Tensor& visible, const PatchMask& mask) {
  return (*this)(with_mask_tokens(embed(visible), mask_token, mask));
}

Tensor PatchDecoder::forward(const Tensor& tokens) { return predict(norm(block(tokens + positions_))); }
// [decoder]

}  // namespace selfsame::ssl
