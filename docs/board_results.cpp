// board_results RESULTS.CSV NAME DIRECTORY: what the page of the board shows of a stored run, made anew with every
// build of the documentation, so that it cannot differ from the file: NAME_accuracy.svg, NAME_grid.txt and
// NAME_table.txt.
#include <iostream>

#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/report/figures.hpp"
#include "selfsame/report/results.hpp"
#include "selfsame/report/text.hpp"

using namespace selfsame;

namespace {

void write_pages(const std::string& csv, const std::string& name, const std::string& directory) {
  const std::vector<report::Result> results = report::read_results(csv);
  const std::vector<report::MethodSummary> summaries = report::summarize_methods(results);
  const report::Figure figure = report::accuracy_figure(summaries);
  require<Error>(!figure.svg.empty(), "board_results: there is no gnuplot to draw with; tools/setup installs it");
  const std::string path = directory + "/" + name;
  io::prepare_output_directory(directory);
  report::write_svg(path + "_accuracy.svg", figure);
  io::write_file(path + "_grid.txt", report::text_table(report::accuracy_grid(summaries)));
  io::write_file(path + "_table.txt", report::results_table(results));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    require<UsageError>(argc == 4, "board_results: expected RESULTS.CSV NAME DIRECTORY, found ", argc - 1,
                        " arguments");
    write_pages(argv[1], argv[2], argv[3]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
