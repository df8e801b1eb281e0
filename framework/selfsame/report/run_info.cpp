#include "selfsame/report/run_info.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/hostile.hpp"

namespace selfsame::report {

namespace {

// The value of the first line "key : value" of a file of /proc; empty if there is none.
std::string proc_value(const char* path, const std::string& key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.compare(0, key.size(), key) != 0) continue;
    const std::size_t at = line.find_first_not_of(" \t", line.find(':') + 1);
    return at == std::string::npos ? "" : line.substr(at);
  }
  return "";
}

// What the kernels were compiled for: with -march=native the flags do not tell, and sums depend on it.
const char* vectors_of_build() {
#if defined(__AVX512F__)
  return "AVX-512";
#elif defined(__AVX2__) && defined(__FMA__)
  return "AVX2 and FMA";
#elif defined(__AVX__)
  return "AVX";
#elif defined(__aarch64__)
  return "NEON";
#else
  return "the processor family's first";
#endif
}

}  // namespace

MachineInfo machine_info() {
  MachineInfo info;
  info.cpu = proc_value("/proc/cpuinfo", "model name");
  if (info.cpu.empty()) info.cpu = "unknown";
  info.cores = static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN));
  const std::string memory = proc_value("/proc/meminfo", "MemTotal");  // "24661848 kB"
  if (!memory.empty()) info.memory_gib = static_cast<double>(std::stoll(memory)) / (1024 * 1024);
  utsname system{};
  if (::uname(&system) == 0) info.system = concat(system.sysname, " ", system.release, " ", system.machine);
  return info;
}

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string run_json(const RunInfo& info, const std::vector<std::string>& earlier) {
  const BuildInfo build = build_info();
  const MachineInfo machine = machine_info();
  nlohmann::ordered_json json;
  json["program"] = info.program;
  json["finished"] = info.finished;
  json["started"] = info.started;
  json["wall_seconds"] = info.wall_seconds;
  json["seed"] = info.seed;
  json["threads"] = info.threads;
  json["options"] = nlohmann::ordered_json::object();
  for (const auto& [name, value] : info.options) json["options"][name] = value;
  json["build"] = {{"version", build.version},   {"commit", build.commit}, {"source_hash", build.source_hash},
                   {"compiler", build.compiler}, {"flags", build.flags},   {"vectors", vectors_of_build()}};
  json["machine"] = {
      {"cpu", machine.cpu}, {"cores", machine.cores}, {"memory_gib", machine.memory_gib}, {"system", machine.system}};
  for (const std::string& run : earlier) json["earlier"].push_back(nlohmann::ordered_json::parse(run));
  // Paths and names may hold bytes that are not UTF-8; they are replaced rather than refused.
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

RecordedRuns recorded_runs(const std::string& path) {
  try {
    const std::string text = io::read_file(path);
    auto json = nlohmann::ordered_json::parse(io::nested_too_deep(text) ? "" : text);  // of nothing it says why not
    RecordedRuns recorded;
    for (const auto& [name, value] : json.at("options").items())
      recorded.options.emplace_back(name, value.get<std::string>());
    const auto take = [&recorded](const auto& run) {
      recorded.runs.push_back(run.dump());
      recorded.finished.push_back(run.at("finished").template get<bool>());
    };
    if (json.contains("earlier")) {
      for (const auto& run : json.at("earlier")) take(run);
      json.erase("earlier");
    }
    take(json);
    return recorded;
  } catch (const nlohmann::json::exception&) {
    throw Error(concat(path, ": is not the run.json of a run; remove it or start without --resume"));
  }
}

}  // namespace selfsame::report
