// Transfer: encoders that learnt from some classes, with labels and without, are moved to others with few labels, and
// go on learning not at all, in part or as a whole.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "methods/transfer.hpp"
#include "protocol/gallery.hpp"
#include "protocol/standard_rows.hpp"
#include "recipes/supervised.hpp"
#include "t07_transfer/rows.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// [gain map]
// A row of the map for each source and depth, a column for each number of labels: accuracy, and the gain over training
// from scratch on the same labels.
void draw_gain_map(report::Report& report, const Options& options, const std::vector<std::string>& rows) {
  const auto summaries = report::summarize_methods(report.results());
  std::vector<std::vector<report::HeatCell>> cells;
  std::vector<std::string> columns;
  for (const data::LabelCount labels : options.label_counts) columns.push_back(report::labels_text(labels));
  for (const std::string& row : rows) {
    cells.emplace_back();
    for (const data::LabelCount labels : options.label_counts) {
      for (const report::MethodSummary& summary : summaries) {
        if (summary.method == row && summary.labels == labels) cells.back().push_back(gain_cell(summary));
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
  const std::vector<Cell> targets = make_cells(data.target, options, report);
  const Cell source = make_cell(data.source, all_labels, 0, options, report);
  const Pretrained labelled = labelled_encoder(source);
  const Pretrained simclr = simclr_encoder(source);
  const Index blocks = block_count(*simclr.encoder);

  std::vector<std::string> rows{"supervised"};
  for (const Cell& target : targets) {
    const Pretrained random{make_encoder(data.target, target.seed), {}, "random"};
    if (target.misses("supervised")) add_supervised(target);
    for (const Pretrained* from : {&random, &labelled, &simclr}) {
      // All blocks of a random encoder is training from scratch, the row that is there already.
      for (Index trained = 0; trained <= (from == &random ? blocks - 1 : blocks); ++trained) {
        const std::string row = transfer_row(from->name, trained, blocks);
        if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
        if (!target.misses(row)) continue;
        if (trained == 0) {
          add_probe_row(target, *from);
        } else {
          const auto classifier = add_transfer(target, *from, trained);
          if (row == "simclr_all" && &target == &targets.back()) save_model(target, *classifier);
        }
      }
    }
  }
  draw_gain_map(report, options, rows);
  report.finish();
}
// [t07 program]

}  // namespace

int main(int argc, char** argv) {
  std::string target;
  Program program{"t07_transfer",
                  "An encoder learns from some classes and is moved to others, frozen, in part or as a whole."};
  program.labels = "10,50,250";
  program.several_labels = true;
  program.more_options = [&target](CLI::App& app) {
    app.add_option("--target", target, "another data set to move to [the upper half of the classes of --dataset]")
        ->option_text("NAME");
  };
  program.example = "--dataset fashion-mnist --labels 10,50,250 --profile quick";
  return run_program(argc, argv, program, [&target](const Options& options) { run(options, target); });
}
