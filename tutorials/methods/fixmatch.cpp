#include "methods/fixmatch.hpp"

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/ema.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/fixmatch.hpp"

namespace selfsame::tutorials {
namespace {

// Share of the accepted guesses that are right, in percent. Only this monitor sees the labels of unlabelled images.
double precision(const ssl::PseudoLabels& guesses, const Indices& truth) {
  double accepted = 0;
  double right = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const double counts = double{guesses.mask.data()(i)};
    accepted += counts;
    if (guesses.classes[i] == truth[i]) right += counts;
  }
  return accepted > 0 ? 100 * right / accepted : 0;
}

Tensor without_graph(nn::Module& network, const Tensor& images) {
  const NoGrad no_grad;
  return network(images);
}

ssl::DistributionAlignment alignment_to_equal_classes(Index classes) {
  return ssl::DistributionAlignment(filled({classes}, 1 / static_cast<Scalar>(classes)));
}

}  // namespace

// [fixmatch training]
Cost train_fixmatch(nn::Classifier& classifier, nn::Classifier& averaged, const data::Dataset& data,
                    const data::Targets& targets, const Indices& unlabelled, const FixMatchRecipe& recipe,
                    std::uint64_t seed, const report::TrainingLog& log) {
  const Index B = recipe.batch, U = recipe.unlabelled_ratio * recipe.batch;  // U = mu B
  data::Loader labelled_loader(data, data.train, targets.rows, B, {recipe.labelled}, seed);
  data::Loader unlabelled_loader(data, data.train, unlabelled, U, {recipe.weak, recipe.strong}, seed + 1);

  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(classifier), recipe.weight_decay), {0.9, true});
  optim::Ema ema(averaged, classifier, recipe.ema);
  ssl::DistributionAlignment align = alignment_to_equal_classes(data.classes());

  classifier.train();
  auto progress =
      log.steps(recipe.steps, B + 2 * U, {classifier, averaged, sgd, ema, align, labelled_loader, unlabelled_loader});
  for (const Index step : progress) {
    const data::Batch x = labelled_loader.next();
    const data::Batch u = unlabelled_loader.next();

    // One joint forward pass: batch norm sees labelled, weak and strong images together.
    const Tensor scores = classifier(cat({x.views[0], u.views[0], u.views[1]}));  // (B + 2U, classes)
    const Tensor weak = slice(scores, 0, B, B + U), strong = slice(scores, 0, B + U, B + 2 * U);

    // Guesses on the weak views become labels; detached, because a label is not to be argued with.
    const ssl::PseudoLabels guesses = ssl::pseudo_labels(align(softmax(weak.detach())), recipe.threshold);

    const auto [classes, weights] = targets.of(x.rows);
    const Tensor supervised = cross_entropy(slice(scores, 0, 0, B), classes, {weights});
    const Tensor consistency = ssl::consistency_loss(strong, guesses);
    const Tensor loss = supervised + consistency * static_cast<Scalar>(recipe.unlabelled_weight);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::fixmatch_cosine(recipe.learning_rate, step, recipe.steps));
    ema.update();

    progress.log({{"loss", loss.item()},
                  {"accepted", 100 * double{guesses.accepted}},
                  {"precision", precision(guesses, u.labels)}});
    progress.validate(averaged);
  }
  classifier.load_state_dict(averaged.state_dict());
  return progress.cost();
}
// [fixmatch training]

// [fixmatch variant]
Cost train_fixmatch_variant(nn::Classifier& classifier, nn::Classifier& averaged, const data::Dataset& data,
                            const data::Targets& targets, const Indices& unlabelled, const FixMatchRecipe& recipe,
                            const FixMatchVariant& variant, std::uint64_t seed, const report::TrainingLog& log) {
  const Index B = recipe.batch, U = recipe.unlabelled_ratio * recipe.batch;
  data::Loader labelled_loader(data, data.train, targets.rows, B, {recipe.labelled}, seed);
  data::Loader unlabelled_loader(data, data.train, unlabelled, U, {recipe.weak, recipe.strong}, seed + 1);

  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(classifier), recipe.weight_decay), {0.9, true});
  optim::Ema ema(averaged, classifier, recipe.ema);
  ssl::DistributionAlignment align = alignment_to_equal_classes(data.classes());

  classifier.train();
  const Index passes = variant.ema_teacher ? 2 : 1;  // the teacher looks at all images as well
  auto progress = log.steps(recipe.steps, passes * (B + 2 * U),
                            {classifier, averaged, sgd, ema, align, labelled_loader, unlabelled_loader});
  for (const Index step : progress) {
    const data::Batch x = labelled_loader.next();
    const data::Batch u = unlabelled_loader.next();
    const Tensor images = cat({x.views[0], u.views[0], u.views[1]});
    const Tensor scores = classifier(images);

    const Tensor teacher_scores = variant.ema_teacher ? without_graph(averaged, images) : scores.detach();
    Tensor guess = softmax(slice(teacher_scores, 0, B, B + U));
    if (variant.distribution_alignment) guess = align(guess);
    const ssl::PseudoLabels guesses = variant.soft_labels
                                          ? ssl::soft_pseudo_labels(guess, recipe.threshold, variant.temperature)
                                          : ssl::pseudo_labels(guess, recipe.threshold);

    const auto [classes, weights] = targets.of(x.rows);
    const Tensor loss = cross_entropy(slice(scores, 0, 0, B), classes, {weights}) +
                        ssl::consistency_loss(slice(scores, 0, B + U, B + 2 * U), guesses) *
                            static_cast<Scalar>(recipe.unlabelled_weight);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::fixmatch_cosine(recipe.learning_rate, step, recipe.steps));
    ema.update();

    progress.log({{"loss", loss.item()},
                  {"accepted", 100 * double{guesses.accepted}},
                  {"precision", precision(guesses, u.labels)}});
    progress.validate(averaged);
  }
  classifier.load_state_dict(averaged.state_dict());
  return progress.cost();
}
// [fixmatch variant]

}  // namespace selfsame::tutorials
