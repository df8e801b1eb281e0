/** \page t07_transfer Transfer: what other classes teach
*/
#include <CLI/CLI.hpp>
#include <algorithm>

#include "selfsame/report/text.hpp"
#include "t02_supervised/supervised.hpp"
#include "t05_contrastive/simclr.hpp"
#include "t07_transfer/transfer.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [gain map]
// A row of the map for each source and depth, a column for each number of labels: accuracy, and the gain over training
// from scratch on the same labels.
void report_gain_map(report::Report& report, const Options& options, const std::vector<std::string>& rows) {
  const auto summaries = report::summarize_methods(report.results());
  std::vector<std::vector<report::HeatCell>> cells;
  std::vector<std::string> columns;
  for (const Index labels : options.label_counts) columns.push_back(labels_text(labels));
  for (const std::string& row : rows) {
    cells.emplace_back();
    for (const Index labels : options.label_counts) {
      for (const report::MethodSummary& summary : summaries) {
        if (summary.method != row || summary.labels != labels) continue;
        const double gain = summary.gain.mean;  // 0 for "supervised" itself
        std::string text = report::fixed(summary.value.mean, 1);
        if (summary.has_gain) text += concat(" (", gain < 0 ? "" : "+", report::fixed(gain, 1), ")");
        cells.back().push_back({gain, text});
      }
    }
  }
  report.add(report::heat_map("depth", "Where it was learnt, how deep it goes on learning", cells, rows, columns,
                              "source and depth", "labels of the target",
                              "Test accuracy, and in brackets the gain over training from scratch on the same labels. "
                              "probe: nothing of the encoder learns; last1, last2: the last one or two blocks; all."));
}
// [gain map]

// [t07 program]
void run(const Options& options, const std::string& target_name) {
  const SourceAndTarget data = source_and_target(options, target_name);
  report::Report report(report_setup(options, "Transfer: what other classes teach",
                                     "An encoder learns from " + data.source.name +
                                         ", with labels and without, and is then tried on " + data.target.name +
                                         " with few labels: frozen, in part or as a whole."));
  std::vector<Experiment> targets;  // every request is checked before any training
  for (const Index labels : options.label_counts) {
    for (const std::uint64_t split : options.splits) {
      targets.push_back(experiment_for(data.target, labels, split, options.seed + split, report));
    }
  }
  const Experiment source = experiment_for(data.source, all_labels, 0, options.seed, report);
  const Pretrained labelled = labelled_encoder(source, options);
  const Pretrained simclr = simclr_encoder(source, options);
  const Index blocks = block_count(*simclr.encoder);

  std::vector<std::string> rows{"supervised"};
  for (const Experiment& target : targets) {
    const Pretrained random{make_encoder(data.target, target.seed), {}, "random"};
    const auto missing = [&](const std::string& row) {  // not done before a resume
      return report.find(row, target.labels, target.split_number, target.seed) == nullptr;
    };
    if (missing("supervised")) run_supervised(target, options);
    for (const Pretrained* from : {&random, &labelled, &simclr}) {
      // All blocks of a random encoder is training from scratch, the row that is there already.
      for (Index trained = 0; trained <= (from == &random ? blocks - 1 : blocks); ++trained) {
        const std::string row = transfer_row(from->name, trained, blocks);
        if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
        if (!missing(row)) continue;
        if (trained == 0) {
          report_probe(target, row, *from->encoder, from->cost);
        } else {
          const auto classifier = run_transfer(target, options, *from, trained);
          if (row == "simclr_all" && &target == &targets.back()) save_model(report, *classifier);
        }
      }
    }
  }
  report_gain_map(report, options, rows);
  report.finish();
}
// [t07 program]

}  // namespace

/** \page t07_transfer
\tableofcontents
\subsection t07_around The program around it

Both encoders are made once. Then every number of labels and every split gets its rows; what has been measured before a
`--resume` is not measured again.

\snippet t07_transfer/main.cpp t07 program

The map that the program draws puts accuracies and gains side by side, one row for each source and depth:

\snippet t07_transfer/main.cpp gain map
*/

int main(int argc, char** argv) {
  std::string target;
  Program program;
  program.name = "t07_transfer";
  program.description = "An encoder learns from some classes and is moved to others, frozen, in part or as a whole.";
  program.labels = "10,50,250";
  program.several_labels = true;
  program.more_options = [&target](CLI::App& app) {
    app.add_option("--target", target, "another data set to move to [the upper half of the classes of --dataset]")
        ->option_text("NAME");
  };
  program.example = "--dataset fashion-mnist --labels 10,50,250 --profile quick";
  return run_program(argc, argv, program, [&target](const Options& options) { run(options, target); });
}
