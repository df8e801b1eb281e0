#include "traps/wrong_ways.hpp"

#include <algorithm>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/nn/norm.hpp"
#include "selfsame/nn/sequential.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/linalg.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/ema.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/distribution_alignment.hpp"

namespace selfsame::tutorials {

// [unmasked diagonal]
Tensor nt_xent_unmasked(const Tensor& first, const Tensor& second, Scalar temperature) {
  const Index n = first.size(0);
  const Tensor z = l2_normalize(cat({first, second}));                    // (2N, D) unit rows
  const Tensor similarity = matmul(z, permute(z, {1, 0})) / temperature;  // (2N, 2N), its diagonal 1 / temperature

  Indices partner(static_cast<std::size_t>(2 * n));  // row i and row i + N show one image
  for (std::size_t i = 0; i < partner.size(); ++i) partner[i] = (static_cast<Index>(i) + n) % (2 * n);
  return cross_entropy(similarity, partner);  // wrong: the row's own view is one of the classes
}
// [unmasked diagonal]

// [loss over accepted]
Tensor loss_over_accepted(const Tensor& strong_logits, const ssl::PseudoLabels& guesses) {
  const auto accepted = guesses.accepted * static_cast<Scalar>(strong_logits.size(0));
  const Tensor sum = cross_entropy(strong_logits, guesses.classes, {guesses.mask, Reduction::sum});
  return sum / std::max(accepted, Scalar(1));  // wrong: expected / U, all images
}
// [loss over accepted]

Cost train_simclr_by(const PairLoss& loss_of, nn::Encoder& encoder, const data::Dataset& data,
                     const Indices& unlabelled, const SimclrRecipe& recipe, std::uint64_t seed,
                     const report::TrainingLog& log) {
  data::Loader loader(data, data.train, unlabelled, recipe.batch, {recipe.augment, recipe.augment},
                      named_seed(seed, "unlabelled"));
  Generator random(named_seed(seed, "projector"));
  nn::Sequential projector;
  projector.then<nn::Linear>(encoder.features(), recipe.hidden, false, random)
      .then<nn::BatchNorm1d>(recipe.hidden, Activation::relu())
      .then<nn::Linear>(recipe.hidden, recipe.projection, true, random);
  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(encoder, projector), recipe.weight_decay), {0.9, true});

  encoder.train();
  auto progress = log.steps(recipe.steps, 2 * recipe.batch, {encoder, projector, sgd, loader});
  for (const Index step : progress) {
    const data::Batch batch = loader.next();
    const Tensor z = projector(encoder(cat({batch.views[0], batch.views[1]})));  // (2B, projection)
    const Tensor loss =
        loss_of(slice(z, 0, 0, recipe.batch), slice(z, 0, recipe.batch, 2 * recipe.batch), recipe.temperature);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::warmup_cosine(recipe.learning_rate, step, recipe.steps, recipe.steps / 20));
    progress.log({{"loss", loss.item()}});
  }
  return progress.cost();
}

Cost train_fixmatch_by(const GuessLoss& loss_of, nn::Classifier& classifier, nn::Classifier& averaged,
                       const data::Dataset& data, const data::Targets& targets, const Indices& unlabelled,
                       const FixMatchRecipe& recipe, std::uint64_t seed, const report::TrainingLog& log) {
  const Index B = recipe.batch, U = recipe.unlabelled_ratio * recipe.batch;
  data::Loader labelled_loader(data, data.train, targets.rows, B, {recipe.labelled}, named_seed(seed, "labelled"));
  data::Loader unlabelled_loader(data, data.train, unlabelled, U, {recipe.weak, recipe.strong},
                                 named_seed(seed, "unlabelled"));
  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(classifier), recipe.weight_decay), {0.9, true});
  optim::Ema ema(averaged, classifier, recipe.ema);
  ssl::DistributionAlignment align(ssl::equal_shares(data.classes()));

  classifier.train();
  auto progress =
      log.steps(recipe.steps, B + 2 * U, {classifier, averaged, sgd, ema, align, labelled_loader, unlabelled_loader});
  for (const Index step : progress) {
    const data::Batch x = labelled_loader.next();
    const data::Batch u = unlabelled_loader.next();
    const Tensor scores = classifier(cat({x.views[0], u.views[0], u.views[1]}));  // (B + 2U, classes)
    const Tensor weak = slice(scores, 0, B, B + U), strong = slice(scores, 0, B + U, B + 2 * U);
    const ssl::PseudoLabels guesses = ssl::pseudo_labels(align(softmax(weak.detach())), recipe.threshold);

    const auto [classes, weights] = targets.of(x.rows);
    const Tensor loss = cross_entropy(slice(scores, 0, 0, B), classes, {weights}) +
                        loss_of(strong, guesses) * static_cast<Scalar>(recipe.unlabelled_weight);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::fixmatch_cosine(recipe.learning_rate, step, recipe.steps));
    ema.update();
    progress.log({{"loss", loss.item()},
                  {"accepted", 100 * double{guesses.accepted}},
                  {"precision", precision(guesses, u.labels)}});
  }
  classifier.load_state_dict(averaged.state_dict());
  return progress.cost();
}

// [forgotten buffers]
void forget_buffers(nn::Module& averaged, const nn::Module& built) {
  nn::NamedTensors left = averaged.named_buffers();
  const nn::NamedTensors start = built.named_buffers();
  for (std::size_t i = 0; i < left.size(); ++i) left[i].second.mutable_data() = start[i].second.data();
}
// [forgotten buffers]

// [training mode]
Array outputs_in_training_mode(nn::Module& model, const data::Dataset& data, const data::ImageSet& set,
                               const Indices& rows, Index batch) {
  const NoGrad no_grad;
  const nn::StateDict before = model.state_dict();
  model.train();  // wrong: expected model.eval()
  std::vector<Tensor> outputs;
  for (auto begin = rows.begin(); begin != rows.end();) {
    const auto end = begin + std::min<std::ptrdiff_t>(batch, rows.end() - begin);
    outputs.push_back(model(Tensor(data::to_array(data, set, Indices(begin, end)))));
    begin = end;
  }
  model.load_state_dict(before);
  return cat(outputs).data();
}
// [training mode]

Indices class_by_class(const data::ImageSet& set) {
  Indices rows = data::all_rows(set);
  std::stable_sort(rows.begin(), rows.end(), [&set](Index a, Index b) {
    return set.labels[static_cast<std::size_t>(a)] < set.labels[static_cast<std::size_t>(b)];
  });
  return rows;
}

}  // namespace selfsame::tutorials
