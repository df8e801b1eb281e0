#include "methods/masked.hpp"

#include "selfsame/data/loader.hpp"
#include "selfsame/ops/patches.hpp"
#include "selfsame/optim/adam.hpp"
#include "selfsame/optim/schedule.hpp"

namespace selfsame::tutorials {

std::unique_ptr<ssl::PatchDecoder> make_decoder(const nn::VisionTransformer& encoder, std::uint64_t seed) {
  const nn::VisionTransformerOptions& sizes = encoder.options();
  ssl::PatchDecoderOptions options;
  options.from = sizes.features;
  options.rows = sizes.height / sizes.patch;
  options.cols = sizes.width / sizes.patch;
  options.pixels = sizes.patch * sizes.patch * sizes.channels;
  Generator random(named_seed(seed, "decoder"));
  return std::make_unique<ssl::PatchDecoder>(options, random);
}

// [masked training]
Cost train_masked(nn::VisionTransformer& encoder, ssl::PatchDecoder& decoder, const data::Dataset& data,
                  const Indices& unlabelled, const MaskedRecipe& recipe, std::uint64_t seed,
                  const report::TrainingLog& log) {
  data::Loader loader(data, data.train, unlabelled, recipe.batch, {recipe.augment}, named_seed(seed, "unlabelled"));
  Generator masks(named_seed(seed, "masks"));

  optim::AdamW adam(optim::decay_groups(optim::parameters_of(encoder, decoder), recipe.weight_decay), {0.9, 0.95});

  encoder.train();
  auto progress = log.steps(recipe.steps, recipe.batch, {encoder, decoder, adam, loader, masks});
  for (const Index step : progress) {
    const Tensor images = loader.next().views[0];                     // (B, H, W, C)
    const Tensor target = patchify(images, encoder.options().patch);  // (B, T, P): the labels that cost nothing
    const ssl::PatchMask mask = ssl::random_mask(recipe.batch, encoder.token_count(), recipe.mask_share, masks);

    const Tensor tokens = encoder.tokens(images, mask.visible);  // (B, K, D): the hidden ones are never computed
    const Tensor predicted = decoder.reconstruct(tokens, mask);  // (B, T, P)
    const Tensor loss = ssl::masked_reconstruction_loss(predicted, target, mask);
    adam.zero_grad();
    loss.backward();
    adam.step(optim::warmup_cosine(recipe.learning_rate, step, recipe.steps, recipe.steps / 20));

    progress.log({{"reconstruction_loss", loss.item()}});
  }
  return progress.cost();
}
// [masked training]

}  // namespace selfsame::tutorials
