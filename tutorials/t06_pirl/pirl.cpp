#include "t06_pirl/pirl.hpp"

#include <algorithm>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/data/recipes.hpp"
#include "selfsame/eval/accuracy.hpp"
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
#include "t04_rotation/rotation.hpp"

namespace selfsame::tutorials {
namespace {

// `count` of the rows, evenly spread; all of them where there are no more.
Indices evenly_spread(const Indices& rows, Index count) {
  const auto all = static_cast<Index>(rows.size());
  Indices some;
  for (Index i = 0; i < std::min(count, all); ++i) {
    some.push_back(rows[static_cast<std::size_t>(i * all / std::min(count, all))]);
  }
  return some;
}

// Where each of the rows stands in the rising list `known`.
Indices positions_in(const Indices& known, const Indices& rows) {
  Indices positions;
  for (const Index row : rows) positions.push_back(std::lower_bound(known.begin(), known.end(), row) - known.begin());
  return positions;
}

// A projection head as SimCLR's; linear, as the paper's, where hidden is 0.
void build_head(nn::Sequential& head, Index in, const PirlSettings& settings) {
  if (settings.hidden > 0) {
    head.then<nn::Linear>(in, settings.hidden, false).then<nn::BatchNorm1d>(settings.hidden, Activation::relu());
    in = settings.hidden;
  }
  head.then<nn::Linear>(in, settings.projection);
}

// [pirl transformations]
// Each image by 0 to 3 quarter turns, at random: (B, H, W, C).
Tensor turned_at_random(const Tensor& images, Generator& random) {
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
// [pirl transformations]

}  // namespace

// [pirl training]
Cost pretrain_pirl(nn::Encoder& encoder, const Experiment& experiment, const PirlSettings& settings) {
  const data::Dataset& data = experiment.data;
  const bool jigsaw = settings.pretext == Pretext::jigsaw;
  const Indices pool = evenly_spread(experiment.split.unlabelled, settings.images);  // bank row j is image pool[j]
  const auto pool_size = static_cast<Index>(pool.size());
  const Index batch_size = std::min(settings.batch, pool_size / 2);  // strangers must be left
  data::Loader loader(data, data.train, pool, batch_size, {settings.augment, settings.augment}, experiment.seed);

  nn::Sequential image_head, transformed_head;  // f and g of the paper
  build_head(image_head, encoder.features(), settings);
  build_head(transformed_head, (jigsaw ? 4 : 1) * encoder.features(), settings);
  optim::Sgd sgd(
      optim::decay_groups(optim::parameters_of(encoder, image_head, transformed_head), settings.weight_decay),
      {0.9, true});
  Generator random({experiment.seed, 0x7069726cU});  // "pirl": for turns, orders, negatives and the first bank
  Array bank = ssl::random_bank(pool_size, settings.projection, random);

  encoder.train();
  const Index warmup = settings.steps / 20;
  auto progress = experiment.report.progress(jigsaw ? "pirl jigsaw pretext" : "pirl rotation pretext", settings.steps,
                                             2 * batch_size);
  for (const Index step : progress) {
    const data::Batch batch = loader.next();
    const Indices rows = positions_in(pool, batch.rows);                                         // (B)
    const Indices strangers = ssl::draw_negatives(pool_size, rows, settings.negatives, random);  // (N)

    Tensor image_vectors, transformed_vectors;  // (B, projection)
    if (jigsaw) {
      image_vectors = image_head(encoder(batch.views[0]));
      transformed_vectors = transformed_head(tile_features(encoder, batch.views[1], random));
    } else {
      const Tensor features = encoder(cat({batch.views[0], turned_at_random(batch.views[1], random)}));  // (2B, D)
      image_vectors = image_head(slice(features, 0, 0, batch_size));
      transformed_vectors = transformed_head(slice(features, 0, batch_size, 2 * batch_size));
    }
    const Tensor loss = ssl::pirl_loss(image_vectors, transformed_vectors, bank, rows, strangers,
                                       {settings.weight, settings.temperature});
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::warmup_cosine(settings.learning_rate, step, settings.steps, warmup));
    ssl::update_bank(bank, rows, image_vectors.data(), settings.bank_momentum);

    progress.log({{"loss", loss.item()}});
  }
  return {settings.steps, settings.steps * 2 * batch_size, progress.seconds()};
}
// [pirl training]

PirlSettings pirl_settings(const data::Dataset& data, Pretext pretext, const Options& options) {
  PirlSettings settings;
  settings.pretext = pretext;
  const RotationSettings prediction = rotation_settings(data, options);
  settings.steps = prediction.steps;
  settings.batch = 2 * prediction.batch;  // in two forms each, where prediction turns four ways
  data::ContrastiveOptions view;
  view.scale_low = 0.2;
  settings.augment = data::contrastive_augment(data, view);
  return settings;
}

Pretrained pirl_encoder(const Experiment& experiment, const Options& options, Pretext pretext) {
  const std::string name = pretext == Pretext::jigsaw ? "pirl_jigsaw" : "pirl_rotation";
  return pretrain(experiment, options, name, [&](nn::Encoder& encoder) {
    return pretrain_pirl(encoder, experiment, pirl_settings(experiment.data, pretext, options));
  });
}

// [turn accuracy]
double turn_accuracy(nn::Encoder& encoder, const Experiment& experiment) {
  const data::Dataset& data = experiment.data;
  const auto turned_features = [&](const Indices& all) {  // (4B, D) and the turns; B at most 1,000
    const NoGrad no_grad;
    const eval::EvalMode eval_mode(encoder);
    const Indices rows = evenly_spread(all, 1000);
    const auto [images, turns] = ssl::rotate_four_ways(Tensor(data::to_array(data, data.train, rows)));
    return std::make_pair(encoder(images).data(), turns);
  };
  const auto [known, their_turns] = turned_features(experiment.split.labelled);
  const auto [asked, right_turns] = turned_features(experiment.split.validation);
  return eval::accuracy(eval::LinearProbe(known, their_turns, 4)(asked), right_turns);
}
// [turn accuracy]

}  // namespace selfsame::tutorials
