// Pre-training, graph labels and FixMatch, alone and chained, at equal numbers of updates, and what a second buys.
#include "protocol/standard_rows.hpp"
#include "t13_combined/combinations.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [t13 program]
void run(const Options& options) {
  const data::Dataset data = load_data(options);
  report::Report report(report_setup(options, "Combining: what a start, a graph and a loop add to each other",
                                     "Eight ways to spend the same number of updates, at several lengths. Rows are "
                                     "named METHOD@UPDATES; gains are over the tuned supervised baseline."));
  std::vector<Index> lengths =
      options.by_profile<std::vector<Index>>({6}, {100, 400}, {300, 1000, 3000}, {3000, 10000, 30000});
  if (options.steps > 0) lengths = {options.steps};
  for (const Cell& cell : make_cells(data, options, report)) {
    if (cell.misses("supervised")) add_supervised(cell);
    for (const Index updates : lengths) add_combinations(cell, updates);
  }
  draw_costs(report);
  report.add_curves("validation", "Validation accuracy during training", "validation_accuracy", "accuracy (%)",
                    "What follows the pre-training; each line begins where the probe of its start stands.");
  report.finish();
}
// [t13 program]

}  // namespace

int main(int argc, char** argv) {
  return run_program(
      argc, argv,
      {"t13_combined",
       "Pre-training, graph labels and FixMatch, alone and chained, at equal updates and equal seconds."},
      run);
}
