// grade: what of an assignment is solved. `grade --help` lists the options.
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <map>
#include <thread>

#include "classroom.hpp"
#include "grading.hpp"
#include "report.hpp"

namespace {

namespace fs = std::filesystem;
using namespace grade;

struct Arguments {
  std::string folder = ".";
  std::string build, submission, all, held, results, junit, hint;
  std::vector<std::string> tasks, definitions, lacking;
  double require = -1;
  int variant = -1;
  bool next = false, watch = false, sanitize = false;
};

std::size_t columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 60) return 120;
  return size.ws_col;
}

// The starter: the folder itself, or the current one where its assignment is named.
std::string starter_of(const std::string& name) {
  if (fs::exists(name + "/assignment.json")) return name;
  if (fs::exists("assignment.json") && read_assignment(".").id == name) return ".";
  throw Fault(name + ": no starter here; expected a folder with assignment.json, as assignments/strip writes it");
}

// One more hint at every call: how many were shown is kept in the build folder.
int show_hint(const Assignment& assignment, const std::string& build, const std::string& name) {
  const Task& task = assignment.task(name);
  const std::string path = build + "/hints_" + task.id;
  std::size_t shown = fs::exists(path) ? read_file(path).size() : 0;
  shown = std::min(shown + 1, task.hints.size());
  for (std::size_t i = 0; i < shown; ++i) {
    std::cout << "hint " << i + 1 << " of " << task.hints.size() << ": " << task.hints[i] << '\n';
  }
  if (shown < task.hints.size()) std::cout << "Ask again for a clearer one.\n";
  fs::create_directories(build);
  write_file(path, std::string(shown, '.'));
  return 0;
}

// Says to whoever sits before it that it works: it builds first, for minutes where much is new or the machine is slow.
Grade graded(const GradeOptions& options) {
  if (isatty(STDERR_FILENO))
    std::cerr << "building and testing" << (options.only.size() == 1 ? " " + options.only.front() : "") << " ...\n";
  return grade_assignment(options);
}

// Grades task after task until one is not solved: what comes behind it is neither built nor run.
int show_next(GradeOptions options, const Assignment& assignment) {
  double score = 0;
  for (const Task& task : assignment.tasks) {
    options.only = {task.id};
    const TaskResult result = graded(options).tasks.front();
    score += result.score;
    if (result.state == State::pass) continue;
    std::cout << "next: " << assignment.id << "." << task.id << ", " << task.title << " (" << task.points << " points, "
              << task.difficulty << ", about " << task.minutes << " minutes)\n"
              << "it is: " << name_of(result.state) << (result.note.empty() ? "" : ", " + result.note) << '\n'
              << "read:  handout.md, \"" << task.id << "\"; the page \"" << task.page << "\"\n"
              << "edit:  "
              << (task.report         ? "student/report/"
                  : task.file.empty() ? "student/"
                                      : task.file)
              << '\n'
              << "test:  ./grade --task " << task.id << '\n';
    return 0;
  }
  std::cout << "everything is solved: " << score << "/" << score << " points\n";
  return 0;
}

std::map<std::string, fs::file_time_type> times_of(const std::string& folder) {
  std::map<std::string, fs::file_time_type> times;
  for (const auto& entry : fs::recursive_directory_iterator(folder + "/student")) {
    std::error_code gone;  // an editor may be replacing the file just now
    const auto time = fs::last_write_time(entry.path(), gone);
    if (!gone) times[entry.path().string()] = time;
  }
  return times;
}

int grade_once(const Arguments& arguments, const GradeOptions& options) {
  const Grade grade = graded(options);
  std::cout << table(grade, columns()) << std::flush;
  if (!arguments.results.empty()) write_file(arguments.results, results_json(grade));
  if (!arguments.junit.empty()) write_file(arguments.junit, junit_xml(grade));
  if (arguments.require >= 0 && grade.score() < arguments.require) {
    std::cout << "required are " << arguments.require << " points\n";
    return 1;
  }
  return 0;
}

