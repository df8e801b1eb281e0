#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "kernels/values.hpp"
#include "selfsame/kernels/norm.hpp"
#include "selfsame/kernels/pool.hpp"
#include "threads.hpp"

using namespace selfsame;
using kernels::BatchNormParts;

namespace {

const double tolerance = sizeof(Scalar) == 4 ? 2e-5 : 1e-12;

// What one batch norm, forward and backward, computes with the fast or the plain kernels.
struct BatchNormRun {
  Values mean, variance, inv_std, y, dx, dweight, dbias;
};

BatchNormRun run_batch_norm(bool fast, Index rows, Index channels, Scalar slope, bool batch_statistics) {
  using namespace kernels;
  const Values x = random_values(rows * channels, 1, 0.5, 2), weight = random_values(channels, 2);
  const Values bias = random_values(channels, 3), dy = random_values(rows * channels, 4);
  const auto nan = static_cast<Scalar>(std::nan(""));
  const Values unset(static_cast<std::size_t>(channels), nan), unset_rows(x.size(), nan);
  BatchNormRun r{unset, unset, unset, unset_rows, unset_rows, unset, unset};
  (fast ? batch_norm_statistics : batch_norm_statistics_plain)(rows, channels, x.data(), r.mean.data(),
                                                               r.variance.data());
  for (std::size_t c = 0; c < r.mean.size(); ++c) r.inv_std[c] = 1 / std::sqrt(r.variance[c] + Scalar(1e-5));
  const BatchNormParts parts{rows, channels, r.mean.data(), r.inv_std.data(), weight.data(), bias.data(), slope};
  (fast ? batch_norm : batch_norm_plain)(parts, x.data(), r.y.data());
  (fast ? batch_norm_backward : batch_norm_backward_plain)(parts, batch_statistics, x.data(), dy.data(), r.dx.data(),
                                                           r.dweight.data(), r.dbias.data());
  return r;
}

}  // namespace

TEST_CASE("fast batch norm agrees with the plain one for every activation, in and outside training") {
  for (const auto& [rows, channels] :
       {std::pair<Index, Index>{2, 1}, {137, 3}, {1000, 16}, {5000, 33}, {300, 61}, {49, 128}}) {
    for (const Scalar slope : {Scalar(1), Scalar(0), Scalar(0.2)}) {
      for (const bool training : {true, false}) {
        const std::string size = std::to_string(rows) + " x " + std::to_string(channels);
        CAPTURE(size);
        const BatchNormRun fast = run_batch_norm(true, rows, channels, slope, training);
        const BatchNormRun plain = run_batch_norm(false, rows, channels, slope, training);
        CHECK(difference(fast.mean, plain.mean) < tolerance);
        CHECK(difference(fast.variance, plain.variance) < tolerance);
        CHECK(difference(fast.y, plain.y) < tolerance);
        CHECK(difference(fast.dx, plain.dx) < tolerance);
        CHECK(difference(fast.dweight, plain.dweight) < tolerance);
        CHECK(difference(fast.dbias, plain.dbias) < tolerance);
      }
    }
  }
}

TEST_CASE("batch norm with max-pool in one pass agrees with one after the other, also on odd images") {
  using namespace kernels;
  for (const PoolShape& p : {PoolShape{3, 8, 6, 16, 2, 2},
                             {2, 7, 9, 33, 2, 2},
                             {1, 2, 2, 1, 2, 2},
                             {40, 5, 4, 3, 2, 2},
                             {2, 6, 5, 61, 2, 2}}) {
    for (const Scalar slope : {Scalar(1), Scalar(0), Scalar(0.2)}) {
      for (const bool training : {true, false}) {
        CAPTURE(p.h);
        CAPTURE(p.channels);
        const Index rows = p.n * p.h * p.w;
        const Values x = random_values(rows * p.channels, 1), dy = random_values(p.n * p.out_size(), 2);
        const Values mean = random_values(p.channels, 3, 0, 0.3), inv_std = random_values(p.channels, 4, 1, 0.1);
        const Values weight = random_values(p.channels, 5), bias = random_values(p.channels, 6);
        const BatchNormParts s{rows, p.channels, mean.data(), inv_std.data(), weight.data(), bias.data(), slope};
        const auto nan = static_cast<Scalar>(std::nan(""));
        Values y(dy.size(), nan), dx(x.size(), nan), dweight(mean), dbias(mean);
        std::vector<std::uint8_t> choice(y.size(), 9), expected_choice(choice);
        Values full(x.size()), expected_y(y), expected_dx(x), expected_dweight(mean), expected_dbias(mean);
        batch_norm_max_pool(s, p.h, p.w, x.data(), y.data(), choice.data());
        batch_norm_max_pool_backward(s, training, p.h, p.w, x.data(), dy.data(), choice.data(), dx.data(),
                                     dweight.data(), dbias.data());
        batch_norm_plain(s, x.data(), full.data());
        max_pool2d_plain(p, full.data(), expected_y.data(), expected_choice.data());
        max_pool2d_backward_plain(p, dy.data(), expected_choice.data(), full.data());
        batch_norm_backward_plain(s, training, x.data(), full.data(), expected_dx.data(), expected_dweight.data(),
                                  expected_dbias.data());
        CHECK(difference(y, expected_y) < tolerance);
        CHECK(choice == expected_choice);
        CHECK(difference(dx, expected_dx) < tolerance);
        CHECK(difference(dweight, expected_dweight) < tolerance);
        CHECK(difference(dbias, expected_dbias) < tolerance);
      }
    }
  }
}

