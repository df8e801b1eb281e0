#include <doctest/doctest.h>

#include <cmath>

#include "selfsame/core/error.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/nn/convnet.hpp"

using namespace selfsame;

TEST_CASE("outputs are the same for any batch size, hold no graph and restore the mode") {
  const data::Dataset shapes = data::load_dataset("shapes", "");
  manual_seed(1);
  nn::ConvNet encoder({shapes.channels(), 4, 8});
  const Indices rows{5, 3, 8, 1, 1, 0, 7};
  const Array whole = eval::outputs(encoder, shapes, shapes.train, rows, 100);
  CHECK(whole.shape() == Shape{7, 8});
  CHECK(encoder.training());
  const Array parts = eval::outputs(encoder, shapes, shapes.train, rows, 3);
  for (std::size_t i = 0; i < whole.size(); ++i)
    CHECK(double{whole.data()[i]} == doctest::Approx(double{parts.data()[i]}));
}

TEST_CASE("evaluating leaves the hash of the weights alone; training one running mean changes it") {
  const data::Dataset shapes = data::load_dataset("shapes", "");
  nn::ConvNet encoder({shapes.channels(), 4});
  const std::uint64_t before = eval::weights_hash(encoder);
  eval::outputs(encoder, shapes, shapes.test, {0, 1, 2});
  CHECK(eval::weights_hash(encoder) == before);
  encoder(Tensor(data::to_array(shapes, shapes.train, {0, 1, 2, 3})));  // in training mode: batch norm takes note
  CHECK(eval::weights_hash(encoder) != before);
}

TEST_CASE("a network that gives no numbers is told of by the image, and so is a list without images") {
  const data::Dataset shapes = data::load_dataset("shapes", "");
  nn::ConvNet encoder({shapes.channels(), 4});
  CHECK_THROWS_WITH_AS(eval::outputs(encoder, shapes, shapes.train, Indices{}),
                       "outputs: no image of shapes to look at; at least one is expected", Error);
  encoder.children().back().second->named_parameters()[0].second.mutable_data()(2) = Scalar(std::nan(""));
  CHECK_THROWS_WITH_AS(eval::outputs(encoder, shapes, shapes.train, {7, 3}),
                       "outputs: ConvNet gives nan for image 7 of shapes; finite numbers are expected: training has "
                       "diverged, or a weight is damaged",
                       Error);
}

TEST_CASE("labels_of picks the labels of rows") {
  data::ImageSet set;
  set.labels = {4, 5, 6};
  CHECK(eval::labels_of(set, {2, 0, 2}) == Indices{6, 4, 6});
}
