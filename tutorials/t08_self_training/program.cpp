// The loop that improves a deployed model: a network labels images for the next one; or it asks a person for the labels
// of a few, and how it chooses them is put to the test.
#include "methods/active.hpp"
#include "protocol/gallery.hpp"
#include "protocol/standard_rows.hpp"
#include "selfsame/report/image_figures.hpp"
#include "t08_self_training/active_rows.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

constexpr Strategy strategies[] = {Strategy::random, Strategy::least_confident, Strategy::most_diverse};

// The first images that each strategy asked for.
void draw_asked(const Cell& cell, const std::vector<Indices>& asked) {
  const Index columns = std::min<Index>(10, static_cast<Index>(asked.front().size()));
  if (columns == 0) return;
  Indices shown;
  std::vector<std::string> names;
  for (std::size_t s = 0; s < asked.size(); ++s) {
    shown.insert(shown.end(), asked[s].begin(), asked[s].begin() + columns);
    names.push_back(name_of(strategies[s]));
  }
  cell.report.add(report::image_grid("asked", "The first images that each strategy asked for",
                                     data::to_array(cell.data, cell.data.train, shown), columns, names, {},
                                     "A person has to name the class of each. Which row would you rather be given?"));
}

// The metrics that each round of self-training logged, over rounds counted from 1.
void draw_rounds(const Cell& cell) {
  const auto by_round = [&cell](const std::string& name, const std::string& metric) {
    report::Curve curve = cell.report.metrics().curve(cell.log("self_training").series(), metric);
    for (auto& [round, value] : curve) ++round;
    return report::NamedCurve{name, curve};
  };
  cell.report.add(report::curves_figure(
      "rounds", "Guesses that became labels",
      {by_round("images with a guess", "coverage"), by_round("guesses that are right", "precision"),
       by_round("validation accuracy", "round_accuracy")},
      "%", "Each round keeps more of the network's guesses. Training never sees which of them are right.", "round"));
}

// [t08 program]
void run(const Options& options) {
  const data::Dataset data = load_data(options);
  require<UsageError>(!options.labels().is_all(), "--labels: \"all\" leaves no image to be labelled by a network");
  report::Report report(report_setup(options, "Self-training: the loop that improves a deployed model",
                                     "A network labels images for the next one; or it asks a person for the labels "
                                     "of a few, and how it chooses them is put to the test."));
  const Indices budgets = budgets_of(options.labels().number(), data.classes(), options.by_profile<Index>(1, 2, 3));
  for (const std::uint64_t split : options.splits) {
    const auto with = [&](Index labels) { return make_cell(data, labels, split, options, report); };
    const Cell cell = with(options.labels().number());
    if (!cell.misses("self_training")) continue;  // done before a resume

    // As many labels at once, for comparison. The first of these networks asks the first questions.
    std::vector<std::unique_ptr<nn::Classifier>> supervised;
    for (const Index budget : budgets) supervised.push_back(add_supervised(with(budget)));

    const Cell start = with(budgets.front());
    std::vector<Indices> asked;
    for (const Strategy strategy : strategies) {
      asked.push_back(add_active(start, *supervised.front(), budgets, strategy));
    }
    const auto student = add_self_training(cell, *supervised.back());
    if (split != options.splits.front()) continue;
    draw_asked(start, asked);
    draw_rounds(cell);
    draw_confusion(cell, *student);
    save_model(cell, *student);
  }
  report.finish();
}
// [t08 program]

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv,
                     {"t08_self_training",
                      "A network labels images for the next one, or asks a person for the labels that help it most."},
                     run);
}
