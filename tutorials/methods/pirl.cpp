#include "methods/pirl.hpp"

#include <algorithm>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/linear_probe.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/nn/sequential.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/jigsaw.hpp"
#include "selfsame/ssl/memory_bank.hpp"
#include "selfsame/ssl/pirl.hpp"
#include "selfsame/ssl/rotation.hpp"

namespace selfsame::tutorials {
namespace {

// Where each of the rows stands in the rising list `known`.
Indices positions_in(const Indices& known, const Indices& rows) {
  Indices positions;
  for (const Index row : rows) positions.push_back(std::lower_bound(known.begin(), known.end(), row) - known.begin());
  return positions;
}

// A projection head as SimCLR's; linear, as the paper's, where hidden is 0.
void build_head(nn::Sequential& head, Index in, const PirlRecipe& recipe, Generator& random) {
  if (recipe.hidden > 0) {
    head.then<nn::Linear>(in, recipe.hidden, false, random).then<nn::BatchNorm1d>(recipe.hidden, Activation::relu());
    in = recipe.hidden;
  }
  head.then<nn::Linear>(in, recipe.projection, true, random);
}

// [pirl transformations]
// Each image by 0 to 3 quarter turns, at random: (B, H, W, C).
Tensor rotated_at_random(const Tensor& images, Generator& random) {
  const Tensor four_ways = ssl::rotate_four_ways(images).images;  // (4B, H, W, C), image i at i, B + i, 2B + i, 3B + i
  Indices chosen;
  for (Index i = 0; i < images.size(0); ++i) chosen.push_back(random.integer(4) * images.size(0) + i);
  return index_select(four_ways, 0, chosen);
}

// The features of an image's four tiles side by side, in random order: (B, H, W, C) -> (B, 4D). Tiles go through the
// encoder one by one: it cannot see across a cut, so it cannot cheat by continuing lines.
Tensor tile_features(nn::Encoder& encoder, const Tensor& images, Generator& random) {
  const Tensor tiles = ssl::shuffle_tiles(ssl::cut_tiles(images), random).tiles;         // (4B, H/2, W/2, C)
  const Tensor features = reshape(encoder(tiles), {4, images.size(0), -1});              // (4, B, D), place by place
  return reshape(permute(features, {1, 0, 2}), {images.size(0), 4 * features.size(2)});  // (B, 4D)
}

// Features of the images, (B, D), and of their transformed selves, (B, D) or for tiles (B, 4D).
std::pair<Tensor, Tensor> both_features(nn::Encoder& encoder, const data::Batch& batch, Pretext pretext,
                                        Generator& random) {
  if (pretext == Pretext::jigsaw) {
    const Tensor of_images = encoder(batch.views[0]);
    return {of_images, tile_features(encoder, batch.views[1], random)};
  }
  const Tensor features = encoder(cat({batch.views[0], rotated_at_random(batch.views[1], random)}));  // (2B, D)
  const Index images = batch.views[0].size(0);
  return {slice(features, 0, 0, images), slice(features, 0, images, 2 * images)};
}
// [pirl transformations]

}  // namespace

// [pirl training]
Cost train_pirl(nn::Encoder& encoder, const data::Dataset& data, const Indices& unlabelled, const PirlRecipe& recipe,
                std::uint64_t seed, const report::TrainingLog& log) {
  const Indices pool = data::evenly_spread(unlabelled, recipe.images);  // row j of the bank is image pool[j]
  const auto pool_size = static_cast<Index>(pool.size());
  const Index batch_size = std::min(recipe.batch, pool_size / 2);  // negatives must be left
  data::Loader loader(data, data.train, pool, batch_size, {recipe.augment, recipe.augment},
                      named_seed(seed, "unlabelled"));

  nn::Sequential image_head, transformed_head;  // f and g of the paper
  Generator weights(named_seed(seed, "projector"));
  build_head(image_head, encoder.features(), recipe, weights);
  build_head(transformed_head, (recipe.pretext == Pretext::jigsaw ? 4 : 1) * encoder.features(), recipe, weights);
  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(encoder, image_head, transformed_head), recipe.weight_decay),
                 {0.9, true});
  Generator random(named_seed(seed, "pirl"));  // for rotations, orders, negatives and the first bank
  Array bank = ssl::random_bank(pool_size, recipe.projection, random);

  encoder.train();
  auto progress =
      log.steps(recipe.steps, 2 * batch_size, {encoder, image_head, transformed_head, sgd, loader, random, bank});
  for (const Index step : progress) {
    const data::Batch batch = loader.next();
    const Indices rows = positions_in(pool, batch.rows);                                       // (B)
    const Indices negatives = ssl::draw_negatives(pool_size, rows, recipe.negatives, random);  // (N)

    const auto [features, transformed_features] = both_features(encoder, batch, recipe.pretext, random);
    const Tensor image_vectors = image_head(features);                          // (B, projection)
    const Tensor transformed_vectors = transformed_head(transformed_features);  // (B, projection)
    const Tensor loss =
        ssl::pirl_loss(image_vectors, transformed_vectors, bank, rows, negatives, {recipe.weight, recipe.temperature});
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::warmup_cosine(recipe.learning_rate, step, recipe.steps, recipe.steps / 20));
    ssl::update_bank(bank, rows, image_vectors.data(), recipe.bank_momentum);

    progress.log({{"loss", loss.item()}});
  }
  return progress.cost();
}
// [pirl training]

// [rotation probe]
double rotation_probe_accuracy(nn::Encoder& encoder, const data::Dataset& data, const data::LabelSplit& split) {
  const auto rotated_features = [&](const Indices& all) {  // (4B, D) and the rotations; B at most 1,000
    const NoGrad no_grad;
    const eval::EvalMode eval_mode(encoder);
    const Indices rows = data::evenly_spread(all, 1000);
    const auto [images, rotations] = ssl::rotate_four_ways(Tensor(data::to_array(data, data.train, rows)));
    return std::make_pair(encoder(images).data(), rotations);
  };
  const auto [features, rotations] = rotated_features(split.labelled);
  const auto [validation_features, validation_rotations] = rotated_features(split.validation);
  return eval::accuracy(eval::LinearProbe(features, rotations, 4)(validation_features), validation_rotations);
}
// [rotation probe]

}  // namespace selfsame::tutorials
