#include "t12_masked_attention/pictures.hpp"

#include <algorithm>
#include <numeric>

#include "recipes/pretext.hpp"
#include "selfsame/core/grad_mode.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/patches.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/report/image_figures.hpp"

namespace selfsame::tutorials {
namespace {

constexpr Index shown = 10;  // images in a figure

// Normalised values back to 0..1, as they are drawn.
Array drawable(const data::Dataset& data, const Array& images) {
  Array pixels = images;
  for (Index i = 0; i < count(pixels); ++i) {
    const auto channel = static_cast<std::size_t>(i % data.channels());
    Scalar& p = pixels.data()[i];
    p = std::clamp(p * data.stddev[channel] + data.mean[channel], Scalar(0), Scalar(1));
  }
  return pixels;
}

Tensor validation_images(const Cell& cell) {
  const Indices& rows = cell.split.validation;
  const Index columns = std::min<Index>(shown, static_cast<Index>(rows.size()));
  return Tensor(data::to_array(cell.data, cell.data.train, Indices(rows.begin(), rows.begin() + columns)));
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

// [masked encoder]
Pretrained drawn_masked_encoder(const Cell& cell, double mask_share) {
  const auto train = [&](nn::Encoder& encoder) {
    auto& transformer = dynamic_cast<nn::VisionTransformer&>(encoder);
    const auto decoder = make_decoder(transformer, cell.seed);
    const report::Cost cost =
        train_masked(transformer, *decoder, cell.data, cell.split.unlabelled,
                     masked_recipe(cell.situation(), mask_share), cell.seed, cell.pretext_log("masked"));
    draw_reconstructions(cell, transformer, *decoder, mask_share);
    return cost;
  };
  return pretrain(cell, "masked", train, make_transformer);
}
// [masked encoder]

void draw_reconstructions(const Cell& cell, nn::VisionTransformer& encoder, ssl::PatchDecoder& decoder,
                          double mask_share) {
  const data::Dataset& data = cell.data;
  const NoGrad no_grad;
  const Index side = encoder.options().patch;
  const Tensor images = validation_images(cell), patches = patchify(images, side);
  Generator random(named_seed(cell.seed, "pictures"));
  const ssl::PatchMask mask = ssl::random_mask(images.size(0), encoder.token_count(), mask_share, random);
  const Tensor predicted = decoder.reconstruct(encoder.tokens(images, mask.visible), mask);

  const auto picture = [&](const Array& of_patches) {
    return Tensor(drawable(data, unpatchify(Tensor(of_patches), data.height(), data.width(), side).data()));
  };
  const Tensor grey(filled(patches.shape(), Scalar(0.6)));
  const Tensor hidden(replaced(patchify(picture(patches.data()), side), grey, mask));
  const std::vector<Tensor> rows = {picture(patches.data()), unpatchify(hidden, data.height(), data.width(), side),
                                    picture(replaced(patches, predicted, mask))};
  cell.report.add(report::image_grid("reconstructions", "What was hidden, and what the network thinks was there",
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

void draw_attention(const Cell& cell, nn::VisionTransformer& untrained, nn::VisionTransformer& masked,
                    nn::VisionTransformer& fine_tuned) {
  const data::Dataset& data = cell.data;
  const Tensor images = validation_images(cell);
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
  cell.report.add(report::image_grid("attention", "Where the last block looks", cat(rows).data(), images.size(0),
                                     {"image", "untrained", "masked", "from centre", "fine-tuned"}, {},
                                     "How much attention each patch is paid, mean of the heads, by all patches "
                                     "together and, in the fourth row, by the "
                                     "one in the middle alone (of the masked encoder). Dark grey, a third of "
                                     "white, is what each would get if all got the "
                                     "same; white is three times that or more.",
                                     0, 1));
}

}  // namespace selfsame::tutorials
