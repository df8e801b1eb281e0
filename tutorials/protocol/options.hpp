/// \file
/// The options that every program takes, and what becomes of errors: one line on stderr and an exit status.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "recipes/situation.hpp"
#include "selfsame/core/ranks.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/data/formats.hpp"
#include "selfsame/data/label_count.hpp"
#include "selfsame/report/report.hpp"

namespace CLI {
class App;
}

namespace selfsame::tutorials {

using data::all_labels;

/// What was asked for on the command line.
struct Options {
  std::string program;                                 ///< "t04_rotation"
  std::string dataset;                                 ///< one of the program's; empty where it has none
  std::string data_dir;                                ///< empty: $SELFSAME_DATA, then the system's places
  std::vector<data::LabelCount> label_counts = {100};  ///< several where the program sweeps
  std::vector<std::uint64_t> splits = {0};             ///< numbers of the choices of labelled images
  std::uint64_t seed = 0;                              ///< of everything random but the choice of labelled images
  Profile profile = Profile::quick;                    ///< the time there is
  Index steps = 0;                                     ///< 0: as many as the profile says
  Index validation = 1000;                             ///< images that choices are made by
  std::string out;                                     ///< "out/<program>"
  int threads = 0;                                     ///< threads in use, once parsed
  bool resume = false;                                 ///< go on where an earlier run in `out` was stopped
  double checkpoint_every = 0;                         ///< seconds between two checkpoints of a training; 0: none
  bool tensorboard = false;                            ///< also write what TensorBoard shows
  bool sync_bn = true;                                 ///< batch norm over all processes' images
  report::OptionList all;                              ///< name and value of every option, defaults included
  std::vector<std::string> free_on_resume;             ///< options that decide nothing of what a row computes
  data::FolderOptions folder = {};                     ///< how --dataset folder treats what it finds

  data::LabelCount labels() const { return label_counts.front(); }  ///< the first count, for programs that take one

  /// The value that belongs to the profile.
  template <class T>
  T by_profile(T smoke, T quick, T full, T hour) const {
    switch (profile) {
      case Profile::smoke:
        return smoke;
      case Profile::quick:
        return quick;
      case Profile::full:
        return full;
      default:
        return hour;
    }
  }
  /// The same where `long` has what `full` has.
  template <class T>
  T by_profile(T smoke, T quick, T full) const {
    return by_profile(smoke, quick, full, full);
  }

  /// Training steps: --steps where it was given, else what the profile says.
  Index steps_or(Index smoke, Index quick, Index full) const {
    return steps > 0 ? steps : by_profile(smoke, quick, full);
  }
};

/// What `--help` says about a program, and which defaults are its own.
struct Program {
  std::string name;                                   ///< "t04_rotation"
  std::string description;                            ///< one line: what it does and shows
  std::string labels = "100";                         ///< default of --labels
  bool several_labels = false;                        ///< whether --labels takes a list
  std::string example = {};                           ///< options for the example line of --help; may be empty
  std::function<void(CLI::App&)> more_options = {};   ///< adds the program's own options; may be empty
  std::vector<std::string> more_free_on_resume = {};  ///< of these, what may change when a run is resumed

  /// What --dataset may name, the default first. A program that draws points of its own names those instead, and then
  /// takes no --data-dir; one with no choice of data gives an empty list and takes none of --dataset, --data-dir,
  /// --labels, --splits, --first-split: an option that would change nothing is refused.
  std::vector<std::string> datasets = data::dataset_names();
  bool checkpoints = true;                 ///< whether it takes --checkpoint-every: not where training takes seconds
  std::string things = "labelled images";  ///< what --labels counts
  std::string splits = "1";                ///< default of --splits
  std::string threads = "0";               ///< default of --threads; "1" where arrays are too small to share out
  bool trains = true;  ///< a program that does not takes none of --profile, --steps, --seed, --resume, ...

  /// Joins the processes that mpirun has started, distributed::mpirun; empty for a program that works in one alone.
  std::function<std::unique_ptr<Transport>()> several_processes = {};
  bool shares_batches = true;  ///< whether these share each batch, and take --no-sync-bn
};

/// Reads the command line. `--help` and `--version` print and throw `Finished`.
/// \throws UsageError  that names the option, what was expected and what was found
Options parse_options(int argc, const char* const* argv, const Program& program);

/// Thrown where a program has nothing left to do: after --help and --version.
struct Finished {};

/// The data set that was asked for. What of a folder was left out or changed is said on stderr, one line each.
/// \throws Error, UsageError  as `data::load_dataset` and `data::load_folder`
data::Dataset load_data(const Options& options);

/// Another one from the same place.
data::Dataset load_data(const Options& options, const std::string& name);

/// Refuses a method before anything is trained: what turns images by quarters needs them square, what cuts them into
/// `tiles` x `tiles` needs sides that can be cut.
/// \throws UsageError  that names the method, the images' size and what to do
void require_square_images(const data::Dataset& data, const std::string& method, Index tiles = 1);

/// A report on this run into `options.out`. `title` heads the page, `introduction` follows it.
report::ReportSetup report_setup(const Options& options, const std::string& title,
                                 const std::string& introduction = "");

/// What `main` calls: reads the options, sets the threads, runs the body.
///
/// Errors become one line on stderr, `t04_rotation: what is wrong; what to do`.
/// \return  0; 2 where the request is wrong (UsageError); 1 where the run failed (every other exception)
int run_program(int argc, const char* const* argv, const Program& program,
                const std::function<void(const Options&)>& body);

}  // namespace selfsame::tutorials
