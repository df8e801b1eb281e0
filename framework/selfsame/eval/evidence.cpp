#include "selfsame/eval/evidence.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/reduce.hpp"
#include "selfsame/ops/shape.hpp"

namespace selfsame::eval {
namespace {

// What the last module inside the encoder gave: (1, H', W', D) of a convolutional network, (1, T, D) of a transformer.
// Its mean over the places must be the features, which is what makes the maps exact.
std::pair<Tensor, Tensor> features_and_map(nn::Encoder& encoder, const Tensor& image) {
  Tensor map;
  const nn::CallObserver before = nn::Module::observe_calls([&](const nn::Module& module, const Tensor& output) {
    if (&module != &encoder) map = output;
  });
  Tensor features;
  try {
    features = encoder(image);
  } catch (...) {
    nn::Module::observe_calls(before);
    throw;
  }
  nn::Module::observe_calls(before);
  return {features, map};
}

}  // namespace

Evidence evidence_of(nn::Classifier& classifier, const Tensor& image) {
  require(image.dim() == 4 && image.size(0) == 1, "evidence_of: image ", image.shape(), " must be (1, H, W, C)");
  const NoGrad no_grad;
  const auto [features, map] = features_and_map(classifier.encoder, image);
  const Index width = features.size(1), places = map.numel() / width;
  const Array scores = reshape(classifier.head(features), {classifier.head.bias.numel()}).data();
  require<Error>(std::all_of(scores.begin(), scores.end(), [](Scalar s) { return std::isfinite(s); }),
                 "evidence_of: the scores of ", classifier.encoder.type(),
                 " are not finite; its weights are damaged, train it again");
  const Tensor rows = reshape(map, {places, width});  // (P, D)
  const Tensor gap = sum(abs(mean(rows, {0}, true) - features)) / (sum(abs(features)) + Scalar(1e-6));
  require(gap.item() < Scalar(1e-3), "evidence_of: the features of ", classifier.encoder.type(),
          " are no mean over places");

  const Tensor said = matmul(rows, classifier.head.weight);  // (P, classes)
  const Index classes = said.size(1);
  // T tokens of square patches stand in H / p rows, and T = (H / p) (W / p).
  const double tall = static_cast<double>(image.size(1)) / static_cast<double>(image.size(2));
  const Index side = map.dim() == 4 ? map.size(1) : std::lround(std::sqrt(static_cast<double>(places) * tall));
  const Tensor centred = said - mean(said, {1}, true);
  return {scores, reshape(centred, {side, places / side, classes}).data()};
}

}  // namespace selfsame::eval
