#include <doctest/doctest.h>

#include "methods/pirl.hpp"
#include "protocol/networks.hpp"
#include "recipes/pretext.hpp"
#include "selfsame/eval/predict.hpp"
#include "tutorials/cell_of_shapes.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

PirlRecipe small(const Cell& cell, Pretext pretext) {
  PirlRecipe recipe = pirl_recipe(cell.situation(), pretext);
  recipe.steps = 3;
  recipe.batch = 8;
  recipe.images = 20;
  return recipe;
}

}  // namespace

TEST_CASE("PIRL does not look at labels") {
  const data::Dataset data = data::load_dataset("shapes", "");
  data::Dataset blind = data;
  for (Index& label : blind.train.labels) label = 0;
  report::Report report;
  const Cell cell = cell_of(data, report);
  for (const Pretext pretext : {Pretext::rotation, Pretext::jigsaw}) {
    const auto hash_of = [&](const data::Dataset& seen) {
      const auto encoder = make_encoder(seen, 0);
      train_pirl(*encoder, seen, cell.split.unlabelled, small(cell, pretext), 0, silent(report));
      return eval::weights_hash(*encoder);
    };
    CHECK(hash_of(data) == hash_of(blind));
    CHECK(hash_of(data) != eval::weights_hash(*make_encoder(data, 0)));
  }
}

TEST_CASE("where fewer images take part than a batch and its negatives need, PIRL makes do with those there are") {
  const data::Dataset data = data::load_dataset("shapes", "");
  report::Report report;
  const Cell cell = cell_of(data, report);
  PirlRecipe recipe = small(cell, Pretext::rotation);
  recipe.images = 6;
  const auto encoder = make_encoder(data, 0);
  CHECK(train_pirl(*encoder, data, cell.split.unlabelled, recipe, 0, silent(report)).images_seen == 3 * 2 * 3);
}

TEST_CASE("rotations of shapes are told far better than by guessing, and probing for them leaves the encoder alone") {
  const data::Dataset data = data::load_dataset("shapes", "");
  const auto encoder = make_encoder(data, 0);
  const std::uint64_t before = eval::weights_hash(*encoder);
  CHECK(rotation_probe_accuracy(*encoder, data, data::few_labels(data, 400, 0, 400)) > 35);
  CHECK(eval::weights_hash(*encoder) == before);
}
