// a2.t2: which statistics batch norm uses, and what becomes of the running ones.
#include <cmath>

#include "check.hpp"
#include "selfsame/ops/norm.hpp"

using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::BatchNormOptions;
using selfsame::concat;
using selfsame::count;
using selfsame::filled;
using selfsame::Index;
using selfsame::Scalar;
using selfsame::Tensor;
using selfsame::tensor;

namespace {

// A layer of weight 1 and bias 0, with its running statistics.
struct Layer {
  Tensor running_mean, running_var;
  BatchNormOptions options;

  Array operator()(const Array& x) {
    const Index channels = x.shape().back();
    return batch_norm(Tensor(x), Tensor(filled({channels}, 1)), Tensor(filled({channels}, 0)), running_mean,
                      running_var, options)
        .data();
  }
};

Layer layer_of(Index channels, bool training) {
  Layer layer{Tensor(filled({channels}, 0)), Tensor(filled({channels}, 1)), {}};
  layer.options.training = training;
  layer.options.eps = 0;
  return layer;
}

const Array page_x = tensor({2, 2}, {1, 2, 3, 6}).data();

// (x - mean) / sqrt(sum of squared distances / divisor) of each channel.
Array normalized(const Array& x, Index divisor) {
  const Index channels = x.shape().back(), rows = count(x) / channels;
  Array y = x;
  for (Index c = 0; c < channels; ++c) {
    double mean = 0, squares = 0;
    for (Index r = 0; r < rows; ++r) mean += double{x.data()[r * channels + c]} / double(rows);
    for (Index r = 0; r < rows; ++r) squares += std::pow(double{x.data()[r * channels + c]} - mean, 2);
    for (Index r = 0; r < rows; ++r) {
      Scalar& value = y.data()[r * channels + c];
      value = static_cast<Scalar>((double{value} - mean) / std::sqrt(squares / double(divisor)));
    }
  }
  return y;
}

}  // namespace

TEST_CASE("training: the page's numbers") {
  Layer layer = layer_of(2, true);
  const Scalar half = static_cast<Scalar>(std::sqrt(0.5));
  check_close(
      "batch norm of [[1, 2], [3, 6]]", layer(page_x), tensor({2, 2}, {-1, -1, 1, 1}).data(),
      {{tensor({2, 2}, {-half, -half, half, half}).data(),
        "you normalised with the sample variance, divided by n - 1; the batch is normalised with the "
        "population variance, divided by n"},
       {tensor({2, 2}, {-1, -0.5, 1, 0.5}).data(), "you divided by the variance; divide by its square root"},
       {tensor({2, 2}, {-1, -2, 1, 2}).data(),
        "you subtracted the mean and divided by nothing, or multiplied "
        "with the running variance"},
       {page_x, "in training you used the running statistics; use those of the batch"},
       {tensor({2, 2}, {-1, -4, 1, 4}).data(), "you multiplied with the standard deviation; inv_std is 1 over it"},
       {tensor({2, 2}, {-1, -8, 1, 8}).data(),
        "you multiplied with the variance; inv_std is 1 / sqrt(variance + eps)"}});
}

TEST_CASE("the running statistics move by a tenth: the page's numbers") {
  Layer layer = layer_of(2, true);
  layer(page_x);
  check_close("running mean after one batch", layer.running_mean.data(), tensor({2}, {0.2, 0.4}).data(),
              {{tensor({2}, {1.8, 3.6}).data(), "momentum the wrong way round: a tenth is the new batch's share"},
               {tensor({2}, {0, 0}).data(), "in training the running mean has to move; it did not"},
               {tensor({2}, {2, 4}).data(), "you replaced the running mean by the batch's; move it by momentum"}});
  check_close("running variance after one batch", layer.running_var.data(), tensor({2}, {1.1, 1.7}).data(),
              {{tensor({2}, {1, 1.3}).data(),
                "you moved the running variance towards the population variance; it is an "
                "estimate for all images: multiply by n / (n - 1)"},
               {tensor({2}, {1.9, 7.3}).data(), "momentum the wrong way round: a tenth is the new batch's share"},
               {tensor({2}, {0.95, 1.1}).data(), "you multiplied the variance by (n - 1) / n; it is n / (n - 1)"},
               {tensor({2}, {1, 1}).data(), "in training the running variance has to move; it did not"},
               {tensor({2}, {1, 0.95}).data(), "you moved the running variance towards 1 / sqrt(variance)"}});
}

TEST_CASE("eps is inside the square root") {
  Layer layer = layer_of(1, true);
  layer.options.eps = 3;
  check_close(
      "batch norm of [[1], [3]] with eps = 3", layer(tensor({2, 1}, {1, 3}).data()), tensor({2, 1}, {-0.5, 0.5}).data(),
      {{tensor({2, 1}, {-0.25, 0.25}).data(), "you added eps to the standard deviation; add it to the variance"},
       {tensor({2, 1}, {-1, 1}).data(), "eps is missing: 1 / sqrt(variance + eps)"},
       {tensor({2, 1}, {-1 / std::sqrt(5.0), 1 / std::sqrt(5.0)}).data(),
        "you normalised with the sample variance, divided by n - 1"}});
}

TEST_CASE("images: each channel over all images and pixels") {
  const Index images = random_size(6, 7), h = random_size(2, 3), w = random_size(2, 3, 1), channels = random_size(4, 5);
  const Index n = images * h * w;
  const Array x = random_array({images, h, w, channels});
  Layer layer = layer_of(channels, true);
  check_close(concat("batch norm of ", x.shape()), layer(x), normalized(x, n),
              {{normalized(x, n - 1), "you normalised with the sample variance, divided by n - 1"}});
  Array variance = filled({channels}, 0);
  for (Index c = 0; c < channels; ++c) {
    double mean = 0, squares = 0;
    for (Index r = 0; r < n; ++r) mean += double{x.data()[r * channels + c]} / double(n);
    for (Index r = 0; r < n; ++r) squares += std::pow(double{x.data()[r * channels + c]} - mean, 2);
    variance(c) = static_cast<Scalar>(0.9 + 0.1 * squares / double(n - 1));
  }
  check_close(concat("running variance: n is all images and pixels, ", images, " x ", h, " x ", w),
              layer.running_var.data(), variance);
}

TEST_CASE("outside training: the running statistics, whatever the batch is") {
  Layer layer = layer_of(2, false);
  layer.running_mean = tensor({2}, {1, 2});
  layer.running_var = tensor({2}, {4, 16});
  check_close("batch norm of [[1, 2], [3, 6]] outside training", layer(page_x), tensor({2, 2}, {0, 0, 1, 1}).data(),
              {{tensor({2, 2}, {-1, -1, 1, 1}).data(),
                "outside training you used the batch's statistics: the result for "
                "one image would depend on the others"},
               {tensor({2, 2}, {0, 0, 0.5, 0.25}).data(), "you divided by the variance; divide by its square root"},
               {tensor({2, 2}, {0, 0, 8, 64}).data(), "outside training, too, inv_std is 1 / sqrt(variance + eps)"}});
}

TEST_CASE("outside training nothing is learned") {
  Layer layer = layer_of(2, false);
  layer(page_x);
  check_close("running mean after a batch outside training", layer.running_mean.data(), filled({2}, 0),
              {{tensor({2}, {0.2, 0.4}).data(), "the running statistics were updated outside training"}});
  check_close("running variance after a batch outside training", layer.running_var.data(), filled({2}, 1),
              {{tensor({2}, {1.1, 1.7}).data(), "the running statistics were updated outside training"}});
}
