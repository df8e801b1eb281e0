#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "selfsame/core/parallel.hpp"
#include "threads.hpp"

using namespace selfsame;

TEST_CASE("parallel_for covers every index exactly once, whatever the size, grain and number of threads") {
  for (const int threads : {1, 2, 5}) {
    const Threads scope(threads);
    for (const Index n : {Index{0}, Index{1}, Index{2}, Index{7}, Index{1000}, Index{1003}}) {
      for (const Index grain : {Index{0}, Index{1}, Index{3}, Index{400}, Index{100000}}) {
        std::vector<std::atomic<int>> visits(static_cast<std::size_t>(n));
        parallel_for(n, grain, [&](Index begin, Index end) {
          for (Index i = begin; i < end; ++i) ++visits[static_cast<std::size_t>(i)];
        });
        for (const auto& v : visits) REQUIRE(v == 1);
      }
    }
  }
}

TEST_CASE("parallel_for keeps a small loop in one piece") {
  const Threads scope(4);
  std::atomic<int> calls{0};
  parallel_for(199, 100, [&](Index begin, Index end) {
    CHECK(begin == 0);
    CHECK(end == 199);
    ++calls;
  });
  CHECK(calls == 1);
}

TEST_CASE("an exception thrown in a parallel loop reaches the caller, and the next loop works again") {
  const Threads scope(3);
  const auto fail = [](Index begin, Index) {
    if (begin > 0) throw std::runtime_error("part of the loop failed");
  };
  CHECK_THROWS_WITH_AS(parallel_for(300, 1, fail), "part of the loop failed", std::runtime_error);
  CHECK_THROWS_WITH_AS(parallel_chunks(300, 10, [&](Index, Index begin, Index end) { fail(begin, end); }),
                       "part of the loop failed", std::runtime_error);
  std::atomic<Index> total{0};
  parallel_for(300, 1, [&](Index begin, Index end) { total += end - begin; });
  CHECK(total == 300);
}

TEST_CASE("a parallel loop inside a parallel loop runs in its thread") {
  const Threads scope(2);
  std::atomic<Index> total{0};
  parallel_for(10, 1, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) parallel_for(20, 1, [&](Index b, Index e) { total += e - b; });
  });
  CHECK(total == 200);
}

TEST_CASE("parallel_chunks cuts by the number of chunks alone, so that sums are the same bits for any thread count") {
  std::vector<float> values(10007);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i)) * 1e3F;
  const auto sum_with = [&](int threads) {
    const Threads scope(threads);
    std::vector<float> sums(16, 0);
    parallel_chunks(static_cast<Index>(values.size()), 16, [&](Index chunk, Index begin, Index end) {
      for (Index i = begin; i < end; ++i) sums[static_cast<std::size_t>(chunk)] += values[static_cast<std::size_t>(i)];
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0F);
  };
  CHECK(sum_with(1) == sum_with(2));
  CHECK(sum_with(1) == sum_with(5));
}

TEST_CASE("the number of threads can be set and read; 0 and less mean one per core, and no core gets two") {
  const Threads scope(1);
  CHECK(num_threads() == 1);
  CHECK(most_threads() >= 1);
  for (const int threads : {0, -1, 100000}) {
    CAPTURE(threads);
    set_num_threads(1);
    set_num_threads(threads);
    CHECK(num_threads() == most_threads());
  }
}
