// a2.t11: all of your files together. Your loops agree with the fast ones on what a network really computes, and your
// batch norm, optimizers and schedule train it.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "check.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/data/split.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/kernels/conv.hpp"
#include "selfsame/kernels/linear.hpp"
#include "selfsame/kernels/norm.hpp"
#include "selfsame/kernels/pool.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/optim/adam.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"

using course::check;
using course::check_close;
using course::random_array;
using selfsame::Array;
using selfsame::filled;
using selfsame::Index;
using selfsame::Indices;
using selfsame::Scalar;
namespace data = selfsame::data;
namespace kernels = selfsame::kernels;
namespace nn = selfsame::nn;
namespace optim = selfsame::optim;

namespace {

std::unique_ptr<nn::Classifier> small_network(const data::Dataset& set) {
  selfsame::manual_seed(1);
  return std::make_unique<nn::Classifier>(std::make_unique<nn::ConvNet>(std::vector<Index>{set.channels(), 8, 16, 32}),
                                          set.classes());
}

// The loop of every chapter: scores, loss, gradients, step.
void train(nn::Classifier& network, const data::Dataset& set, const Indices& rows, optim::Optimizer& optimizer,
           double rate, Index steps) {
  data::Loader loader(set, set.train, rows, 50, {data::Augment()}, 0);
  network.train();
  for (Index step = 0; step < steps; ++step) {
    const data::Batch batch = loader.next();
    const selfsame::Tensor loss =
        cross_entropy(network(batch.views[0]), selfsame::eval::labels_of(set.train, batch.rows));
    optimizer.zero_grad();
    loss.backward();
    optimizer.step(optim::cosine(rate, step, steps));
  }
}

double test_accuracy(nn::Classifier& network, const data::Dataset& set) {
  const Indices rows = data::evenly_spread(data::all_rows(set.test), 1000);
  return selfsame::eval::accuracy(selfsame::eval::outputs(network, set, set.test, rows, 250),
                                  selfsame::eval::labels_of(set.test, rows));
}

const char* const above_and_below = ": below, something is not learned; above, test images were";

}  // namespace

TEST_CASE("your convolution agrees with the one that trains, forward and backward") {
  const kernels::ConvShape s{2, 14, 14, 8, 3, 3, 16, 1, 1};
  const Array x = random_array({2, 14, 14, 8}, 1), w = random_array({3, 3, 8, 16}, 2), b = random_array({16}, 3);
  const Array dy = random_array({2, 14, 14, 16}, 4);
  Array slow = dy, fast = dy;
  kernels::conv2d_plain(s, x.data(), w.data(), b.data(), slow.data());
  kernels::conv2d(s, x.data(), w.data(), b.data(), fast.data());
  check_close("y (2, 14, 14, 16)", slow, fast, {}, 1e-4);
  Array slow_dx = x, fast_dx = x, slow_dw = w, fast_dw = w;
  kernels::conv2d_backward_data_plain(s, dy.data(), w.data(), slow_dx.data());
  kernels::conv2d_backward_data(s, dy.data(), w.data(), fast_dx.data());
  check_close("dx (2, 14, 14, 8)", slow_dx, fast_dx, {}, 1e-4);
  kernels::conv2d_backward_weight_plain(s, x.data(), dy.data(), slow_dw.data());
  kernels::conv2d_backward_weight(s, x.data(), dy.data(), fast_dw.data());
  check_close("dw (3, 3, 8, 16)", slow_dw, fast_dw, {}, 1e-4);
}

TEST_CASE("your linear layer, pooling and batch norm agree with those that train") {
  const Array x = random_array({50, 32}, 1), w = random_array({32, 10}, 2), dy = random_array({50, 10}, 3);
  Array dx = x, dw = w, db = filled({10}, 0), fast_dx = x, fast_dw = w, fast_db = db;
  kernels::linear_backward_plain(50, 32, 10, x.data(), w.data(), dy.data(), dx.data(), dw.data(), db.data());
  kernels::linear_backward(50, 32, 10, x.data(), w.data(), dy.data(), fast_dx.data(), fast_dw.data(), fast_db.data());
  check_close("dx (50, 32) of the head", dx, fast_dx, {}, 1e-4);
  check_close("dw (32, 10) of the head", dw, fast_dw, {}, 1e-4);
  check_close("db (10) of the head", db, fast_db, {}, 1e-4);

  const kernels::PoolShape s{2, 14, 14, 8, 2, 2};
  const Array images = random_array({2, 14, 14, 8}, 4);
  Array y = filled({2, 7, 7, 8}, 0), fast_y = y;
  std::vector<std::uint8_t> choice(y.size()), fast_choice(y.size());
  kernels::max_pool2d_plain(s, images.data(), y.data(), choice.data());
  kernels::max_pool2d(s, images.data(), fast_y.data(), fast_choice.data());
  check_close("pooled (2, 7, 7, 8)", y, fast_y);
  check(choice == fast_choice, "max_pool2d_plain chooses other places than max_pool2d");

  const Array mean = random_array({32}, 5), weight = random_array({32}, 6), bias = random_array({32}, 7);
  const Array inv_std = filled({32}, 1), g = random_array({50, 32}, 8);
  const kernels::BatchNormParts norm{50, 32, mean.data(), inv_std.data(), weight.data(), bias.data(), 0};
  Array dnorm = g, dweight = mean, dbias = mean, fast_dnorm = g, fast_dweight = mean, fast_dbias = mean;
  kernels::batch_norm_backward_plain(norm, true, x.data(), g.data(), dnorm.data(), dweight.data(), dbias.data());
  kernels::batch_norm_backward(norm, true, x.data(), g.data(), fast_dnorm.data(), fast_dweight.data(),
                               fast_dbias.data());
  check_close("dx (50, 32) of batch norm", dnorm, fast_dnorm, {}, 1e-4);
  check_close("dweight (32) of batch norm", dweight, fast_dweight, {}, 1e-4);
}

TEST_CASE("Fashion-MNIST with 100 labels, SGD and a cosine: an honest baseline") {
  const data::Dataset set = data::load_dataset("fashion-mnist", "");
  const auto network = small_network(set);
  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(*network), 5e-4), {0.9, true});
  train(*network, set, data::few_labels(set, 100, 0).labelled, sgd, 0.1, 100);
  const double right = test_accuracy(*network, set);
  check(right > 60 && right < 85, "100 labels and 100 steps gave " + std::to_string(right) +
                                      " % of 1,000 test images, expected 60 % to 85 %" + above_and_below);
}

TEST_CASE("Fashion-MNIST with 100 labels and AdamW") {
  const data::Dataset set = data::load_dataset("fashion-mnist", "");
  const auto network = small_network(set);
  optim::AdamW adam(optim::decay_groups(optim::parameters_of(*network), 1e-2));
  train(*network, set, data::few_labels(set, 100, 0).labelled, adam, 0.01, 100);
  const double right = test_accuracy(*network, set);
  check(right > 60 && right < 85, "100 labels and 100 steps gave " + std::to_string(right) +
                                      " % of 1,000 test images, expected 60 % to 85 %" + above_and_below);
}
