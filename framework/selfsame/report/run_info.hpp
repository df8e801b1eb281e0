/// \file
/// run.json: all it takes to know what a number was measured with, and to measure it again.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "selfsame/core/types.hpp"

namespace selfsame::report {

/// Names and values, in the order in which they are to be read.
using OptionList = std::vector<std::pair<std::string, std::string>>;

/// What this program was built from and with.
struct BuildInfo {
  std::string version;      ///< "0.1.0"
  std::string commit;       ///< of the source tree, "-dirty" appended where it was changed; "unknown" outside git
  std::string source_hash;  ///< SHA-256 over the sources of framework/ and tutorials/
  std::string compiler;     ///< "GNU 12.2.0"
  std::string flags;        ///< as given to the compiler
};

/// As recorded by the build.
BuildInfo build_info();

/// What this program runs on.
struct MachineInfo {
  std::string cpu;        ///< "AMD EPYC 7B13"; "unknown" where the system does not say
  int cores = 0;          ///< that this process may use
  double memory_gib = 0;  ///< 0 where the system does not say
  std::string system;     ///< "Linux 6.1.0 x86_64"
};

/// As the operating system tells.
MachineInfo machine_info();

/// Everything run.json says of one run.
struct RunInfo {
  std::string program;      ///< "t04_rotation"
  OptionList options;       ///< every option, defaults included
  std::uint64_t seed = 0;   ///< of everything random
  int threads = 0;          ///< in use
  std::string started;      ///< "2025-03-14T09:26:53Z"
  double wall_seconds = 0;  ///< from start to end, on the clock
  bool finished = false;    ///< false while it runs, and for ever if it was stopped
};

/// Now, in UTC, as ISO 8601 writes it.
std::string utc_now();

/// The run, the build and the machine as indented JSON.
/// \param earlier  the runs that this one resumes, as `recorded_runs` read them; listed under "earlier", oldest first
std::string run_json(const RunInfo& info, const std::vector<std::string>& earlier = {});

/// What a run.json tells a run that resumes.
struct RecordedRuns {
  OptionList options;             ///< of the latest run
  std::vector<std::string> runs;  ///< all of them, oldest first, each as JSON of its own
  std::vector<bool> finished;     ///< whether each came to its end
};

/// Reads a run.json. \throws Error that names the file if it is damaged
RecordedRuns recorded_runs(const std::string& path);

}  // namespace selfsame::report