TEST_CASE("batch_norm_statistics keeps the variance of values far from zero") {
  const Index rows = 20000, channels = 9;
  const Values x = random_values(rows * channels, 5, 1000, 1);
  Values mean(channels), variance(channels), plain_mean(channels), plain_variance(channels);
  kernels::batch_norm_statistics(rows, channels, x.data(), mean.data(), variance.data());
  kernels::batch_norm_statistics_plain(rows, channels, x.data(), plain_mean.data(), plain_variance.data());
  CHECK(difference(mean, plain_mean) < tolerance);
  CHECK(difference(variance, plain_variance) < tolerance);
}

TEST_CASE("ReLU fused into batch norm gives plain zeros, never negative ones") {
  const Values x{-1, 1}, one{1}, zero{0};
  Values y(2);
  kernels::batch_norm({2, 1, zero.data(), one.data(), one.data(), zero.data(), 0}, x.data(), y.data());
  CHECK(y[0] == 0);
  CHECK_FALSE(std::signbit(y[0]));
  CHECK(y[1] == 1);
}

TEST_CASE("batch norm and its gradients are the same bits for any number of threads") {
  const auto run = [] { return run_batch_norm(true, 70001, 5, 0, true); };
  const BatchNormRun one = with_threads(1, run), three = with_threads(3, run);
  CHECK(three.mean == one.mean);
  CHECK(three.y == one.y);
  CHECK(three.dx == one.dx);
  CHECK(three.dweight == one.dweight);
}

TEST_CASE("batch_norm_backward may write its result over the incoming gradient") {
  const Index rows = 64, channels = 5;
  const Values x = random_values(rows * channels, 1), ones(channels, 1), zeros(channels, 0);
  const BatchNormParts parts{rows, channels, zeros.data(), ones.data(), ones.data(), zeros.data(), 0};
  Values dy = random_values(rows * channels, 2), apart(dy.size()), dweight(channels), dbias(channels);
  kernels::batch_norm_backward(parts, true, x.data(), dy.data(), apart.data(), dweight.data(), dbias.data());
  kernels::batch_norm_backward(parts, true, x.data(), dy.data(), dy.data(), dweight.data(), dbias.data());
  CHECK(dy == apart);
}

TEST_CASE("fast layer norm agrees with the plain one") {
  for (const auto& [rows, channels] : {std::pair<Index, Index>{1, 1}, {7, 3}, {300, 64}, {2000, 33}}) {
    const Index width = channels;  // Clang 14 captures no structured binding
    CAPTURE(width);
    const Values x = random_values(rows * channels, 1, 3, 2), weight = random_values(channels, 2);
    const Values bias = random_values(channels, 3), dy = random_values(rows * channels, 4);
    const Values per_row(static_cast<std::size_t>(rows)), per_channel(static_cast<std::size_t>(channels));
    Values y(x.size()), mean = per_row, inv_std = per_row, dx(x.size()), dweight = per_channel, dbias = per_channel;
    Values y2(x.size()), mean2 = per_row, inv_std2 = per_row, dx2(x.size()), dweight2 = per_channel,
                         dbias2 = per_channel;
    const Scalar eps = Scalar(1e-5);
    kernels::layer_norm(rows, channels, x.data(), weight.data(), bias.data(), eps, y.data(), mean.data(),
                        inv_std.data());
    kernels::layer_norm_plain(rows, channels, x.data(), weight.data(), bias.data(), eps, y2.data(), mean2.data(),
                              inv_std2.data());
    CHECK(difference(y, y2) < tolerance);
    CHECK(difference(mean, mean2) < tolerance);
    kernels::layer_norm_backward(rows, channels, x.data(), weight.data(), mean2.data(), inv_std2.data(), dy.data(),
                                 dx.data(), dweight.data(), dbias.data());
    kernels::layer_norm_backward_plain(rows, channels, x.data(), weight.data(), mean2.data(), inv_std2.data(),
                                       dy.data(), dx2.data(), dweight2.data(), dbias2.data());
    CHECK(difference(dx, dx2) < tolerance);
    CHECK(difference(dweight, dweight2) < tolerance);
    CHECK(difference(dbias, dbias2) < tolerance);
  }
}
