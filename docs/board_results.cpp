// board_results RESULTS.CSV DIRECTORY: what the page of the board shows of a stored run, made anew with every build of the
// documentation, so that it cannot differ from the file.
#include <iostream>

#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/report/figures.hpp"
#include "selfsame/report/results.hpp"
#include "selfsame/report/text.hpp"

using namespace selfsame;

namespace {

void write_pages(const std::string& csv, const std::string& directory) {
  const std::vector<report::Result> results = report::read_results(csv);
  const std::vector<report::MethodSummary> summaries = report::summarize_methods(results);
  const report::Figure figure =
      report::accuracy_against_labels("board_accuracy", "Test accuracy against the number of labels", summaries, "");
  require<Error>(!figure.svg.empty(), "board_results: there is no gnuplot to draw with; tools/setup installs it");
  io::prepare_output_directory(directory);
  report::write_svg(directory + "/" + figure.name + ".svg", figure);
  io::write_file(directory + "/board_grid.txt", report::text_table(report::accuracy_grid(summaries)));
  io::write_file(directory + "/board_table.txt", report::results_table(results));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    require<UsageError>(argc == 3, "board_results: expected RESULTS.CSV DIRECTORY, found ", argc - 1, " arguments");
    write_pages(argv[1], argv[2]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
