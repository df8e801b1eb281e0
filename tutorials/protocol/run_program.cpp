// What comes behind the options: the data that they name, the report that they open, and the end of the program.
#include <cstdlib>
#include <iostream>
#include <new>

#include "protocol/method_colors.hpp"
#include "protocol/options.hpp"
#include "protocol/processes.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/ops/norm.hpp"
#include "selfsame/report/interruption.hpp"

namespace selfsame::tutorials {

data::Dataset load_data(const Options& options, const std::string& name) {
  const char* from_environment = std::getenv("SELFSAME_DATA");
  const std::string directory =
      !options.data_dir.empty() || from_environment == nullptr ? options.data_dir : from_environment;
  if (name != "folder" || directory.empty()) return data::load_dataset(name, options.data_dir);
  data::FolderSummary summary;
  data::Dataset data = data::load_folder(directory, options.folder, &summary);
  data::measure_statistics(data);
  if (!is_first_rank()) return data;
  for (const std::string& line : summary.lines()) std::cerr << options.program << ": " << line << std::endl;
  return data;
}

data::Dataset load_data(const Options& options) { return load_data(options, options.dataset); }

void require_square_images(const data::Dataset& data, const std::string& method, Index tiles) {
  const bool whole = data.height() % tiles == 0;
  require<UsageError>(data.height() == data.width() && whole, method, ": turns images by quarters",
                      tiles > 1 ? " and cuts them into tiles" : "", ", which needs them square",
                      whole ? "" : concat(", their side a multiple of ", tiles), "; ", data.name, " has ", data.width(),
                      " x ", data.height(), " pixels",
                      data.name == "folder" ? "; --image-size 32, for instance, makes them so" : "");
}

report::ReportSetup report_setup(const Options& options, const std::string& title, const std::string& introduction) {
  return {options.program,
          title,
          introduction,
          options.out,
          options.all,
          options.seed,
          options.threads,
          options.resume,
          options.free_on_resume,
          options.profile == Profile::smoke,
          options.checkpoint_every,
          options.tensorboard};
}

int run_program(int argc, const char* const* argv, const Program& program,
                const std::function<void(const Options&)>& body) {
  Processes processes;
  const auto say = [&](const std::string& problem) { std::cerr << program.name << ": " << problem << std::endl; };
  const auto fail = [&](int status, const std::string& problem) {
    if (processes.tells()) say(processes.speaker() + problem);
    return processes.end(status);
  };
  try {
    processes.join(program);
    Options options = parse_options(argc, argv, program);
    processes.require_same(options);
    set_num_threads(processes.threads_or(options.threads));
    synchronise_batch_norm(options.sync_bn);
    if (options.threads > most_threads() && is_first_rank()) {
      say(concat("--threads: ", options.threads, " asked for, this machine has ", most_threads(),
                 most_threads() == 1 ? " core" : " cores", "; using ", num_threads()));
    }
    options.threads = num_threads();
    report::stop_on_signals();
    report::set_series_styles(method_style);
    body(options);
    std::cout << std::flush;
    require<Error>(std::cout.good(), "standard output: cannot be written");
    return 0;
  } catch (const Finished&) {
    return 0;
  } catch (const report::Interrupted& stop) {
    if (is_first_rank()) say("stopped; the same command with --resume goes on from here");
    if (!program.shares_batches) processes.let_first_end();
    report::end_by_signal(stop.signal());
  } catch (const UsageError& error) {
    return fail(2, concat(error.what(), "; see ", program.name, " --help"));
  } catch (const std::bad_alloc&) {
    return fail(1, "out of memory; try fewer --threads, a smaller data set, or a machine with more");
  } catch (const std::exception& error) {
    return fail(1, error.what());
  }
}

}  // namespace selfsame::tutorials
