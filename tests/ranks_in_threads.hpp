/// \file
/// Several ranks in one process: each is a thread, and what they exchange goes through memory.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "selfsame/core/error.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/core/ranks.hpp"

namespace selfsame {

/// The table at which the threads meet.
class Table {
 public:
  explicit Table(Index seats)
      : shown(static_cast<std::size_t>(seats)), lengths(static_cast<std::size_t>(seats)), seats_(seats) {}

  /// Returns once all have called it. \throws Error if one of them will never come
  void meet() {
    std::unique_lock<std::mutex> lock(mutex_);
    const Index round = round_;
    if (++waiting_ == seats_) {
      waiting_ = 0;
      ++round_;
      all_here_.notify_all();
    }
    all_here_.wait(lock, [&] { return round != round_ || left_; });
    if (round == round_) throw Error("a rank has left");
  }

  void leave() {
    const std::lock_guard<std::mutex> lock(mutex_);
    left_ = true;
    all_here_.notify_all();
  }

  struct Done {
    Index number, rank;
    std::string text;
  };

  void hand_in(Done done) {
    const std::lock_guard<std::mutex> lock(mutex_);
    done_.push_back(std::move(done));
  }

  std::vector<Done> handed_in() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(done_, {});
  }

  std::atomic<Index> next_number{0};
  std::vector<const void*> shown;  // by each rank, for the others to read between two meetings
  std::vector<Index> lengths;      // of what is shown to be summed

 private:
  Index seats_, waiting_ = 0, round_ = 0;
  bool left_ = false;
  std::vector<Done> done_;
  std::mutex mutex_;
  std::condition_variable all_here_;
};

class ThreadTransport final : public Transport {
 public:
  ThreadTransport(Table& table, Index rank) : table_(table), rank_(rank) {}
  Index rank() const override { return rank_; }
  Index size() const override { return static_cast<Index>(table_.shown.size()); }
  void sum(float* values, Index n) override { sum_of(values, n); }
  void sum(double* values, Index n) override { sum_of(values, n); }
  void start_sum(Scalar* values, Index n) override { started_.emplace_back(values, n); }
  void finish_sums() override {  // late, so that a value that is read too soon is still its own
    for (const auto& [values, n] : started_) sum_of(values, n);
    started_.clear();
  }
  void gather(const void* mine, void* all, const std::vector<Index>& bytes) override {
    show(mine);
    char* to = static_cast<char*>(all);
    for (std::size_t r = 0; r < bytes.size(); to += bytes[r++]) {
      std::memcpy(to, table_.shown[r], static_cast<std::size_t>(bytes[r]));
    }
    table_.meet();
  }
  void broadcast(void* values, Index bytes) override {
    show(values);
    if (rank_ != 0) std::memcpy(values, table_.shown[0], static_cast<std::size_t>(bytes));
    table_.meet();
  }
  void barrier() override { table_.meet(); }
  void share_out(Index n, const Work& work, const TakeWork& take) override {
    if (rank_ == 0) table_.next_number = 1;
    table_.meet();
    const auto take_handed_in = [&] {
      for (const Table::Done& done : table_.handed_in()) take(done.number, done.rank, done.text);
    };
    for (Index i = rank_ == 0 ? 0 : table_.next_number++; i < n; i = table_.next_number++) {
      table_.hand_in({i, rank_, work(i)});
      if (rank_ == 0) take_handed_in();
    }
    table_.meet();
    if (rank_ == 0) take_handed_in();
  }

 private:
  void show(const void* mine) {
    table_.shown[static_cast<std::size_t>(rank_)] = mine;
    table_.meet();
  }
  template <class Number>
  void sum_of(Number* values, Index n) {
    table_.lengths[static_cast<std::size_t>(rank_)] = n;
    show(values);
    for (const Index other : table_.lengths) require<Error>(other == n, "ranks sum ", n, " and ", other, " numbers");
    std::vector<Number> total(static_cast<std::size_t>(n));
    for (const void* other : table_.shown) {
      for (Index i = 0; i < n; ++i) total[static_cast<std::size_t>(i)] += static_cast<const Number*>(other)[i];
    }
    table_.meet();
    std::copy(total.begin(), total.end(), values);
  }
  Table& table_;
  Index rank_;
  std::vector<std::pair<Scalar*, Index>> started_;
};

/// Runs body(rank) on so many ranks and returns when all have ended. The first exception comes out here.
inline void on_ranks(Index ranks, const std::function<void(Index rank)>& body) {
  Table table(ranks);
  std::vector<std::exception_ptr> failed(static_cast<std::size_t>(ranks));
  std::vector<std::thread> threads;
  for (Index rank = 0; rank < ranks; ++rank) {
    threads.emplace_back([&, rank] {
      set_num_threads(1);
      ThreadTransport transport(table, rank);
      const UseTransport here(transport);
      try {
        body(rank);
      } catch (...) {
        failed[static_cast<std::size_t>(rank)] = std::current_exception();
        table.leave();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& failure : failed) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace selfsame