[[noreturn]] void watch(const Arguments& arguments, const GradeOptions& options) {
  // Times are asked for, not reported: that works on every file system.
  for (auto before = times_of(options.build.folder);; before = times_of(options.build.folder)) {
    grade_once(arguments, options);
    std::cout << "waiting for a change in student/; Ctrl-C ends\n" << std::flush;
    while (times_of(options.build.folder) == before) std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
}

int run(const Arguments& arguments) {
  GradeOptions options;
  options.build.folder = fs::absolute(starter_of(arguments.folder)).lexically_normal().string();
  if (options.build.folder.back() == '/') options.build.folder.pop_back();
  options.build.build = arguments.build.empty() ? options.build.folder + "/build" : arguments.build;
  const Assignment assignment = read_assignment(options.build.folder);
  if (!arguments.hint.empty()) return show_hint(assignment, options.build.build, arguments.hint);
  if (!arguments.held.empty()) options.build.held = fs::canonical(arguments.held).string();
  options.build.definitions = arguments.definitions;
  options.variant = arguments.variant;
  for (const std::string& what : arguments.lacking) {
    (what == "calls" ? options.use.calls : what == "files" ? options.use.files : options.use.user) = false;
  }
  if (!arguments.all.empty()) {
    grade_class(options, arguments.all);
    return 0;
  }
  if (!arguments.submission.empty()) options = with_submission(options, arguments.submission);
  options.only = arguments.tasks;
  options.rerun_crashes = arguments.sanitize;
  if (arguments.next) return show_next(options, assignment);
  if (arguments.watch) watch(arguments, options);
  return grade_once(arguments, options);
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{
      "What of an assignment is solved: builds the starter, runs every test case in a process of its own, and "
      "shows points and the first useful line.\nExits with 0 when it has graded, 1 if --require is not "
      "reached, 2 if the grader itself failed."};
  app.add_option("starter", arguments.folder, "the starter's folder, or its assignment's name inside of it");
  app.add_option("--task", arguments.tasks, "only this task, t1; may be given several times");
  app.add_option("--hint", arguments.hint, "show a hint for this task, and one more at each call");
  app.add_flag("--next", arguments.next, "say which task to do next, and where to read about it");
  app.add_flag("--watch", arguments.watch, "grade again whenever a file in student/ is saved");
  app.add_option("--require", arguments.require, "exit with 1 below this number of points");
  app.add_option("--results", arguments.results, "write Gradescope's results.json to this file");
  app.add_option("--junit", arguments.junit, "write JUnit XML to this file");
  app.add_option("--held", arguments.held, "folder with further tests, t1.cpp ...; other random values and shapes, too")
      ->check(CLI::ExistingDirectory);
  app.add_option("--variant", arguments.variant,
                 "other random values and shapes, one set for each number from 0; default: the starter's")
      ->check(CLI::Range(0, 1 << 30));
  app.add_option("--submission", arguments.submission, "grade student/ of this folder with the starter's own tests")
      ->check(CLI::ExistingDirectory);
  app.add_option("--all", arguments.all, "grade every folder in this one, a submission each: a table for the class")
      ->check(CLI::ExistingDirectory);
  app.add_flag("--sanitize", arguments.sanitize, "run what crashed again under AddressSanitizer");
  app.add_option("--build", arguments.build, "where to build; default: build in the starter");
  app.add_option("-D", arguments.definitions, "a definition for CMake, NAME=VALUE");
  app.add_option("--lacking", arguments.lacking,
                 "do as on a system without calls (seccomp), files (Landlock) or user (root); for the grader's tests")
      ->check(CLI::IsMember({"calls", "files", "user"}));
  try {
    app.parse(argc, argv);
    if (arguments.folder == "next") {  // `grade next` reads well, too
      arguments.folder = ".";
      arguments.next = true;
    }
    return run(arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "grade: " << error.what() << '\n';
    return 2;
  }
}
