#include "selfsame/ssl/distribution_alignment.hpp"

#include "selfsame/core/ranks.hpp"
#include "selfsame/ops/reduce.hpp"

namespace selfsame::ssl {

Array equal_shares(Index classes) { return filled({classes}, 1 / static_cast<Scalar>(classes)); }

DistributionAlignment::DistributionAlignment(Array prior, Scalar momentum)
    : prior_(prior), mean_(std::move(prior)), momentum_(momentum) {}

Tensor DistributionAlignment::operator()(const Tensor& probabilities) {
  require(probabilities.dim() == 2 && probabilities.size(1) == count(prior_), "distribution_alignment: probabilities ",
          probabilities.shape(), " must be (images, ", count(prior_), ")");
  Array batch_mean = mean(probabilities.detach(), {0}).data();
  mean_over_ranks(batch_mean.data(), count(batch_mean));
  Array aligned = probabilities.data();
  for (Index c = 0; c < count(prior_); ++c) mean_(c) = momentum_ * mean_(c) + (1 - momentum_) * batch_mean(c);
  for (Index i = 0; i < probabilities.size(0); ++i) {
    Scalar total = 0;
    for (Index c = 0; c < count(prior_); ++c) total += aligned(i, c) *= prior_(c) / mean_(c);
    for (Index c = 0; c < count(prior_); ++c) aligned(i, c) /= total;
  }
  return Tensor(std::move(aligned));
}

}  // namespace selfsame::ssl
