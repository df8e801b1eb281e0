#include "selfsame/report/checkpoints.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>

#include "selfsame/io/file.hpp"
#include "selfsame/report/csv.hpp"
#include "selfsame/report/interruption.hpp"
#include "selfsame/report/run_info.hpp"

namespace selfsame::report {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char* extension = ".safetensors";

// A name that every file system takes; the loop's own stands in the file.
std::string file_name_of(std::string name) {
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!plain) c = '-';
  }
  return name;
}

// The number after the last '@' of a checkpoint's name; -1 where it has none.
Index step_in(const fs::path& path) {
  const std::string stem = path.stem().string();
  const std::size_t at = stem.rfind('@');
  if (path.extension() != extension || at == std::string::npos) return -1;
  Index step = -1;
  const auto [end, error] = std::from_chars(stem.data() + at + 1, stem.data() + stem.size(), step);
  return error == std::errc() && end == stem.data() + stem.size() ? step : -1;
}

std::vector<fs::path> entries_of(const std::string& folder) {
  std::vector<fs::path> paths;
  std::error_code none;  // of a folder that is not there
  for (const auto& entry : fs::directory_iterator(folder, none)) paths.push_back(entry.path());
  return paths;
}

}  // namespace

Checkpoints::Checkpoints(std::string folder, LoopIdentity loop, double every, std::vector<Stateful> states,
                         std::function<void()> before)
    : folder_(std::move(folder)),
      loop_(std::move(loop)),
      every_(every),
      states_(std::move(states)),
      before_(std::move(before)),
      written_(Clock::now()) {}

std::string Checkpoints::path_of(Index step) const {
  return (fs::path(folder_) / concat(file_name_of(loop_.name), "@", step, extension)).string();
}

std::vector<std::pair<Index, std::string>> Checkpoints::files() const {
  std::vector<std::pair<Index, std::string>> found;
  for (const fs::path& path : entries_of(folder_)) {
    const Index step = step_in(path);
    if (step >= 0 && path == path_of(step)) found.emplace_back(step, path.string());
  }
  std::sort(found.rbegin(), found.rend());
  return found;
}

void Checkpoints::refuse(const std::string& path, const std::string& why) const {
  throw Error(concat(path, ": ", why, "; go on with what wrote it, or remove ", folder_,
                     " to train anew and keep finished rows"));
}

io::Checkpoint Checkpoints::identity() const {
  const BuildInfo build = build_info();
  return {{},
          {{"program's version", concat(build.version, ", sources ", build.source_hash.substr(0, 16))},
           {"program and options", loop_.run},
           {"name", loop_.name},
           {"steps", std::to_string(loop_.steps)},
           {"images in a step", std::to_string(loop_.per_step)}}};
}

void Checkpoints::require_fits(const io::Checkpoint& found, const std::string& path) const {
  for (const auto& [name, expected] : identity().facts) {
    const auto at = found.facts.find(name);
    const std::string is = at == found.facts.end() ? "not said" : at->second;
    if (is != expected) refuse(path, concat("its ", name, ": ", is, ", expected ", expected));
  }
}

void Checkpoints::resume() {
  const auto all = files();
  for (const auto& [step, path] : all) {
    try {
      const io::Checkpoint found = io::load_checkpoint(path);
      require_fits(found, path);
      try {
        load_state_of(states_, found);
      } catch (const Error& error) {
        refuse(path, concat("does not fit: ", error.what()));
      }
      const std::string& seconds = found.fact("seconds");
      std::from_chars(seconds.data(), seconds.data() + seconds.size(), seconds_);
      step_ = step;
      return;
    } catch (const io::DamagedFile& damage) {
      const bool last = path == all.back().second;
      std::cerr << "warning: " << damage.what() << (last ? "; training begins anew" : "; going on from the one before")
                << std::endl;
      std::error_code error;
      fs::remove(path, error);
    }
  }
}

void Checkpoints::after_step(Index done, double seconds) {
  if (every_ <= 0) return;
  const double since = std::chrono::duration<double>(Clock::now() - written_).count();
  if (since >= every_ || done >= loop_.steps || stop_asked()) write(done, seconds);
}

void Checkpoints::write(Index done, double seconds) {
  if (before_) before_();
  std::error_code error;
  fs::create_directories(folder_, error);  // if it fails, so does the file, which says why
  io::Checkpoint checkpoint = state_of(states_);
  checkpoint.facts.merge(identity().facts);
  checkpoint.facts["seconds"] = exact(seconds);
  io::save_checkpoint(path_of(done), checkpoint);
  const std::size_t keep = done >= loop_.steps ? 1 : 2;
  const auto all = files();
  for (std::size_t i = keep; i < all.size(); ++i) fs::remove(all[i].second, error);
  written_ = Clock::now();
}

void remove_checkpoints(const std::string& folder) {
  std::error_code error;
  for (const fs::path& path : entries_of(folder)) {
    const bool unfinished = path.extension() == ".part" && step_in(path.stem()) >= 0;
    if (unfinished || step_in(path) >= 0) fs::remove(path, error);
  }
  fs::remove(folder, error);  // fails where something else is in it, and then shall stay
}

}  // namespace selfsame::report
