#include "build.hpp"

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "process.hpp"

namespace grade {
namespace {

namespace fs = std::filesystem;

bool uses_ninja(const std::string& build) { return fs::exists(build + "/build.ninja"); }

// The value that the last configuration was given.
std::string cached(const std::string& build, const std::string& name) {
  std::ifstream cache(build + "/CMakeCache.txt");
  for (std::string line; std::getline(cache, line);) {
    if (line.rfind(name + ":", 0) == 0) return line.substr(line.find('=') + 1);
  }
  return "";
}

void configure(const BuildOptions& options) {
  const bool fresh = !fs::exists(options.build + "/CMakeCache.txt");
  const bool same = !fresh && cached(options.build, "COURSE_HELD") == options.held &&
                    cached(options.build, "SELFSAME_SANITIZE") == options.sanitize;
  if (same && options.definitions.empty()) return;
  std::vector<std::string> words{"cmake",
                                 "-S",
                                 options.folder,
                                 "-B",
                                 options.build,
                                 "-Wno-dev",
                                 "-DCOURSE_HELD=" + options.held,
                                 "-DSELFSAME_SANITIZE=" + options.sanitize};
  if (fresh && std::system("command -v ninja >/dev/null 2>&1") == 0) words.insert(words.end(), {"-G", "Ninja"});
  for (const std::string& definition : options.definitions) words.push_back("-D" + definition);
  const Output output = run_command(words);
  if (output.status != 0) throw Fault("cmake could not configure " + options.folder + ":\n" + output.text);
}

Output build_targets(const std::string& build, const std::vector<std::string>& targets) {
  std::vector<std::string> words{"cmake", "--build", build, "-j", "2", "--target"};
  words.insert(words.end(), targets.begin(), targets.end());
  words.push_back("--");
  if (uses_ninja(build)) {
    words.insert(words.end(), {"-k", "0"});
  } else {
    words.push_back("-k");
  }
  return run_command(words);
}

// The line a student should look at first, with the path from the starter on.
std::string first_error(const std::string& text, const std::string& folder) {
  std::istringstream stream(text);
  static const std::regex error(
      "error[: ]|multiple definition|undefined reference|No such file|missing and no known rule|No rule to make");
  for (std::string line; std::getline(stream, line);) {
    if (!std::regex_search(line, error)) continue;
    const std::string root = fs::canonical(folder).string() + "/";
    for (std::size_t at = 0; (at = line.find(root)) != std::string::npos;) line.erase(at, root.size());
    if (line.rfind("../", 0) == 0) line.erase(0, 3);  // a compiler may have been told the path from the build folder on
    return line;
  }
  return "the build failed, and named no line; run cmake --build build";
}

// A student's object file defines names in selfsame and nothing else that others could call: a program must not find
// its own `write` or `memcmp` there, or a part of the harness.
std::string foreign_symbol(const std::string& object) {
  const Output output = run_command({"nm", "--defined-only", "--extern-only", "--demangle", object});
  std::istringstream stream(output.text);
  for (std::string line; std::getline(stream, line);) {
    std::istringstream words(line);
    std::string address, kind, name;
    words >> address >> kind;
    std::getline(words, name);
    const bool strong = kind.size() == 1 && std::string("TDBRGSAC").find(kind) != std::string::npos;
    static const std::regex ours(
        "^ ((vtable|typeinfo|typeinfo name|guard variable|VTT) for )?selfsame::|^ canary_\\w+$");
    static const std::regex generated("^ (DW\\.ref\\.|__asan_|__odr_asan|___asan_)");
    // A function's name may have its return type in front, and template arguments behind.
    static const std::regex ours_inside("^ [^(]* selfsame::");
    if (strong && !std::regex_search(name, ours) && !std::regex_search(name, ours_inside) &&
        !std::regex_search(name, generated)) {
      return name.substr(1);
    }
  }
  return "";
}

}  // namespace

std::map<std::string, Built> build(const BuildOptions& options, const std::vector<Task>& tasks) {
  configure(options);
  std::vector<std::string> programs;
  for (const Task& task : tasks) {
    if (task.report) continue;
    programs.push_back("test_" + task.id);
    if (!options.held.empty() && fs::exists(options.held + "/" + task.id + ".cpp"))
      programs.push_back("held_" + task.id);
  }
  std::map<std::string, Built> result;
  if (programs.empty()) return result;
  const bool all = build_targets(options.build, programs).status == 0;
  for (const std::string& program : programs) {
    Built built;
    if (!all) {  // one by one, to know whose fault it is
      const Output output = build_targets(options.build, {program});
      built.ok = output.status == 0;
      built.text = output.text;
      if (!built.ok) built.note = first_error(output.text, options.folder);
      const bool ours = built.note.rfind("tests/", 0) == 0 || built.note.rfind("course/", 0) == 0;
      if (ours) throw Fault("a test does not compile, which is no student's fault: " + built.note);
    }
    result[program] = built;
  }
  std::map<std::string, std::string> foreign;  // the student's file, as part of its object's name -> the symbol
  for (const auto& entry : fs::recursive_directory_iterator(options.build + "/CMakeFiles")) {
    const std::string path = entry.path().string();
    const std::size_t at = path.rfind("/student/");  // the last: the starter may lie in /home/student
    if (at == std::string::npos || entry.path().extension() != ".o") continue;
    const std::string file = path.substr(at + 1, path.size() - at - 1 - std::string(".o").size());
    const std::string symbol = foreign_symbol(path);
    if (!symbol.empty()) foreign[file] = symbol;
  }
  const auto complain = [&](const Task& task, const std::string& file) {
    const auto found = foreign.find(file);
    if (found == foreign.end()) return;
    for (const char* const kind : {"test_", "held_"}) {
      const auto program = result.find(std::string(kind) + task.id);
      if (program == result.end() || !program->second.ok) continue;
      program->second.ok = false;
      program->second.note = file + ": defines " + found->second +
                             " outside of namespace selfsame; make it static, or put it into an unnamed namespace";
    }
  };
  for (const Task& task : tasks) {
    complain(task, task.file);
    for (const std::string& other : task.needs) {
      for (const Task& needed : tasks) {
        if (needed.id == other) complain(task, needed.file);
      }
    }
  }
  return result;
}

}  // namespace grade
