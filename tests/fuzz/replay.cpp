// Gives files of a corpus to a target, for compilers without libFuzzer: fuzz_replay TARGET FILE|FOLDER...
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "selfsame/io/file.hpp"
#include "targets.hpp"

using namespace selfsame;

namespace {

std::vector<std::string> files_of(const std::vector<std::string>& arguments) {
  std::vector<std::string> files;
  for (const std::string& argument : arguments) {
    if (!std::filesystem::is_directory(argument)) {
      files.push_back(argument);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(argument)) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto target = fuzz::targets().find(arguments.empty() ? "" : arguments.front());
  if (target == fuzz::targets().end()) {
    std::cerr << "fuzz_replay TARGET FILE|FOLDER...; targets:";
    for (const auto& [name, ignored] : fuzz::targets()) std::cerr << " " << name;
    std::cerr << std::endl;
    return 2;
  }
  const std::vector<std::string> files = files_of({arguments.begin() + 1, arguments.end()});
  for (const std::string& file : files) {
    std::cout << file << std::endl;  // before it is tried: the last one named is the one that fails
    fuzz::run(target->second, io::read_file(file));
  }
  std::cout << target->first << ": " << files.size() << " files\n";
  return files.empty() ? 1 : 0;
}
