#include "selfsame/data/loader.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "selfsame/core/error.hpp"
#include "selfsame/core/parallel.hpp"

namespace selfsame::data {
namespace {

constexpr std::uint64_t order_stream = 0x6f72646572;  // "order" and "views": the permutations and the augmentations
constexpr std::uint64_t view_stream = 0x7669657773;   // draw from different streams of one seed

// Each thread's working memory and image under change; they stay for the next batch.
struct Workbench {
  Scratch scratch;
  std::vector<std::uint8_t> pixels;
};

}  // namespace

Loader::Loader(const Dataset& dataset, const ImageSet& set, Indices rows, Index batch_size, std::vector<Augment> views,
               std::uint64_t seed, LoaderOptions options)
    : dataset_(dataset),
      set_(set),
      rows_(std::move(rows)),
      batch_size_(batch_size),
      views_(std::move(views)),
      seed_(seed),
      options_(options),
      share_(share_of(batch_size > 0 ? batch_size : 1, options.group)),
      table_(normalization_table(dataset)) {
  require<UsageError>(!rows_.empty() && !views_.empty() && batch_size_ > 0,
                      "loader: needs rows, views and a positive batch size, found ", rows_.size(), " rows, ",
                      views_.size(), " views, batch size ", batch_size_);
  require<UsageError>(options_.workers >= 0 && options_.ahead > 0,
                      "loader: expected workers >= 0 and ahead > 0, found ", options_.workers, " and ", options_.ahead);
  for (const Index row : rows_) {
    require(row >= 0 && row < set_.count, "loader: row ", row, " is outside ", dataset_.name, " (", set_.count,
            " images)");
  }
  for (int i = 0; i < options_.workers; ++i) threads_.emplace_back([this] { work(); });
}

Loader::~Loader() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  room_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

Batch Loader::next() {
  Batch batch = taken();
  set_batch_part(static_cast<double>(share_.count()) / static_cast<double>(batch_size_));
  return batch;
}

Batch Loader::taken() {
  if (threads_.empty()) {
    Batch batch = make(next_, true);
    ++next_;
    return batch;
  }
  std::unique_lock<std::mutex> lock(mutex_);
  ready_.wait(lock, [this] { return made_.count(next_) > 0; });
  const auto found = made_.find(next_);
  if (found->second.failure) std::rethrow_exception(found->second.failure);
  Batch batch = std::move(found->second.batch);
  made_.erase(found);
  asked_ = ++next_;
  lock.unlock();
  room_.notify_all();
  return batch;
}

std::string Loader::fingerprint() const {
  std::uint64_t hash = 0;
  const auto take = [&hash](const void* bytes, std::size_t count) {  // as FNV-1a, eight bytes at a time
    const char* at = static_cast<const char*>(bytes);
    for (std::uint64_t word; count > 0;
         at += std::min<std::size_t>(count, 8), count -= std::min<std::size_t>(count, 8)) {
      word = 0;
      std::memcpy(&word, at, std::min<std::size_t>(count, 8));
      hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
      hash ^= hash >> 32;
    }
  };
  take(set_.pixels.data(), set_.pixels.size());
  for (const Indices* list : {&set_.labels, &rows_}) take(list->data(), list->size() * sizeof(Index));
  const std::uint64_t rest[] = {static_cast<std::uint64_t>(batch_size_), views_.size(), seed_};
  take(rest, sizeof rest);
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

void Loader::seek(Index step) {
  require<UsageError>(step >= 0, "loader: cannot seek step ", step);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    made_.clear();
    next_ = asked_ = claimed_ = step;
    ++round_;
  }
  room_.notify_all();
}

void Loader::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    room_.wait(lock, [this] { return stop_ || claimed_ < asked_ + options_.ahead; });
    if (stop_) return;
    const Index step = claimed_++, round = round_;
    lock.unlock();
    Made made;
    try {
      made.batch = make(step, false);
    } catch (...) {
      made.failure = std::current_exception();
    }
    lock.lock();
    if (round != round_) continue;
    made_[step] = std::move(made);
    ready_.notify_one();
  }
}

std::shared_ptr<const Indices> Loader::permutation(Index epoch) {
  const std::lock_guard<std::mutex> lock(order_mutex_);
  auto& order = order_[epoch];
  if (!order) {
    Generator random({seed_, order_stream, static_cast<std::uint64_t>(epoch)});
    order = std::make_shared<const Indices>(random.permutation(static_cast<Index>(rows_.size())));
    // Workers are never more than a few epochs apart; whoever still reads a forgotten order holds it himself.
    if (order_.size() > 4) {
      auto result = order;
      order_.erase(order_.begin()->first == epoch ? std::prev(order_.end()) : order_.begin());
      return result;
    }
  }
  return order;
}

Batch Loader::make(Index step, bool parallel) {
  const auto count = static_cast<Index>(rows_.size());
  Batch batch;
  batch.step = step;
  Indices positions, epochs;  // of each sample: its position in rows_, and the epoch it belongs to
  std::shared_ptr<const Indices> order;
  for (Index b = share_.begin; b < share_.end; ++b) {
    const Index at = step * batch_size_ + b, epoch = at / count;
    if (!order || epoch != epochs.back()) order = permutation(epoch);
    epochs.push_back(epoch);
    positions.push_back((*order)[static_cast<std::size_t>(at % count)]);
    batch.rows.push_back(rows_[static_cast<std::size_t>(positions.back())]);
    if (!set_.labels.empty()) batch.labels.push_back(set_.labels[static_cast<std::size_t>(batch.rows.back())]);
  }

  const Index size = set_.image_size();
  for (std::size_t v = 0; v < views_.size(); ++v) {
    Array values = empty({share_.count(), set_.height, set_.width, set_.channels});
    Scalar* out = values.data();
    const auto fill = [&](Index begin, Index end) {
      thread_local Workbench bench;
      std::uint8_t* pixels = Scratch::room(bench.pixels, size);
      const ImageView view{set_.height, set_.width, set_.channels, pixels};
      for (Index b = begin; b < end; ++b) {
        const auto at = static_cast<std::size_t>(b);
        const std::uint8_t* source = set_.image(batch.rows[at]);
        if (!views_[v].empty()) {
          std::memcpy(pixels, source, static_cast<std::size_t>(size));
          Generator random({seed_, view_stream, static_cast<std::uint64_t>(epochs[at]),
                            static_cast<std::uint64_t>(positions[at]), v});
          views_[v](view, bench.scratch, random);
          source = pixels;
        }
        normalize_image(table_, source, size, set_.channels, out + b * size);
      }
    };
    parallel ? parallel_for(share_.count(), 16, fill) : fill(0, share_.count());
    batch.views.emplace_back(std::move(values));
  }
  return batch;
}

}  // namespace selfsame::data
