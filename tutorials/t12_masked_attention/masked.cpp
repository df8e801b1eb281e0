#include "t12_masked_attention/masked.hpp"

#include <algorithm>
#include <numeric>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/data/recipes.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/patches.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/adam.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/report/image_figures.hpp"

namespace selfsame::tutorials {
namespace {

constexpr Index shown = 10;  // images in a figure

// The largest square patch that gives at least seven to the longer side.
Index patch_side(const data::Dataset& data) {
  for (Index side = std::max(data.height(), data.width()) / 7; side > 1; --side) {
    if (data.height() % side == 0 && data.width() % side == 0) return side;
  }
  throw UsageError(concat(data.name, ": images of ", data.height(), " x ", data.width(),
                          " cannot be cut into square patches, seven or more to a side; resize them to 28 x 28, say"));
}

// Normalised values back to 0..1, as they are drawn.
Array drawable(const data::Dataset& data, const Array& images) {
  Array pixels = images;
  for (Index i = 0; i < count(pixels); ++i) {
    const auto channel = static_cast<std::size_t>(i % data.channels());
    Scalar& p = pixels.data()[i];
    p = std::clamp(p * data.deviation[channel] + data.mean[channel], Scalar(0), Scalar(1));
  }
  return pixels;
}

Tensor validation_images(const Experiment& experiment) {
  const Indices& rows = experiment.split.validation;
  const Index columns = std::min<Index>(shown, static_cast<Index>(rows.size()));
  return Tensor(data::to_array(experiment.data, experiment.data.train, Indices(rows.begin(), rows.begin() + columns)));
}

// The given patches in place of those of `patches`, the others as they are.
Array replaced(const Tensor& patches, const Tensor& by, const ssl::PatchMask& mask) {
  Array result = patches.data();
  const Index width = patches.size(2), hidden = static_cast<Index>(mask.masked.size()) / patches.size(0);
  for (std::size_t i = 0; i < mask.masked.size(); ++i) {
    const Index at = (static_cast<Index>(i) / hidden * mask.patches + mask.masked[i]) * width;
    std::copy_n(by.data().data() + at, width, result.data() + at);
  }
  return result;
}

}  // namespace

std::unique_ptr<nn::Encoder> make_transformer(const data::Dataset& data, std::uint64_t seed) {
  nn::VisionTransformerOptions sizes;
  sizes.height = data.height();
  sizes.width = data.width();
  sizes.channels = data.channels();
  sizes.patch = patch_side(data);
  manual_seed(seed);
  return std::make_unique<nn::VisionTransformer>(sizes);
}

std::unique_ptr<ssl::PatchDecoder> make_decoder(const nn::VisionTransformer& encoder) {
  const nn::VisionTransformerOptions& sizes = encoder.options();
  ssl::PatchDecoder::Options options;
  options.from = sizes.features;
  options.rows = sizes.height / sizes.patch;
  options.cols = sizes.width / sizes.patch;
  options.pixels = sizes.patch * sizes.patch * sizes.channels;
  return std::make_unique<ssl::PatchDecoder>(options);
}

// [masked training]
Cost pretrain_masked(nn::VisionTransformer& encoder, ssl::PatchDecoder& decoder, const Experiment& experiment,
                     const MaskedSettings& settings) {
  const data::Dataset& data = experiment.data;
  data::Loader loader(data, data.train, experiment.split.unlabelled, settings.batch, {settings.augment},
                      experiment.seed);
  Generator masks{experiment.seed, 12};

  optim::AdamW adam(optim::decay_groups(optim::parameters_of(encoder, decoder), settings.weight_decay), {0.9, 0.95});

  encoder.train();
  auto progress = experiment.report.progress("masked pretext", settings.steps, settings.batch);
  for (const Index step : progress) {
    const Tensor images = loader.next().views[0];                     // (B, H, W, C)
    const Tensor target = patchify(images, encoder.options().patch);  // (B, T, P): the labels that cost nothing
    const ssl::PatchMask mask = ssl::random_mask(settings.batch, encoder.token_count(), settings.mask_share, masks);

    const Tensor tokens = encoder.tokens(images, mask.visible);  // (B, K, D): the hidden ones are never computed
    const Tensor predicted = decoder.reconstruct(tokens, mask);  // (B, T, P)
    const Tensor loss = ssl::masked_reconstruction_loss(predicted, target, mask);
    adam.zero_grad();
    loss.backward();
    adam.step(optim::warmup_cosine(settings.learning_rate, step, settings.steps, settings.steps / 20));

    progress.log({{"reconstruction_loss", loss.item()}});
  }
  return {settings.steps, settings.steps * settings.batch, progress.seconds()};
}
// [masked training]

MaskedSettings masked_settings(const data::Dataset& data, const Options& options, double mask_share) {
  MaskedSettings settings;
  settings.steps = options.steps_or(5, 3000, 10000);
  settings.batch = options.by_profile<Index>(64, 64, 256);
  settings.mask_share = mask_share;
  settings.augment = data::weak_augment(data);
  return settings;
}

Pretrained masked_encoder(const Experiment& experiment, const Options& options, const MaskedSettings& settings) {
  const auto train = [&](nn::Encoder& encoder) {
    auto& transformer = dynamic_cast<nn::VisionTransformer&>(encoder);
    const auto decoder = make_decoder(transformer);
    const Cost cost = pretrain_masked(transformer, *decoder, experiment, settings);
    report_reconstructions(experiment, transformer, *decoder, settings);
    return cost;
  };
  return pretrain(experiment, options, "masked", train, make_transformer);
}

SupervisedSettings transformer_settings(const data::Dataset& data, Index labels, const Options& options) {
  SupervisedSettings settings = supervised_settings(data, labels, options);
  if (labels != all_labels) {
    settings.steps = options.steps_or(5, 600, 2000);
    settings.batch = 64;
  }
  settings.augment = data::weak_augment(data);  // strong views cost a transformer so young two to four points
  settings.adamw = true;
  settings.learning_rate = 3e-3;
  settings.weight_decay = 0.05;
  settings.warmup = settings.steps / 10;
  return settings;
}

SupervisedSettings transformer_fine_tuning_settings(const data::Dataset& data, Index labels, const Options& options) {
  SupervisedSettings settings = transformer_settings(data, labels, options);
  settings.learning_rate = 2e-3;
  if (labels != all_labels) settings.steps = options.steps_or(5, 400, 1000);
  settings.warmup = settings.steps / 10;
  return settings;
}

void run_transformer_supervised(const Experiment& experiment, const Options& options) {
  const auto classifier = make_classifier(experiment.data, experiment.seed, make_transformer);
  const SupervisedSettings settings = transformer_settings(experiment.data, experiment.labels, options);
  const Cost cost = train_supervised(*classifier, experiment, true_labels(experiment), settings, "vit_supervised");
  report_classifier(experiment, "vit_supervised", *classifier, cost);
}

void report_reconstructions(const Experiment& experiment, nn::VisionTransformer& encoder, ssl::PatchDecoder& decoder,
                            const MaskedSettings& settings) {
  const data::Dataset& data = experiment.data;
  const NoGrad no_grad;
  const Index side = encoder.options().patch;
  const Tensor images = validation_images(experiment), patches = patchify(images, side);
  Generator random{experiment.seed, 13};
  const ssl::PatchMask mask = ssl::random_mask(images.size(0), encoder.token_count(), settings.mask_share, random);
  const Tensor predicted = decoder.reconstruct(encoder.tokens(images, mask.visible), mask);

  const auto picture = [&](const Array& of_patches) {
    return Tensor(drawable(data, unpatchify(Tensor(of_patches), data.height(), data.width(), side).data()));
  };
  const Tensor grey(filled(patches.shape(), Scalar(0.6)));
  const Tensor hidden(replaced(patchify(picture(patches.data()), side), grey, mask));
  const std::vector<Tensor> rows = {picture(patches.data()), unpatchify(hidden, data.height(), data.width(), side),
                                    picture(replaced(patches, predicted, mask))};
  experiment.report.add(report::image_grid("reconstructions", "What was hidden, and what the network thinks was there",
                                           cat(rows).data(), images.size(0), {"image", "shown", "filled in"}, {},
                                           "Validation images. Grey patches were hidden; in the last row they come "
                                           "from the decoder, the others are the image.",
                                           0, 1));
}

// [attention maps]
Array attention_maps(nn::VisionTransformer& encoder, const Tensor& images, const Indices& looking) {
  const nn::VisionTransformerOptions& sizes = encoder.options();
  const Index rows = sizes.height / sizes.patch, cols = sizes.width / sizes.patch, tokens = rows * cols;
  const Array weights =
      encoder.attention_weights(images, sizes.depth - 1);  // (N, heads, T, T): head, who looks, at whom
  const Scalar even =
      static_cast<Scalar>(sizes.heads * static_cast<Index>(looking.size())) / static_cast<Scalar>(tokens);
  Array maps = empty({images.size(0), sizes.height, sizes.width, 1});
  for (Index n = 0; n < images.size(0); ++n) {
    Array paid = filled({tokens}, 0);
    for (Index head = 0; head < sizes.heads; ++head) {
      for (const Index from : looking) {
        for (Index t = 0; t < tokens; ++t) paid(t) += weights(n, head, from, t) / even;
      }
    }
    for (Index y = 0; y < sizes.height; ++y) {
      for (Index x = 0; x < sizes.width; ++x) maps(n, y, x, 0) = paid(y / sizes.patch * cols + x / sizes.patch);
    }
  }
  return maps;
}
// [attention maps]

void report_attention(const Experiment& experiment, nn::VisionTransformer& untrained, nn::VisionTransformer& masked,
                      nn::VisionTransformer& fine_tuned) {
  const data::Dataset& data = experiment.data;
  const Tensor images = validation_images(experiment);
  Indices all(static_cast<std::size_t>(masked.token_count()));
  std::iota(all.begin(), all.end(), 0);
  const Index cols = data.width() / masked.options().patch;
  const Indices centre{data.height() / masked.options().patch / 2 * cols + cols / 2};

  std::vector<Tensor> rows = {Tensor(drawable(data, images.data()))};
  const auto add = [&](nn::VisionTransformer& encoder, const Indices& looking) {
    const Tensor map = Tensor(attention_maps(encoder, images, looking)) / Scalar(3);
    rows.push_back(cat(std::vector<Tensor>(static_cast<std::size_t>(data.channels()), clamp(map, 0, 1)), 3));
  };
  add(untrained, all);
  add(masked, all);
  add(masked, centre);
  add(fine_tuned, all);
  experiment.report.add(report::image_grid("attention", "Where the last block looks", cat(rows).data(), images.size(0),
                                           {"image", "untrained", "masked", "from centre", "fine-tuned"}, {},
                                           "How much attention each patch is paid, mean of the heads, by all patches "
                                           "together and, in the fourth row, by the "
                                           "one in the middle alone (of the masked encoder). Dark grey, a third of "
                                           "white, is what each would get if all got the "
                                           "same; white is three times that or more.",
                                           0, 1));
}

}  // namespace selfsame::tutorials
