#include "traps/traps.hpp"

#include <algorithm>

#include "methods/fixmatch_variant.hpp"
#include "methods/supervised.hpp"
#include "protocol/networks.hpp"
#include "protocol/rows.hpp"
#include "recipes/pretext.hpp"
#include "recipes/semi_supervised.hpp"
#include "recipes/supervised.hpp"
#include "selfsame/eval/accuracy.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/eval/update_bn.hpp"
#include "selfsame/ssl/nt_xent.hpp"
#include "traps/wrong_ways.hpp"

namespace selfsame::tutorials {
namespace {

// What recipes are asked for: in `quick` so many steps, which is less than they say. A trap shows in seconds.
Situation briefly(const Cell& cell, Index quick) {
  Situation situation = cell.situation();
  if (situation.steps == 0 && situation.profile == Profile::quick) situation.steps = quick;
  return situation;
}

double test_accuracy(nn::Module& classifier, const data::Dataset& data) {
  return eval::accuracy(eval::outputs(classifier, data, data.test), data.test.labels);
}

void add(const Cell& cell, const std::string& row, double accuracy, const report::Cost& cost) {
  report::Result result = cell.result(row, "test_accuracy", cost);
  result.value = accuracy;
  cell.report.add(result);
}

std::unique_ptr<nn::Classifier> copy_of(nn::Classifier& classifier, const Cell& cell) {
  auto copy = make_classifier(cell.data, cell.seed);
  copy->load_state_dict(classifier.state_dict());
  return copy;
}

// [best on test]
// Trains on the labels of the cell. The log measures on test images, where every other program gives it validation
// images, and the best of what it measured is kept.
nn::Classifier& supervised(const Cell& cell, SharedNetworks& networks) {
  if (networks.supervised) return *networks.supervised;
  networks.supervised = make_classifier(cell.data, cell.seed);
  const report::TrainingLog log =
      cell.report.training_log({"supervised", cell.labels, cell.split_number}, [&](nn::Module& network) {
        const double accuracy = test_accuracy(network, cell.data);
        networks.best_on_test = std::max(networks.best_on_test, accuracy);  // wrong: chosen by the test images
        return accuracy;
      });
  networks.supervised_cost = train_supervised(*networks.supervised, cell.data, cell.true_labels(),
                                              supervised_recipe(briefly(cell, 500)), cell.seed, log);
  return *networks.supervised;
}

void best_on_test(const Cell& cell, SharedNetworks& networks) {
  const double last = test_accuracy(supervised(cell, networks), cell.data);
  add(cell, "last_step", last, networks.supervised_cost);
  add(cell, "best_on_test", std::max(networks.best_on_test, last), networks.supervised_cost);
}
// [best on test]

nn::Classifier& fixmatch(const Cell& cell, SharedNetworks& networks) {
  if (networks.fixmatch) return *networks.fixmatch;
  networks.fixmatch = make_classifier(cell.data, cell.seed);
  const auto averaged = make_classifier(cell.data, cell.seed);
  networks.fixmatch_cost =
      train_fixmatch(*networks.fixmatch, *averaged, cell.data, cell.true_labels(), cell.split.unlabelled,
                     fixmatch_recipe(briefly(cell, 150)), cell.seed, cell.log("mean_over_all"));
  return *networks.fixmatch;
}

// [diagonal pair]
void unmasked_diagonal(const Cell& cell, SharedNetworks&) {
  const SimclrRecipe recipe = simclr_recipe(briefly(cell, 300));
  const auto add_encoder = [&](const std::string& row, const PairLoss& loss) {
    const auto encoder = make_encoder(cell.data, cell.seed);
    const Cost cost =
        train_simclr_by(loss, *encoder, cell.data, cell.split.unlabelled, recipe, cell.seed, cell.pretext_log(row));
    eval::update_bn(*encoder, cell.data, cell.data.train, cell.split.unlabelled);
    add_probe_row(cell, row, *encoder, cost);
  };
  add_encoder("masked_diagonal", ssl::nt_xent);
  add_encoder("unmasked_diagonal", nt_xent_unmasked);
}
// [diagonal pair]

// [fine-tuned probe]
// The encoder has random weights: there is nothing in it that a probe could find, but for the shape of the network.
void fine_tuned_probe(const Cell& cell, SharedNetworks& networks) {
  add_probe_row(cell, "frozen_probe", *make_encoder(cell.data, cell.seed), {});
  const auto classifier = copy_of(supervised(cell, networks), cell);  // wrong: the optimizer got the encoder, too
  settle_batch_norm(*classifier, cell, cell.split.labelled);
  add_row(cell, "fine_tuned_probe", *classifier, networks.supervised_cost);
}
// [fine-tuned probe]

// [redrawn split]
// Two rows of one and the same method: whatever stands between them, nothing made it but the draw.
void redrawn_split(const Cell& cell, SharedNetworks&) {
  const auto encoder = make_encoder(cell.data, cell.seed);
  add_probe_row(cell, "frozen_probe", *encoder, {});
  Cell other = cell;
  const auto labels = static_cast<Index>(cell.split.labelled.size());
  other.split = data::few_labels(cell.data, labels, cell.split_number + 1000);  // wrong: expected cell.split
  add_probe_row(other, "redrawn_split", *encoder, {});
}
// [redrawn split]

// [forgotten buffers]
void forgotten_buffers(const Cell& cell, SharedNetworks& networks) {
  nn::Classifier& right = fixmatch(cell, networks);
  add_row(cell, "mean_over_all", right, networks.fixmatch_cost);
  const auto wrong = copy_of(right, cell);
  forget_buffers(*wrong, *make_classifier(cell.data, cell.seed));
  add_row(cell, "forgotten_buffers", *wrong, networks.fixmatch_cost);
}
// [forgotten buffers]

void mean_over_accepted(const Cell& cell, SharedNetworks& networks) {
  add_row(cell, "mean_over_all", fixmatch(cell, networks), networks.fixmatch_cost);
  const auto classifier = make_classifier(cell.data, cell.seed), averaged = make_classifier(cell.data, cell.seed);
  FixMatchVariant wrong;
  wrong.consistency = loss_over_accepted;
  const Cost cost =
      train_fixmatch_variant(*classifier, *averaged, cell.data, cell.true_labels(), cell.split.unlabelled,
                             fixmatch_recipe(briefly(cell, 150)), wrong, cell.seed, cell.log("mean_over_accepted"));
  add_row(cell, "mean_over_accepted", *classifier, cost);
}

// [batch statistics]
void batch_statistics(const Cell& cell, SharedNetworks& networks) {
  const auto classifier = copy_of(supervised(cell, networks), cell);
  add(cell, "last_step", test_accuracy(*classifier, cell.data), networks.supervised_cost);
  const Indices rows = class_by_class(cell.data.test);
  const Array scores = outputs_in_training_mode(*classifier, cell.data, cell.data.test, rows, 100);
  add(cell, "batch_statistics", eval::accuracy(scores, eval::labels_of(cell.data.test, rows)),
      networks.supervised_cost);
}
// [batch statistics]

// [test statistics]
void test_statistics(const Cell& cell, SharedNetworks& networks) {
  const auto add_settled = [&](const std::string& row, const data::ImageSet& set, const Indices& rows) {
    const auto classifier = copy_of(supervised(cell, networks), cell);
    eval::update_bn(*classifier, cell.data, set, rows);
    add(cell, row, test_accuracy(*classifier, cell.data), networks.supervised_cost);
  };
  add_settled("training_statistics", cell.data.train, cell.split.labelled);
  add_settled("unlabelled_statistics", cell.data.train, cell.split.unlabelled);
  add_settled("test_statistics", cell.data.test, data::all_rows(cell.data.test));  // wrong: an image that is judged
}
// [test statistics]

}  // namespace

const std::vector<Trap>& traps() {
  static const std::vector<Trap> all = {
      {"unmasked_diagonal", "masked_diagonal", "a view is among its own negatives in NT-Xent", unmasked_diagonal},
      {"fine_tuned_probe", "frozen_probe", "a \"probe\" whose encoder goes on learning", fine_tuned_probe},
      {"redrawn_split", "frozen_probe", "two rows of a comparison have other labelled images", redrawn_split},
      {"best_on_test", "last_step", "the best of ten test accuracies, in the place of the last", best_on_test},
      {"forgotten_buffers", "mean_over_all", "averaged weights with the first statistics", forgotten_buffers},
      {"mean_over_accepted", "mean_over_all", "FixMatch's loss divided by the accepted images", mean_over_accepted},
      {"batch_statistics", "last_step", "no eval(), and test images in the order of their classes", batch_statistics},
      {"test_statistics", "training_statistics", "batch norm's statistics taken of the test images", test_statistics}};
  return all;
}

void compare(const Trap& trap, const Cell& cell, SharedNetworks& networks) {
  if (cell.misses(trap.right) || cell.misses(trap.wrong)) trap.compare(cell, networks);
}

std::vector<std::vector<std::string>> trap_cells(const std::vector<report::Result>& results) {
  std::vector<std::vector<std::string>> cells = {{"trap", "right", "wrong", "difference"}};
  for (const Trap& trap : traps()) {
    const auto summaries = report::summarize_methods(results, "test_accuracy", trap.right);
    const auto row = [&summaries](const std::string& name) {
      return std::find_if(summaries.begin(), summaries.end(), [&](const auto& s) { return s.method == name; });
    };
    const auto right = row(trap.right), wrong = row(trap.wrong);
    if (right == summaries.end() || wrong == summaries.end()) continue;
    cells.push_back({trap.wrong, report::summary_text(right->value), report::summary_text(wrong->value),
                     report::gain_text(wrong->gain)});
  }
  return cells;
}

}  // namespace selfsame::tutorials
