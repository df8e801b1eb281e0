#include <doctest/doctest.h>

#include <numeric>

#include "selfsame/eval/update_bn.hpp"
#include "selfsame/nn/norm.hpp"

using namespace selfsame;
using doctest::Approx;

namespace {

// Batch norm over pixels alone: its statistics are those of the images.
class NormOnly : public nn::Module {
 public:
  Tensor forward(const Tensor& x) override { return norm(x); }
  std::string type() const override { return "NormOnly"; }
  nn::BatchNorm2d& norm = add<nn::BatchNorm2d>("norm", 3);
};

Indices first_rows(Index count) {
  Indices rows(static_cast<std::size_t>(count));
  std::iota(rows.begin(), rows.end(), Index{0});
  return rows;
}

}  // namespace

TEST_CASE("update_bn leaves the mean of the batches' statistics, whatever the momentum and the past") {
  const data::Dataset shapes = data::load_dataset("shapes", "");
  NormOnly model;
  model.norm.set_momentum(Scalar(0.001));
  model.norm.running_mean.mutable_data().fill(77);
  model.eval();
  eval::update_bn(model, shapes, shapes.train, first_rows(30), 10);

  const Array pixels = data::to_array(shapes, shapes.train, first_rows(30));
  const auto each = static_cast<std::size_t>(count(pixels) / 3);
  double mean = 0;
  for (std::size_t i = 0; i < each; ++i) mean += double{pixels.data()[3 * i + 1]} / static_cast<double>(each);
  CHECK(double{model.norm.running_mean.data()(1)} == Approx(mean).epsilon(1e-4));
  CHECK(double{model.norm.momentum()} == Approx(0.001));
  CHECK_FALSE(model.training());
}

TEST_CASE("update_bn changes no weight and needs at least one image") {
  const data::Dataset shapes = data::load_dataset("shapes", "");
  NormOnly model;
  const Array before = model.norm.weight.data();
  eval::update_bn(model, shapes, shapes.train, {4, 4, 9}, 500);  // fewer than a batch: one smaller batch
  CHECK(model.norm.weight.data() == before);
  CHECK(double{model.norm.running_var.data()(0)} != Approx(1.0));
  CHECK_THROWS_WITH_AS(eval::update_bn(model, shapes, shapes.train, {}),
                       "update_bn: needs images and a positive batch size, found 0 images, batch size 500", UsageError);
}
