// traps: mistakes that are easily made, each beside the right way, and what it does to the number.
#include <CLI/CLI.hpp>
#include <iostream>

#include "protocol/options.hpp"
#include "selfsame/report/text.hpp"
#include "traps/traps.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

std::string trap_names() {
  std::string names;
  for (const Trap& trap : traps()) names += (names.empty() ? "" : ", ") + trap.wrong;
  return names;
}

// The traps that were asked for.
std::vector<Trap> chosen(const std::string& name) {
  std::vector<Trap> some;
  for (const Trap& trap : traps()) {
    if (name == "all" || name == trap.wrong) some.push_back(trap);
  }
  require<UsageError>(!some.empty(), "--trap: \"", name, "\" is not one of all, ", trap_names());
  return some;
}

// [traps program]
void run(const Options& options, const std::string& only) {
  const std::vector<Trap> some = chosen(only);
  const data::Dataset data = load_data(options);
  report::Report report(report_setup(options, "Traps: what a mistake does to the number",
                                     "Each wrong way beside the right one, on the same images, splits and starting "
                                     "weights. A difference is wrong less right, in points of test accuracy."));
  for (const Cell& cell : make_cells(data, options, report)) {
    SharedNetworks networks;
    for (const Trap& trap : some) compare(trap, cell, networks);
  }
  for (const Trap& trap : some) report.note(trap.wrong + ", beside " + trap.right + ": " + trap.mistake + ".");
  if (options.profile != Profile::smoke) std::cout << report::text_table(trap_cells(report.results())) << "\n";
  report.finish();
}
// [traps program]

}  // namespace

int main(int argc, char** argv) {
  Program program{"traps", "Mistakes that are easily made, each beside the right way, and what it does to the number."};
  program.splits = "3";
  program.example = "--trap forgotten_buffers --labels 100 --profile quick";
  std::string only = "all";
  program.more_options = [&only](CLI::App& app) {
    app.add_option("--trap", only, "one of them: " + trap_names() + " [all]")
        ->option_text("NAME")
        ->capture_default_str();
  };
  program.more_free_on_resume = {"trap"};
  return run_program(argc, argv, program, [&only](const Options& options) { run(options, only); });
}
