#include "selfsame/ops/norm_over_ranks.hpp"

#include "selfsame/core/ranks.hpp"
#include "selfsame/ops/norm.hpp"

namespace selfsame {
namespace {

thread_local bool synchronised = true;

}  // namespace

void synchronise_batch_norm(bool on) { synchronised = on; }

namespace detail {

bool batch_norm_over_ranks() { return synchronised && several_ranks(); }

Index merge_moments(Index rows, Array& mean, Array& variance) {
  if (!batch_norm_over_ranks()) return rows;
  const std::size_t channels = mean.size(), width = 2 * channels + 1;
  std::vector<double> mine{static_cast<double>(rows)};  // rows, means, variances
  mine.insert(mine.end(), mean.begin(), mean.end());
  mine.insert(mine.end(), variance.begin(), variance.end());
  const std::vector<double> all = gathered(mine.data(), width);
  double count = 0;
  for (std::size_t from = 0; from < all.size(); from += width) count += all[from];
  for (std::size_t c = 0; c < channels; ++c) {
    double m = 0, v = 0;
    for (std::size_t from = 0; from < all.size(); from += width) m += all[from] / count * all[from + 1 + c];
    for (std::size_t from = 0; from < all.size(); from += width) {
      const double d = all[from + 1 + c] - m;
      v += all[from] / count * (all[from + 1 + channels + c] + d * d);
    }
    mean.data()[c] = static_cast<Scalar>(m);
    variance.data()[c] = static_cast<Scalar>(v);
  }
  return static_cast<Index>(count);
}

void level_running_statistics(Tensor& running_mean, Tensor& running_var) {
  if (synchronised || !several_ranks()) return;
  for (Tensor* running : {&running_mean, &running_var}) {
    mean_over_ranks(running->mutable_data().data(), running->numel());
  }
}

}  // namespace detail
}  // namespace selfsame
