// Arithmetic is counted as follows: two operations (a multiplication and an addition) for each product of convolutions,
// linear layers and attention; once forward and twice backward (for inputs and for weights), but without the gradient
// of the images, which nobody asks for. Norms, activations, losses, optimizers and augmentation count nothing.
#include "workloads.hpp"

#include <memory>
#include <vector>

#include "selfsame/data/loader.hpp"
#include "selfsame/data/recipes.hpp"
#include "selfsame/nn/activation.hpp"
#include "selfsame/nn/classifier.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/nn/sequential.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/nn/wide_resnet.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/adam.hpp"
#include "selfsame/optim/ema.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/fixmatch.hpp"
#include "selfsame/ssl/nt_xent.hpp"

using namespace selfsame;

namespace {

using Step = std::function<void()>;

double conv_products(Index side, Index kernel, Index in, Index out) {  // of one image
  return static_cast<double>(side * side * kernel * kernel * in * out);
}

double flops_of_step(Index images, double products, double first_layer) {
  return 2 * static_cast<double>(images) * (3 * products - first_layer);
}

double convnet_flops(Index images, double head_products) {
  const double first = conv_products(28, 3, 1, 32);
  return flops_of_step(images, first + conv_products(14, 3, 32, 64) + conv_products(7, 3, 64, 128) + head_products,
                       first);
}

double wide_resnet_flops(Index images, Index depth, Index width) {
  const double first = conv_products(32, 3, 3, 16);
  double products = first;
  Index in = 16;
  for (Index group = 0; group < 3; ++group) {
    const Index side = 32 >> group, out = (Index{16} << group) * width;
    for (Index i = 0; i < (depth - 4) / 6; ++i, in = out) {
      products += conv_products(side, 3, in, out) + conv_products(side, 3, out, out);
      if (in != out) products += conv_products(side, 1, in, out);  // the shortcut
    }
  }
  return flops_of_step(images, products, first);
}

double transformer_flops(Index images) {
  constexpr double tokens = 49, width = 64, depth = 4;
  const double first = tokens * 16 * width;
  const double block = tokens * 12 * width * width + 2 * tokens * tokens * width;
  return flops_of_step(images, first + depth * block + width * 10, first);
}

Indices some_labels(Index n) {
  Indices labels;
  for (Index i = 0; i < n; ++i) labels.push_back(i % 10);
  return labels;
}

template <class Optimizer>
Step classification_step(std::shared_ptr<nn::Module> network, const Shape& images) {
  auto optimizer = std::make_shared<Optimizer>(optim::decay_groups(optim::parameters_of(*network), 0));
  return [=, x = randn(images), labels = some_labels(images[0])] {
    optimizer->zero_grad();
    cross_entropy((*network)(x), labels).backward();
    optimizer->step(0.001);
  };
}

template <class Optimizer = optim::Sgd>
Step classifier_step(std::unique_ptr<nn::Encoder> encoder, const Shape& images) {
  return classification_step<Optimizer>(std::make_shared<nn::Classifier>(std::move(encoder), 10), images);
}

std::unique_ptr<nn::Encoder> convnet() { return std::make_unique<nn::ConvNet>(std::vector<Index>{1, 32, 64, 128}); }

Step mlp_step() {
  auto mlp = std::make_shared<nn::Sequential>();
  mlp->then<nn::Linear>(784, 512).then<nn::Relu>().then<nn::Linear>(512, 512).then<nn::Relu>();
  mlp->then<nn::Linear>(512, 10);
  return classification_step<optim::Sgd>(mlp, {128, 784});
}

const data::Dataset& fashion() {
  static const data::Dataset dataset = data::load_dataset("fashion-mnist", "");
  return dataset;
}

// Batches from a loader as the tutorials use it; `still` gives the first batch again and again, which costs nothing.
std::function<data::Batch()> batches(Index size, std::vector<data::Augment> views, std::uint64_t seed, bool still) {
  auto loader = std::make_shared<data::Loader>(fashion(), fashion().train, data::all_rows(fashion().train), size,
                                               std::move(views), seed);
  if (!still) return [loader] { return loader->next(); };
  return [batch = loader->next()] { return batch; };
}

// As in tutorials/t05_contrastive.
Step simclr_step(bool still) {
  constexpr Index batch_size = 256, hidden = 128, projection = 64;
  data::ContrastiveOptions options;
  options.scale_low = 0.2;
  const data::Augment augment = data::contrastive_augment(fashion(), options);
  std::shared_ptr<nn::Encoder> encoder = convnet();
  auto projector = std::make_shared<nn::Sequential>();
  projector->then<nn::Linear>(encoder->features(), hidden, false).then<nn::BatchNorm1d>(hidden, Activation::relu());
  projector->then<nn::Linear>(hidden, projection);
  auto sgd = std::make_shared<optim::Sgd>(optim::decay_groups(optim::parameters_of(*encoder, *projector), 5e-4),
                                          optim::SgdOptions{0.9, true});
  return [=, next = batches(batch_size, {augment, augment}, 1, still)] {
    const data::Batch batch = next();
    const Tensor z = (*projector)((*encoder)(cat({batch.views[0], batch.views[1]})));
    const Tensor loss = ssl::nt_xent(slice(z, 0, 0, batch_size), slice(z, 0, batch_size, 2 * batch_size), Scalar(0.2));
    sgd->zero_grad();
    loss.backward();
    sgd->step(0.01);
  };
}

// As in tutorials/methods/fixmatch.cpp.
Step fixmatch_step(bool still) {
  constexpr Index labelled = 64, unlabelled = 256, images = labelled + 2 * unlabelled;
  const data::Augment weak = data::weak_augment(fashion()), strong = data::strong_augment(fashion());
  auto network = std::make_shared<nn::Classifier>(convnet(), 10),
       averaged = std::make_shared<nn::Classifier>(convnet(), 10);
  auto sgd = std::make_shared<optim::Sgd>(optim::decay_groups(optim::parameters_of(*network), 5e-4),
                                          optim::SgdOptions{0.9, true});
  auto ema = std::make_shared<optim::Ema>(*averaged, *network, 0.999);
  return [=, next_known = batches(labelled, {weak}, 1, still),
          next_unknown = batches(unlabelled, {weak, strong}, 2, still)] {
    const data::Batch known = next_known(), unknown = next_unknown();
    const Tensor scores = (*network)(cat({known.views[0], unknown.views[0], unknown.views[1]}));
    const Tensor guess = softmax(slice(scores, 0, labelled, labelled + unlabelled).detach());
    const ssl::PseudoLabels labels = ssl::pseudo_labels(guess, Scalar(0.8));
    const Tensor loss = cross_entropy(slice(scores, 0, 0, labelled), known.labels) +
                        ssl::consistency_loss(slice(scores, 0, labelled + unlabelled, images), labels);
    sgd->zero_grad();
    loss.backward();
    sgd->step(0.01);
    ema->update();
    static_cast<void>(averaged);  // kept alive with the average that writes into it
  };
}

std::map<std::string, Workload> make_workloads() {
  const double linear_head = 128 * 10, projector = 128 * 128 + 128 * 64;
  const double similarities = 512 * 64;  // products of an image with all others in NT-Xent
  const double mlp_first = 784 * 512;
  const auto wide = [](Index depth) { return std::make_unique<nn::WideResNet>(3, depth, 2); };
  std::map<std::string, Workload> all{
      {"convnet-128",
       {128, convnet_flops(128, linear_head),
        [] {
          return classifier_step(convnet(), {128, 28, 28, 1});
        }}},
      {"convnet-960",
       {960, convnet_flops(960, linear_head),
        [] {
          return classifier_step(convnet(), {960, 28, 28, 1});
        }}},
      {"wrn-10-2",
       {128, wide_resnet_flops(128, 10, 2),
        [=] {
          return classifier_step(wide(10), {128, 32, 32, 3});
        }}},
      {"wrn-28-2",
       {64, wide_resnet_flops(64, 28, 2),
        [=] {
          return classifier_step(wide(28), {64, 32, 32, 3});
        }}},
      {"mlp-128", {128, flops_of_step(128, mlp_first + 512 * 512 + 512 * 10, mlp_first), mlp_step}},
      {"vit-128",
       {128, transformer_flops(128),
        [] {
          return classifier_step<optim::AdamW>(std::make_unique<nn::VisionTransformer>(), {128, 28, 28, 1});
        }}},
  };
  for (const bool still : {false, true}) {
    const std::string suffix = still ? "-still" : "";
    all["simclr-256" + suffix] = {512, convnet_flops(512, projector + similarities),
                                  [=] { return simclr_step(still); }};
    all["fixmatch-64" + suffix] = {576, convnet_flops(576, linear_head), [=] { return fixmatch_step(still); }};
  }
  return all;
}

}  // namespace

const std::map<std::string, Workload>& workloads() {
  static const std::map<std::string, Workload> all = make_workloads();
  return all;
}
