#include <doctest/doctest.h>

#include "protocol/networks.hpp"
#include "recipes/pretext.hpp"
#include "selfsame/eval/predict.hpp"
#include "t12_masked_attention/pictures.hpp"
#include "tutorials/cell_of_shapes.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

TEST_CASE("a patch's attention map is 1 on average, whoever looks, and 1 everywhere if all queries are 0") {
  data::Dataset data = data::load_dataset("shapes", "");
  const auto encoder = make_transformer(data, 0);
  auto& transformer = dynamic_cast<nn::VisionTransformer&>(*encoder);
  const Tensor images(data::to_array(data, data.train, {0, 1}));
  for (const Indices& looking : {Indices{5}, Indices{0, 7, 63}}) {
    const Array maps = attention_maps(transformer, images, looking);
    REQUIRE(maps.shape() == Shape{2, 24, 24, 1});
    double total = 0;
    for (const Scalar m : maps) total += double{m};
    CHECK(total / (2 * 24 * 24) == doctest::Approx(1.0).epsilon(1e-4));
  }
  for (nn::TransformerBlock* block : transformer.blocks) {
    block->attention.qkv.weight.mutable_data().fill(0);
    block->attention.qkv.bias.mutable_data().fill(0);
  }
  for (const Scalar m : attention_maps(transformer, images, {3}))
    CHECK(double{m} == doctest::Approx(1.0).epsilon(1e-4));
}

TEST_CASE("images that cannot be cut into square patches are refused by name") {
  data::Dataset data = data::load_dataset("shapes", "");
  data.train.height = 31;  // a prime
  CHECK_THROWS_WITH_AS(
      make_transformer(data, 0),
      "shapes: images of 31 x 24 cannot be cut into square patches, seven or more to a side; resize them "
      "to 28 x 28, say",
      UsageError);
}

TEST_CASE("masked pre-training changes the encoder without labels, the same way each time") {
  data::Dataset data = data::load_dataset("shapes", "");
  report::Report report;
  const Cell cell = cell_of(data, report);
  MaskedRecipe recipe = masked_recipe({data, 0, Profile::smoke, 2});
  recipe.batch = 8;
  const auto trained = [&](const data::Dataset& seen) {
    const auto encoder = make_transformer(seen, 0);
    auto& transformer = dynamic_cast<nn::VisionTransformer&>(*encoder);
    const auto decoder = make_decoder(transformer, 0);
    train_masked(transformer, *decoder, seen, cell.split.unlabelled, recipe, 0, silent(report));
    return eval::weights_hash(*encoder);
  };
  data::Dataset relabelled = data;
  for (Index& label : relabelled.train.labels) label = 0;
  const std::uint64_t weights = trained(data);
  CHECK(weights != eval::weights_hash(*make_transformer(data, 0)));
  CHECK(trained(relabelled) == weights);
}
