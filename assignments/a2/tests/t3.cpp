// a2.t3: the backward of batch norm.
#include <cmath>

#include "check.hpp"
#include "selfsame/kernels/norm.hpp"

using course::check;
using course::check_close;
using course::random_array;
using course::random_size;
using selfsame::Array;
using selfsame::concat;
using selfsame::filled;
using selfsame::Index;
using selfsame::Scalar;
using selfsame::tensor;

namespace {

struct Gradients {
  Array dx, dweight, dbias;
};

// Mean and 1 / standard deviation of each channel of x (rows, channels).
struct Statistics {
  explicit Statistics(const Array& x) : mean(filled({x.shape()[1]}, 0)), inv_std(mean) {
    const Index rows = x.shape()[0];
    for (Index c = 0; c < x.shape()[1]; ++c) {
      double squares = 0;
      for (Index r = 0; r < rows; ++r) mean(c) += x(r, c) / static_cast<Scalar>(rows);
      for (Index r = 0; r < rows; ++r) squares += std::pow(double{x(r, c) - mean(c)}, 2);
      inv_std(c) = static_cast<Scalar>(1 / std::sqrt(squares / double(rows)));
    }
  }
  Array mean, inv_std;
};

struct Layer {
  Array weight, bias;
  Scalar slope = 1;

  selfsame::kernels::BatchNormParts parts(const Array& x, const Statistics& of) const {
    return {x.shape()[0], x.shape()[1], of.mean.data(), of.inv_std.data(), weight.data(), bias.data(), slope};
  }
  Gradients backward(const Array& x, const Array& dy, bool batch_statistics = true) const {
    const Statistics of(x);
    Gradients g{filled(x.shape(), 7), filled(weight.shape(), 7), filled(weight.shape(), 7)};
    selfsame::kernels::batch_norm_backward_plain(parts(x, of), batch_statistics, x.data(), dy.data(), g.dx.data(),
                                                 g.dweight.data(), g.dbias.data());
    return g;
  }
  // Forward, with statistics of x itself or of another batch.
  Array forward(const Array& x, const Statistics& of) const {
    Array y = x;
    for (Index r = 0; r < x.shape()[0]; ++r) {
      for (Index c = 0; c < x.shape()[1]; ++c) {
        const Scalar z = (x(r, c) - of.mean(c)) * of.inv_std(c) * weight(c) + bias(c);
        y(r, c) = z > 0 ? z : slope * z;
      }
    }
    return y;
  }
};

// The page's channel: mean 4, standard deviation 2, weight 3.
const Array page_x = tensor({4, 1}, {2, 2, 6, 6}).data();
const Layer page_layer{filled({1}, 3), filled({1}, 0)};

Array column(double a, double b, double c, double d) { return tensor({4, 1}, {a, b, c, d}).data(); }

}  // namespace

TEST_CASE("dx: the page's numbers") {
  check_close("dx", page_layer.backward(page_x, column(1, 0, 0, 0)).dx, column(0.75, -0.75, 0, 0),
              {{column(1.5, 0, 0, 0), "you took mean and variance for constants; x acts through them as well"},
               {column(1.125, -0.375, -0.375, -0.375), "x acts through the variance as well: - h mean(g h) is missing"},
               {column(1.125, -0.375, 0.375, 0.375), "x acts through the mean as well: - mean(g) is missing"},
               {column(-1.5, -3, 0, 0), "you took sums where the formula has means: divide by the number of rows"},
               {column(0.25, -0.25, 0, 0), "the weight is missing: the gradient passes through it, too"},
               {column(1.5, -1.5, 0, 0), "inv_std is missing: y changes by weight * inv_std where x changes by 1"},
               {column(1.125, -0.375, -0.75, -0.75), "the sign of h mean(g h): it is subtracted"},
               {column(7, 7, 7, 7), "dx was not written"}});
}

TEST_CASE("dweight and dbias: the page's numbers") {
  const Gradients g = page_layer.backward(page_x, column(1, 0, 0, 0));
  check_close("dweight", g.dweight, filled({1}, -1),
              {{filled({1}, -2), "you multiplied with x - mean; the weight stands before (x - mean) * inv_std"},
               {filled({1}, 2), "you multiplied with x; the weight stands before the normalised x"},
               {filled({1}, Scalar(-0.25)), "you took the mean over the rows; their gradients are added"},
               {filled({1}, -3), "you multiplied with z; the weight itself has no part in its gradient"},
               {filled({1}, 7), "dweight was not written"}});
  check_close("dbias", g.dbias, filled({1}, 1),
              {{filled({1}, Scalar(0.25)), "you took the mean over the rows; their gradients are added"},
               {filled({1}, 3), "the bias is added after the weight: the weight has no part in its gradient"},
               {filled({1}, 7), "dbias was not written"}});
}

TEST_CASE("outside training mean and variance are constants") {
  check_close(
      "dx with batch_statistics = false", page_layer.backward(page_x, column(1, 0, 0, 0), false).dx,
      column(1.5, 0, 0, 0),
      {{column(0.75, -0.75, 0, 0), "outside training the statistics do not depend on x: leave out both means"}});
}

TEST_CASE("the activation comes first: behind a ReLU that is shut nothing passes") {
  const Layer relu{filled({1}, 3), filled({1}, 0), 0};
  const Gradients g = relu.backward(page_x, column(1, 0, 1, 0));
  check_close("dbias behind a ReLU", g.dbias, filled({1}, 1),
              {{filled({1}, 2), "the activation is missing: where z is not above 0, dy is multiplied by s.slope"}});
  check_close("dx behind a ReLU", g.dx, column(0, 0, 0.75, -0.75),
              {{column(0.75, -0.75, 0.75, -0.75),
                "the activation is missing: where z is not above 0, dy is multiplied by s.slope"}});
}

TEST_CASE("in training, against finite differences through the statistics") {
  const Index rows = random_size(5, 7), channels = random_size(2, 4);
  const Layer layer{random_array({channels}, 1), random_array({channels}, 2), Scalar(0.1)};
  const Array x = random_array({rows, channels}, 3), dy = random_array({rows, channels}, 4);
  const Gradients g = layer.backward(x, dy);
  const auto of_x = [&](const Array& v) { return layer.forward(v, Statistics(v)); };
  check_close(concat("dx of ", x.shape()), g.dx, course::differences(of_x, x, dy), {}, 1e-4);
  const auto of_weight = [&](const Array& v) { return Layer{v, layer.bias, layer.slope}.forward(x, Statistics(x)); };
  check_close(concat("dweight of ", x.shape()), g.dweight, course::differences(of_weight, layer.weight, dy), {}, 1e-4);
}

TEST_CASE("a constant added to a channel changes nothing, so dx of a channel sums to 0") {
  const Array x = random_array({6, 3}, 1), dy = random_array({6, 3}, 2);
  const Array dx = Layer{random_array({3}, 3), random_array({3}, 4)}.backward(x, dy).dx;
  for (Index c = 0; c < 3; ++c) {
    double sum = 0;
    for (Index r = 0; r < 6; ++r) sum += double{dx(r, c)};
    check_close("sum of dx in channel " + std::to_string(c), sum, 0);
  }
}

TEST_CASE("where nobody wants dx it is null") {
  const Statistics of(page_x);
  Array dweight = filled({1}, 7), dbias = filled({1}, 7);
  selfsame::kernels::batch_norm_backward_plain(page_layer.parts(page_x, of), true, page_x.data(),
                                               column(1, 0, 0, 0).data(), nullptr, dweight.data(), dbias.data());
  check_close("dweight where dx is null", dweight, filled({1}, -1));
}
