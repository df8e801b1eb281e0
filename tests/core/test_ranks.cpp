#include "selfsame/core/ranks.hpp"

#include <doctest/doctest.h>

#include <map>
#include <mutex>

#include "ranks_in_threads.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/reduce.hpp"

using namespace selfsame;

TEST_CASE("a program is one process until a transport is used, and inside Alone") {
  CHECK(!several_ranks());
  CHECK(is_first_rank());
  CHECK(batch_part() == 1);
  CHECK(first_ranks(std::string("mine")) == "mine");
  on_ranks(2, [](Index rank) {
    if (!several_ranks() || transport().size() != 2 || is_first_rank() != (rank == 0)) throw Error("not two");
    const Alone alone;
    if (several_ranks() || transport().size() != 1 || batch_part() != 1) throw Error("not alone");
    if (is_first_rank() != (rank == 0)) throw Error("alone, everybody would write files");
  });
}

TEST_CASE("shares of a batch follow one another and leave nothing out") {
  CHECK(share_of(13).count() == 13);
  std::vector<Index> begins(3), ends(3);
  on_ranks(3, [&](Index rank) {
    const Share share = share_of(26, 2);  // 13 groups among three
    begins[static_cast<std::size_t>(rank)] = share.begin, ends[static_cast<std::size_t>(rank)] = share.end;
  });
  CHECK(begins == std::vector<Index>{0, 8, 16});
  CHECK(ends == std::vector<Index>{8, 16, 26});
  CHECK_THROWS_WITH_AS(
      on_ranks(3, [](Index) { share_of(2); }),
      "a batch of 2 images does not divide among 3 processes; start fewer, or train with larger batches", UsageError);
}

TEST_CASE("means over ranks weigh every row the same") {
  on_ranks(2, [](Index rank) {
    set_batch_part(rank == 0 ? 0.25 : 0.75);
    double mean = rank == 0 ? 8 : 4;
    mean_over_ranks(&mean, 1);
    if (mean != 5) throw Error(concat(mean, " is not 5"));
  });
}

TEST_CASE("shared out, each number is done once, number 0 by the first rank, which is given what all have done") {
  for (const Index ranks : {1, 2, 4}) {
    for (const Index n : {0, 1, 3, 50}) {
      std::mutex mutex;
      std::multimap<Index, Index> done;  // rank by number
      std::map<Index, std::string> taken;
      on_ranks(ranks, [&](Index rank) {
        for (const Index round : {0, 1}) {  // the second begins as the first did
          const auto work = [&](Index i) {
            if (several_ranks()) throw Error("not alone");
            const std::lock_guard<std::mutex> lock(mutex);
            done.emplace(round * n + i, rank);
            return concat(rank, std::string(1, '\0'), i);
          };
          const auto take = [&](Index i, Index from, const std::string& text) {
            if (rank != 0 || several_ranks()) throw Error("taken elsewhere");
            if (text != concat(from, std::string(1, '\0'), i)) throw Error("another text");
            taken.emplace(round * n + i, text);
          };
          share_out(n, work, take);
          if (rank == 0 && static_cast<Index>(taken.size()) != (round + 1) * n)
            throw Error("ended before all was taken");
        }
      });
      CHECK(static_cast<Index>(done.size()) == 2 * n);
      for (Index i = 0; i < 2 * n; ++i) CHECK(done.count(i) == 1);
      if (n > 0) CHECK(done.find(0)->second == 0);
    }
  }
}

TEST_CASE("an exception of shared out work comes out, and the ranks that wait hear of it") {
  std::atomic<Index> stopped{0};
  const auto fail_at = [&](Index number) {
    on_ranks(3, [&](Index) {
      const auto work = [&](Index i) -> std::string {
        if (i == number) throw UsageError("this one fails");
        return "";
      };
      try {
        share_out(5, work, [](Index, Index, const std::string&) {});
      } catch (const Error&) {
        ++stopped;
        throw;
      }
    });
  };
  CHECK_THROWS_WITH_AS(fail_at(0), "this one fails", UsageError);
  CHECK(stopped == 3);
  CHECK_THROWS_AS(fail_at(4), Error);
  CHECK(stopped == 6);
}

TEST_CASE("who disagrees is named") {
  on_ranks(3, [](Index) { require_same_on_ranks(7, "options"); });
  CHECK_THROWS_WITH_AS(on_ranks(4, [](Index rank) { require_same_on_ranks(rank % 2 == 1 ? 8 : 7, "options"); }),
                       "rank 1, 3: other options than rank 0; start all processes with one command, program, data set "
                       "and kind of machine",
                       Error);
  on_ranks(2, [](Index rank) {
    if (first_ranks(concat("text of ", rank)) != "text of 0" || first_ranks(rank == 1)) throw Error("not the first's");
  });
}

TEST_CASE(
    "backward leaves the gradient of the mean over all rows on every rank, also where it adds to an earlier one") {
  const auto gradient_of = [](Tensor& w, const Array& x) {  // of mean((w x)^2): 2 w mean(x^2)
    const Tensor product = w * Tensor(x);
    mean(product * product).backward();
  };
  Array rows = empty({5, 3});
  for (Index i = 0; i < 15; ++i) rows.data()[i] = static_cast<Scalar>(i) / 4;
  Tensor one = tensor({1, 3}, {1, 2, 3}, true);
  gradient_of(one, rows);
  gradient_of(one, rows);
  for (const Index ranks : {2, 3, 5}) {
    on_ranks(ranks, [&](Index) {
      const Share share = share_of(5);
      set_batch_part(static_cast<double>(share.count()) / 5);
      Array mine = empty({share.count(), 3});
      std::copy_n(rows.data() + 3 * share.begin, mine.size(), mine.data());
      Tensor w = tensor({1, 3}, {1, 2, 3}, true);
      gradient_of(w, mine);
      gradient_of(w, mine);
      for (Index i = 0; i < 3; ++i) {
        if (std::abs(w.grad()(0, i) - one.grad()(0, i)) > 1e-5) throw Error(concat(w.grad()(0, i), " in ", i));
      }
    });
  }
}

TEST_CASE("gradients larger than a bucket, and a graph that no rank leaves a gradient out of") {
  const Index large = 300000;  // several buckets
  on_ranks(2, [&](Index rank) {
    Tensor a(filled({large}, 2), true), b(filled({3}, 1), true), c(filled({large}, 1), true);
    (sum(a * c) + sum(b)).backward();
    const Scalar expected[] = {a.grad()(0), a.grad()(large - 1), b.grad()(2), c.grad()(1)};
    if (expected[0] != 1 || expected[1] != 1 || expected[2] != 1 || expected[3] != 2) throw Error(concat("on ", rank));
  });
}
