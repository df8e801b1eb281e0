// The losses and draws of methods over several ranks are those of one process with all rows.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "ranks_in_threads.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ssl/distribution_alignment.hpp"
#include "selfsame/ssl/masked.hpp"
#include "selfsame/ssl/nt_xent.hpp"

using namespace selfsame;

namespace {

Array numbers(const Shape& shape, std::uint64_t seed) {
  Generator random(seed);
  Array array = empty(shape);
  for (Scalar& v : array) v = static_cast<Scalar>(random.uniform());
  return array;
}

Tensor rows_of(const Array& all, const Share& share) {
  const Index width = all.shape()[1];
  Array some = empty({share.count(), width});
  std::copy_n(all.data() + share.begin * width, some.size(), some.data());
  return Tensor(some);
}

void require_close(const char* what, double found, double expected) {
  const double tolerance = sizeof(Scalar) == 8 ? 1e-12 : 1e-5;
  require<Error>(std::abs(found - expected) <= tolerance, what, ": ", found, " is not ", expected);
}

// A share of 7 rows, and its part in the present batch.
Share share_of_seven() {
  const Share share = share_of(7);
  set_batch_part(static_cast<double>(share.count()) / 7);
  return share;
}

}  // namespace

TEST_CASE("NT-Xent compares with the views of all ranks, and its gradients add up") {
  const Array first = numbers({7, 4}, 1), second = numbers({7, 4}, 2);
  const auto loss_of = [](Tensor& w, const Tensor& a, const Tensor& b) {  // w stands for a network
    const Tensor loss = ssl::nt_xent(a * w, b * w, Scalar(0.5));
    loss.backward();
    return double{loss.item()};
  };
  Tensor w = tensor({1, 4}, {1, 2, -1, 0.5}, true);
  const double expected = loss_of(w, Tensor(first), Tensor(second));
  for (const Index ranks : {2, 3, 7}) {
    on_ranks(ranks, [&](Index) {
      const Share share = share_of_seven();
      Tensor own = tensor({1, 4}, {1, 2, -1, 0.5}, true);
      double loss = loss_of(own, rows_of(first, share), rows_of(second, share));
      mean_over_ranks(&loss, 1);
      require_close("loss", loss, expected);
      for (Index i = 0; i < 4; ++i) require_close("gradient", double{own.grad()(0, i)}, double{w.grad()(0, i)});
    });
  }
}

TEST_CASE("distribution alignment follows the guesses of all ranks") {
  const Array guesses = numbers({7, 3}, 1);
  ssl::DistributionAlignment all(ssl::equal_shares(3));
  const Array aligned = all(Tensor(guesses)).data();
  on_ranks(3, [&](Index) {
    const Share share = share_of_seven();
    ssl::DistributionAlignment align(ssl::equal_shares(3));
    const Array mine = align(rows_of(guesses, share)).data();
    for (Index c = 0; c < 3; ++c) {
      require_close("mean", double{align.running_mean()(c)}, double{all.running_mean()(c)});
      require_close("aligned", double{mine(0, c)}, double{aligned(share.begin, c)});
    }
  });
}

TEST_CASE("masks are drawn for the whole batch, and each rank has those of its images") {
  Generator random(5);
  const ssl::PatchMask all = ssl::random_mask(7, 4, 0.5, random);
  on_ranks(2, [&](Index) {
    const Share share = share_of_seven();
    Generator own(5);
    const ssl::PatchMask mine = ssl::random_mask(7, 4, 0.5, own);
    const Indices expected(all.masked.begin() + 2 * share.begin, all.masked.begin() + 2 * share.end);
    require<Error>(mine.masked == expected && mine.visible.size() == expected.size(), "other masks");
    require<Error>(own.state() == random.state(), "a rank has drawn less than the others");
  });
}
