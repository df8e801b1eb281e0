#include "selfsame/core/gradient_sum.hpp"

#include <algorithm>

#include "selfsame/core/ranks.hpp"

namespace selfsame {
namespace {

// Of 128 kB: on ten-gigabit Ethernet their bytes take longer than a message's way, and the last layers of the chapters'
// network, 0.3 of its 0.4 MB, are under way while backward is busy with the first.
constexpr std::size_t bucket_values = (std::size_t{1} << 17) / sizeof(Scalar);

}  // namespace

GradientSum::GradientSum(const std::vector<GradSlot*>& slots) : on_(several_ranks()) {
  if (!on_) return;
  for (GradSlot* slot : slots) {
    if (slot->producer || !slot->has_grad) continue;
    earlier_.emplace_back(slot, std::move(slot->grad));
    slot->has_grad = false;
  }
}

void GradientSum::add(GradSlot& leaf) {
  if (!on_ || !leaf.has_grad) return;
  if (buckets_.empty() || buckets_.back().values.size() >= bucket_values) buckets_.emplace_back();
  Bucket& bucket = buckets_.back();
  bucket.leaves.push_back(&leaf);
  bucket.values.insert(bucket.values.end(), leaf.grad.begin(), leaf.grad.end());
  if (bucket.values.size() >= bucket_values) {
    transport().start_sum(bucket.values.data(), static_cast<Index>(bucket.values.size()));
  }
}

void GradientSum::finish() {
  if (!on_) return;
  if (!buckets_.empty() && buckets_.back().values.size() < bucket_values) {
    transport().start_sum(buckets_.back().values.data(), static_cast<Index>(buckets_.back().values.size()));
  }
  transport().finish_sums();
  for (const Bucket& bucket : buckets_) {
    const Scalar* from = bucket.values.data();
    for (GradSlot* leaf : bucket.leaves) {
      std::copy_n(from, leaf->grad.size(), leaf->grad.data());
      from += leaf->grad.size();
    }
  }
  for (auto& [slot, gradient] : earlier_) slot->accumulate(std::move(gradient));
}

}  // namespace selfsame
