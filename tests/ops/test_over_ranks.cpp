// What operations compute over several ranks is what they compute in one process from all rows.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "ranks_in_threads.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/gather_over_ranks.hpp"
#include "selfsame/ops/norm.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"

using namespace selfsame;

namespace {

Array numbers(const Shape& shape, std::uint64_t seed) {
  Generator random(seed);
  Array array = empty(shape);
  for (Scalar& v : array) v = static_cast<Scalar>(3 + 2 * random.normal());
  return array;
}

Array rows_of(const Array& all, const Share& share) {
  Shape shape = all.shape();
  const Index width = count(all) / shape[0];
  shape[0] = share.count();
  Array some = empty(shape);
  std::copy_n(all.data() + share.begin * width, some.size(), some.data());
  return some;
}

void require_close(const char* what, const Array& found, const Array& expected) {
  const double tolerance = sizeof(Scalar) == 8 ? 1e-12 : 2e-5;
  require(found.shape() == expected.shape(), what, ": ", found.shape(), " is not ", expected.shape());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double a = double{found.data()[i]}, b = double{expected.data()[i]};
    require<Error>(std::abs(a - b) <= tolerance * (1 + std::abs(b)), what, " ", i, ": ", a, " is not ", b);
  }
}

// Everything that a batch norm leaves behind.
struct Left {
  Array y, dscale, dweight, dbias, running_mean, running_var;
};

Left batch_norm_of(const Array& rows, const Array& factors, bool pooled) {
  // A parameter in front, so that there is a gradient of x; x itself is no leaf, whose gradients ranks would add up.
  Tensor scale = tensor({1}, {1}, true), weight = tensor({3}, {1, 2, -1}, true),
         bias = tensor({3}, {0, 0.5, 0.2}, true);
  const Tensor x = Tensor(rows) * Tensor(rows) * scale + scale;
  Tensor mean_so_far = zeros({3}), var_so_far = ones({3});
  BatchNormOptions options;
  options.activation = Activation::leaky_relu(Scalar(0.1));
  const Tensor y = pooled ? batch_norm_max_pool2d(x, weight, bias, mean_so_far, var_so_far, options)
                          : batch_norm(x, weight, bias, mean_so_far, var_so_far, options);
  mean(y * Tensor(factors)).backward();
  return {y.data(), scale.grad(), weight.grad(), bias.grad(), mean_so_far.data(), var_so_far.data()};
}

}  // namespace

TEST_CASE("batch norm over ranks is batch norm of all rows, forward and backward") {
  for (const bool pooled : {false, true}) {
    const Array x = numbers({7, 5, 4, 3}, 1), factors = numbers(pooled ? Shape{7, 2, 2, 3} : x.shape(), 2);
    const Left all = batch_norm_of(x, factors, pooled);
    for (const Index ranks : {2, 3}) {
      on_ranks(ranks, [&](Index) {
        const Share share = share_of(7);
        set_batch_part(static_cast<double>(share.count()) / 7);
        const Left mine = batch_norm_of(rows_of(x, share), rows_of(factors, share), pooled);
        require_close("y", mine.y, rows_of(all.y, share));
        require_close("dscale", mine.dscale, all.dscale);
        require_close("dweight", mine.dweight, all.dweight);
        require_close("dbias", mine.dbias, all.dbias);
        require_close("running mean", mine.running_mean, all.running_mean);
        require_close("running variance", mine.running_var, all.running_var);
      });
    }
  }
}

TEST_CASE("gradients that pass through batch norm's statistics reach every rank's rows") {
  // x = rows * scale has a parameter in front of the batch norm, whose gradient all rows decide.
  const Array rows = numbers({7, 3}, 1), factors = numbers({7, 3}, 2);
  const auto gradient_of = [](const Array& some, const Array& f) {
    Tensor scale = tensor({1, 3}, {1, 2, 3}, true), ones_tensor = ones({3}), zero = zeros({3}), m = zeros({3}),
           v = ones({3});
    const Tensor y = batch_norm(Tensor(some) * Tensor(some) * scale + scale, ones_tensor, zero, m, v);
    mean(y * y * Tensor(f)).backward();
    return scale.grad();
  };
  const Array expected = gradient_of(rows, factors);
  on_ranks(3, [&](Index) {
    const Share share = share_of(7);
    set_batch_part(static_cast<double>(share.count()) / 7);
    require_close("scale", gradient_of(rows_of(rows, share), rows_of(factors, share)), expected);
  });
}

TEST_CASE("without synchronised batch norm each rank normalises by itself, and running statistics are equal") {
  const Array x = numbers({8, 3}, 1), factors = filled({8, 3}, 1);
  std::vector<Left> left(2);
  on_ranks(2, [&](Index rank) {
    synchronise_batch_norm(false);
    const Array mine = rows_of(x, share_of(8));
    left[static_cast<std::size_t>(rank)] = batch_norm_of(mine, rows_of(factors, share_of(8)), false);
    const Alone alone;
    require_close("y", left[static_cast<std::size_t>(rank)].y, batch_norm_of(mine, rows_of(factors, {0, 4}), false).y);
  });
  CHECK(left[0].running_mean == left[1].running_mean);
  CHECK(left[0].running_var == left[1].running_var);
}

TEST_CASE("rows gathered over ranks are in order, and their gradient is what all ranks ask") {
  const Array x = numbers({5, 2}, 1);
  CHECK(gather_over_ranks(Tensor(x)).data() == x);
  on_ranks(2, [&](Index rank) {
    const Share share = share_of(5);
    const Tensor mine(rows_of(x, share));
    require_close("rows", gather_over_ranks(mine).data(), x);
    require<Error>(first_row_of_rank(mine.size(0)) == share.begin, "rank ", rank, " begins elsewhere");
    // The loss of rank r is (r + 1) sum(x w), of all rows: together 3 sum(x w).
    Tensor w = tensor({1, 2}, {1, -2}, true);
    sum(gather_over_ranks(mine * w) * static_cast<Scalar>(rank + 1)).backward(filled({}, 1));
    require_close("gradient", w.grad(), (sum(Tensor(x), {0}, true) * Scalar(3)).data());
  });
}
