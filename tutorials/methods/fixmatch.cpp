#include "methods/fixmatch.hpp"

#include "selfsame/core/ranks.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/ema.hpp"
#include "selfsame/optim/schedule.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/ssl/distribution_alignment.hpp"
#include "selfsame/ssl/fixmatch.hpp"

namespace selfsame::tutorials {

double precision(const ssl::PseudoLabels& guesses, const Indices& truth) {
  double accepted = 0;
  double right = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const double counts = double{guesses.mask.data()(i)};
    accepted += counts;
    if (guesses.classes[i] == truth[i]) right += counts;
  }
  transport().sum(&accepted, 1);  // over all processes' images
  transport().sum(&right, 1);
  return accepted > 0 ? 100 * right / accepted : 0;
}

// [fixmatch training]
Cost train_fixmatch(nn::Classifier& classifier, nn::Classifier& averaged, const data::Dataset& data,
                    const data::Targets& targets, const Indices& unlabelled, const FixMatchRecipe& recipe,
                    std::uint64_t seed, const report::TrainingLog& log) {
  const Index mu = recipe.unlabelled_ratio, images = (1 + 2 * mu) * recipe.batch;
  const Index B = share_of(recipe.batch).count(), U = mu * B;  // one process has all of the batch
  data::Loader labelled_loader(data, data.train, targets.rows, recipe.batch, {recipe.labelled},
                               named_seed(seed, "labelled"));
  data::Loader unlabelled_loader(data, data.train, unlabelled, mu * recipe.batch, {recipe.weak, recipe.strong},
                                 named_seed(seed, "unlabelled"), data::LoaderOptions::in_groups_of(mu));

  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(classifier), recipe.weight_decay), {0.9, true});
  optim::Ema ema(averaged, classifier, recipe.ema);
  ssl::DistributionAlignment align(ssl::equal_shares(data.classes()));

  classifier.train();
  auto progress =
      log.steps(recipe.steps, images, {classifier, averaged, sgd, ema, align, labelled_loader, unlabelled_loader});
  for (const Index step : progress) {
    const data::Batch x = labelled_loader.next();
    const data::Batch u = unlabelled_loader.next();

    //! BEGIN SOLUTION a4.t6
    //! x.views[0]: (B, H, W, C) labelled images; u.views[0] and u.views[1]: (U, H, W, C) the same unlabelled images,
    //! weakly and strongly augmented. x.rows: which images; targets.of(x.rows) gives their classes and weights (a pair,
    //! for cross_entropy(scores, classes, {weights})). align: (U, classes) probabilities in, aligned ones out.
    //! recipe: threshold, unlabelled_weight (lambda), learning_rate, steps. sgd, ema and progress are ready.
    //! One pass through the classifier for all B + 2U images; guesses from the weak views, detached, softmax, aligned;
    //! the loss; one step of sgd at the rate optim::fixmatch_cosine(rate, step, steps); one update of ema; the log of
    //! "loss", "accepted" (in percent) and "precision" (precision(guesses, u.labels)).
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
    //! END SOLUTION
    progress.validate(averaged);
  }
  classifier.load_state_dict(averaged.state_dict());
  return progress.cost();
}
// [fixmatch training]

}  // namespace selfsame::tutorials
