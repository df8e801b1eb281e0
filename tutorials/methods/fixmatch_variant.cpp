#include "methods/fixmatch_variant.hpp"

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/core/ranks.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/ema.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/class_thresholds.hpp"
#include "selfsame/ssl/distribution_alignment.hpp"

namespace selfsame::tutorials {
namespace {

Tensor without_graph(nn::Module& network, const Tensor& images) {
  const NoGrad no_grad;
  return network(images);
}

// The class of a guess or all of it, accepted from one threshold on or from that of its class.
ssl::PseudoLabels pseudo_labels_of(const Tensor& guess, Scalar threshold, const FixMatchVariant& variant,
                                   ssl::ClassThresholds& thresholds) {
  ssl::PseudoLabels labels = variant.soft_labels ? ssl::soft_pseudo_labels(guess, threshold, variant.temperature)
                                                 : ssl::pseudo_labels(guess, threshold);
  if (variant.class_thresholds) thresholds(labels, guess);
  return labels;
}

}  // namespace

// [fixmatch variant]
Cost train_fixmatch_variant(nn::Classifier& classifier, nn::Classifier& averaged, const data::Dataset& data,
                            const data::Targets& targets, const Indices& unlabelled, const FixMatchRecipe& recipe,
                            const FixMatchVariant& variant, std::uint64_t seed, const report::TrainingLog& log) {
  const Index mu = recipe.unlabelled_ratio, images_of_all = (1 + 2 * mu) * recipe.batch;
  const Index B = share_of(recipe.batch).count(), U = mu * B;  // one process has all of the batch
  data::Loader labelled_loader(data, data.train, targets.rows, recipe.batch, {recipe.labelled},
                               named_seed(seed, "labelled"));
  data::Loader unlabelled_loader(data, data.train, unlabelled, mu * recipe.batch, {recipe.weak, recipe.strong},
                                 named_seed(seed, "unlabelled"), data::LoaderOptions::in_groups_of(mu));

  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(classifier), recipe.weight_decay), {0.9, true});
  optim::Ema ema(averaged, classifier, recipe.ema);
  ssl::DistributionAlignment align(ssl::equal_shares(data.classes()));
  ssl::ClassThresholds thresholds(data.classes());

  classifier.train();
  const Index passes = variant.ema_teacher ? 2 : 1;  // the teacher looks at all images as well
  auto progress = log.steps(
      recipe.steps, passes * images_of_all,
      {classifier, averaged, sgd, ema, align, thresholds.running_means(), labelled_loader, unlabelled_loader});
  for (const Index step : progress) {
    const data::Batch x = labelled_loader.next();
    const data::Batch u = unlabelled_loader.next();
    const Tensor images = cat({x.views[0], u.views[0], u.views[1]});
    const Tensor scores = classifier(images);

    const Tensor teacher_scores = variant.ema_teacher ? without_graph(averaged, images) : scores.detach();
    Tensor guess = softmax(slice(teacher_scores, 0, B, B + U));
    if (variant.distribution_alignment) guess = align(guess);
    const ssl::PseudoLabels guesses = pseudo_labels_of(guess, recipe.threshold, variant, thresholds);

    const auto [classes, weights] = targets.of(x.rows);
    const Tensor loss = cross_entropy(slice(scores, 0, 0, B), classes, {weights}) +
                        variant.consistency(slice(scores, 0, B + U, B + 2 * U), guesses) *
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
