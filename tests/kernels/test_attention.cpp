#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/values.hpp"
#include "selfsame/kernels/attention.hpp"
#include "threads.hpp"

using namespace selfsame;
using kernels::AttentionShape;

namespace {

// A head narrower than a vector, tokens around whole vectors, more tokens than a strip of the product is wide.
const std::vector<AttentionShape> shapes{{1, 1, 1, 1}, {2, 5, 3, 7}, {3, 16, 2, 16}, {2, 49, 4, 16}, {1, 131, 2, 20}};
const double tolerance = sizeof(Scalar) == 4 ? 2e-5 : 1e-12;

struct Run {
  Values y, dqkv;
};

Run run(const AttentionShape& s, const Values& qkv, const Values& dy) {
  Run r{Values(dy.size()), Values(qkv.size())};
  kernels::attention(s, qkv.data(), r.y.data());
  kernels::attention_backward(s, qkv.data(), dy.data(), r.dqkv.data());
  return r;
}

}  // namespace

TEST_CASE("fast attention agrees with the plain one, forward and backward") {
  for (const AttentionShape& s : shapes) {
    CAPTURE(s.tokens);
    const Values qkv = random_values(s.images * s.tokens * 3 * s.features(), 1),
                 dy = random_values(s.images * s.tokens * s.features(), 2);
    Values weights(static_cast<std::size_t>(s.rows() * s.tokens)), plain_weights(weights.size());
    kernels::attention_weights(s, qkv.data(), weights.data());
    kernels::attention_weights_plain(s, qkv.data(), plain_weights.data());
    CHECK(difference(weights, plain_weights) < tolerance);

    Run plain{Values(dy.size()), Values(qkv.size())};
    kernels::attention_plain(s, qkv.data(), plain_weights.data(), plain.y.data());
    kernels::attention_backward_plain(s, qkv.data(), plain_weights.data(), dy.data(), plain.dqkv.data());
    const Run fast = run(s, qkv, dy);
    CHECK(difference(fast.y, plain.y) < tolerance);
    CHECK(difference(fast.dqkv, plain.dqkv) < 5 * tolerance);
  }
}

TEST_CASE("attention stays finite where scores are huge") {
  const AttentionShape s{1, 20, 1, 4};
  const Values qkv = random_values(20 * 12, 1, 0, 300), dy = random_values(20 * 4, 2);
  const Run r = run(s, qkv, dy);
  const auto finite = [](const Values& v) {
    return std::all_of(v.begin(), v.end(), [](Scalar x) { return std::isfinite(x); });
  };
  CHECK(finite(r.y));
  CHECK(finite(r.dqkv));
}

TEST_CASE("weights sum to 1 in the gradient too, for large scores") {
  // Queries and keys are whole numbers, so their products, all equal and huge in the end, are exact.
  for (const double side : {1.0, 30.0, 1e4, 1e8}) {
    CAPTURE(side);
    const AttentionShape s{1, 21, 1, 3};
    Values qkv(21 * 9), dy = random_values(21 * 3, 2), weights(21 * 21), plain(qkv.size());
    for (std::size_t i = 0; i < qkv.size(); ++i) {
      qkv[i] = static_cast<Scalar>(i % 9 < 6 ? side : static_cast<double>(i % 7) - 3);
    }
    kernels::attention_weights_plain(s, qkv.data(), weights.data());
    kernels::attention_backward_plain(s, qkv.data(), weights.data(), dy.data(), plain.data());
    const Run fast = run(s, qkv, dy);
    for (std::size_t d = 0; d < 3; ++d) {  // each query hands its whole gradient on to the values
      double given = 0, received = 0;
      for (std::size_t t = 0; t < 21; ++t) given += double{dy[t * 3 + d]}, received += double{fast.dqkv[t * 9 + 6 + d]};
      CHECK(received == doctest::Approx(given).epsilon(tolerance / 10));
    }
    CHECK(difference(fast.dqkv, plain) < 5 * tolerance * side);
  }
}

TEST_CASE("attention and its gradient are the same bits for any number of threads") {
  const AttentionShape s{9, 49, 4, 16};
  const Values qkv = random_values(9 * 49 * 192, 1), dy = random_values(9 * 49 * 64, 2);
  const auto both = [&] { return run(s, qkv, dy); };
  const Run one = with_threads(1, both), three = with_threads(3, both);
  CHECK(three.y == one.y);
  CHECK(three.dqkv == one.dqkv);
}
