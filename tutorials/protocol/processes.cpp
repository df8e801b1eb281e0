#include "protocol/processes.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "selfsame/core/hash.hpp"

namespace selfsame::tutorials {
namespace {

void require_same_text(const std::string& text, const std::string& what) {
  require_same_on_ranks(hash_of(text.data(), text.size()), what);
}

}  // namespace

void Processes::join(const Program& program) {
  if (program.several_processes) {
    ranks_ = program.several_processes();
  } else {
    require<UsageError>(launched_processes() == 1, "works in one process, started in ", launched_processes(),
                        "; start it without mpirun");
  }
  if (!ranks_) return;
  together_.emplace(*ranks_);
  if (!is_first_rank() && !std::freopen("/dev/null", "w", stdout)) throw Error("/dev/null: cannot be opened");
}

int Processes::threads_or(int asked) const {
  if (asked > 0 || !ranks_) return asked;
  // Of the machine: the cores of this process may be its own already, as mpirun binds processes to them.
  const auto cores = static_cast<Index>(::sysconf(_SC_NPROCESSORS_ONLN));
  return static_cast<int>(std::max<Index>(1, cores / ranks_->on_this_host()));
}

void Processes::require_same(const Options& options) const {
  if (!ranks_) return;
  const report::BuildInfo build = report::build_info();
  require_same_text(concat(build.version, build.source_hash, build.compiler, build.flags),
                    "sources, compiler or flags");
  std::string text = options.program;
  for (const auto& [name, value] : options.all) {
    if (name != "threads" && name != "data-dir" && name != "out") text += concat(" --", name, " ", value);
  }
  require_same_text(text, "options");
}

std::string Processes::speaker() const {
  const std::string where = report::loop_and_step();
  if (!ranks_ || (ranks_->rank() == 0 && where.empty())) return "";
  return concat("rank ", ranks_->rank(), where.empty() ? "" : ", ", where, ": ");
}

bool Processes::tells() const {
  if (!ranks_) return launched_first();
  if (ranks_->rank() > 0) std::this_thread::sleep_for(std::chrono::seconds(1));
  return true;
}

void Processes::let_first_end() const {
  if (ranks_ && ranks_->rank() > 0) std::this_thread::sleep_for(std::chrono::seconds(10));
}

int Processes::end(int status) const {
  if (ranks_) ranks_->abort(status);
  return status;
}

}  // namespace selfsame::tutorials
