#include "t09_fixmatch/fixmatch.hpp"

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/data/recipes.hpp"
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

}  // namespace

// [fixmatch training]
Cost train_fixmatch(nn::Classifier& classifier, const Experiment& experiment, const Teaching& taught,
                    const FixMatchSettings& settings, const std::string& method) {
  const data::Dataset& data = experiment.data;
  const Index labelled = settings.batch;
  const Index unlabelled = settings.unlabelled_ratio * settings.batch;
  data::Loader labelled_loader(data, data.train, taught.rows, labelled, {settings.labelled}, experiment.seed);
  data::Loader unlabelled_loader(data, data.train, experiment.split.unlabelled, unlabelled,
                                 {settings.weak, settings.strong}, experiment.seed + 1);

  optim::Sgd sgd(optim::decay_groups(optim::parameters_of(classifier), settings.weight_decay), {0.9, true});

  const auto averaged = make_classifier(data, experiment.seed);
  optim::Ema ema(*averaged, classifier, settings.ema);
  ssl::DistributionAlignment align(filled({data.classes()}, 1 / static_cast<Scalar>(data.classes())));

  classifier.train();
  const Index images = labelled + 2 * unlabelled;
  auto progress = experiment.report.progress(experiment.series(method), settings.steps, images);
  for (const Index step : progress) {
    const data::Batch known = labelled_loader.next();
    const data::Batch unknown = unlabelled_loader.next();

    // One joint forward pass: batch norm sees labelled, weak and strong images together.
    const Tensor joint = cat({known.views[0], unknown.views[0], unknown.views[1]});
    const Tensor scores = classifier(joint);
    const Tensor known_scores = slice(scores, 0, 0, labelled);
    const Tensor strong_scores = slice(scores, 0, labelled + unlabelled, images);

    // Guesses on the weak views become labels; detached, because a label is not to be argued with.
    const Tensor teacher_scores = settings.ema_teacher ? without_graph(*averaged, joint) : scores.detach();
    Tensor guess = softmax(slice(teacher_scores, 0, labelled, labelled + unlabelled));
    if (settings.distribution_alignment) guess = align(guess);
    const ssl::PseudoLabels labels = settings.soft_labels
                                         ? ssl::soft_pseudo_labels(guess, settings.threshold, settings.temperature)
                                         : ssl::pseudo_labels(guess, settings.threshold);

    const auto [classes, weights] = taught.of(known.rows);
    const Tensor supervised = cross_entropy(known_scores, classes, {weights});
    const Tensor consistency = ssl::consistency_loss(strong_scores, labels);
    const Tensor loss = supervised + consistency * static_cast<Scalar>(settings.unlabelled_weight);
    sgd.zero_grad();
    loss.backward();
    sgd.step(optim::fixmatch_cosine(settings.learning_rate, step, settings.steps));
    ema.update();

    progress.log({{"loss", loss.item()},
                  {"accepted", 100 * double{labels.accepted}},
                  {"precision", precision(labels, eval::labels_of(data.train, unknown.rows))}});
    if (time_to_validate(step, settings.steps)) {
      progress.log({{"validation_accuracy", validation_accuracy(*averaged, experiment)}});
    }
  }
  classifier.load_state_dict(averaged->state_dict());
  const Index seen = settings.ema_teacher ? 2 * images : images;  // the teacher looks at them as well
  return {settings.steps, settings.steps * seen, progress.seconds()};
}
// [fixmatch training]

FixMatchSettings fixmatch_settings(const data::Dataset& data, Index labels, const Options& options,
                                   const FixMatchSwitches& switches) {
  FixMatchSettings settings;
  settings.steps = labels >= many_labels ? options.steps_or(20, 1200, 1500) : options.steps_or(20, 500, 600);
  settings.batch = options.by_profile<Index>(64, 64, 128);
  if (data.photographs) {
    settings.steps = options.steps_or(20, 1200, 3000);
    settings.learning_rate = 0.05;
  }
  settings.ema = options.by_profile(0.9, 0.99, 0.99);
  settings.weak = data::weak_augment(data);
  settings.labelled = settings.strong = data::strong_augment(data);
  // [switches]
  if (switches.no_threshold) settings.threshold = 0;
  if (switches.weak_only) settings.strong = settings.weak;
  settings.distribution_alignment = switches.distribution_alignment;
  settings.soft_labels = switches.soft_labels;
  settings.temperature = static_cast<Scalar>(switches.temperature);
  settings.ema_teacher = switches.ema_teacher;
  // [switches]
  return settings;
}

// [fixmatch with a start]
std::unique_ptr<nn::Classifier> run_fixmatch(const Experiment& experiment, const Options& options,
                                             const Pretrained& pretrained, const ImageGraph& graph,
                                             const FixMatchSwitches& switches) {
  auto classifier = probed_classifier(experiment, pretrained);
  const Teaching carried =
      carried_labels(experiment, graph, graph_settings(experiment.data, experiment.labels, options));
  const FixMatchSettings settings = fixmatch_settings(experiment.data, experiment.labels, options, switches);
  const Cost cost = train_fixmatch(*classifier, experiment, carried, settings, "fixmatch");
  settle_batch_norm(*classifier, experiment, experiment.split.unlabelled);
  report_classifier(experiment, "fixmatch", *classifier, graph.cost + cost);
  return classifier;
}
// [fixmatch with a start]

FixMatchSettings fixmatch_scratch_settings(const data::Dataset& data, Index labels, const Options& options,
                                           const FixMatchSwitches& switches) {
  FixMatchSettings settings = fixmatch_settings(data, labels, options, switches);
  settings.batch = options.by_profile<Index>(32, 32, 64);  // as the paper: few labelled images, weakly augmented
  settings.unlabelled_ratio = 4;                           // 7 there
  settings.labelled = settings.weak;
  settings.learning_rate = 0.1;  // random weights have further to go
  settings.weight_decay = 2e-3;
  return settings;
}

void run_fixmatch_from_scratch(const Experiment& experiment, const Options& options, const FixMatchSwitches& switches) {
  const auto classifier = make_classifier(experiment.data, experiment.seed);
  const FixMatchSettings settings = fixmatch_scratch_settings(experiment.data, experiment.labels, options, switches);
  const Cost cost = train_fixmatch(*classifier, experiment, true_labels(experiment), settings, "fixmatch_scratch");
  settle_batch_norm(*classifier, experiment, experiment.split.unlabelled);
  report_classifier(experiment, "fixmatch_scratch", *classifier, cost);
}

}  // namespace selfsame::tutorials
