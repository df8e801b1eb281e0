#include "grading.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "numbers.hpp"

namespace grade {
namespace {

namespace fs = std::filesystem;

// "student/t1.cpp:12" of a line of the stack; empty where it is not in a file of the student's. GCC's sanitizer names
// the place; Clang's would ask another program, which a case may not start, and gives "(.../test_t1+0x192090)".
std::string place_of(const std::string& frame, const std::string& program) {
  std::string place = frame;
  const auto in_program = frame.find("(" + program + "+0x");
  if (in_program != std::string::npos) {
    const auto address = in_program + program.size() + 2;
    place = run_command({"addr2line", "-e", program, frame.substr(address, frame.find(')', address) - address)}).text;
    place = place.substr(0, place.find_first_of(" \n"));
  }
  return place.find("/student/") != std::string::npos ? place.substr(place.rfind("student/")) : "";
}

// "ERROR: AddressSanitizer: heap-buffer-overflow ..." and where it happened.
std::string sanitizer_lines(const std::string& printed, const std::string& program) {
  std::istringstream stream(printed);
  std::string lines;
  int count = 0;
  for (std::string line; std::getline(stream, line) && count < 3;) {
    const auto headline = line.find("AddressSanitizer");
    if (line.find("ERROR: AddressSanitizer") != std::string::npos) {
      lines = line.substr(headline, line.find(" (pc") - headline);
      ++count;
    } else if (count > 0 && line.find("    #") == 0) {
      const std::string place = place_of(line, program);
      if (place.empty()) continue;
      lines += " | " + place;
      ++count;
    }
  }
  return lines;
}

// The cases of one test program, each in its own process.
void run_cases(const std::string& program, const std::string& source, const Built& built, const Task& task,
               std::uint64_t seed, int memory_mb, const Confinement& use, std::vector<CaseResult>& results) {
  unsigned index = 0;
  bool endless = false;
  for (const std::string& name : cases_in(source)) {
    ++index;
    if (endless) {
      results.push_back({name, State::timeout, "not run, since an earlier case did not end", 0, ""});
    } else if (built.ok) {
      results.push_back(run_case({program, index, name, seed, {task.seconds, memory_mb}, use}));
      endless = results.back().state == State::timeout;
    } else {
      results.push_back({name, State::build, built.note, 0, built.text});
    }
  }
}

void add_up(TaskResult& result) {
  std::size_t passed = 0;
  result.state = State::pass;
  for (const CaseResult& one : result.cases) {
    result.seconds += one.seconds;
    if (one.state == State::pass) {
      ++passed;
    } else if (result.state == State::pass) {
      result.state = one.state;
      result.note = one.state == State::build || one.state == State::todo ? one.note : one.name + ": " + one.note;
    }
  }
  const double share = static_cast<double>(passed) / static_cast<double>(result.cases.size());
  result.score = std::floor(2 * result.task.points * share) / 2;
  if (result.state == State::todo) {
    result.note = result.task.page.empty() ? "not solved yet" : "not solved yet; read " + result.task.page;
  }
}

// The first crash of each task, once more with AddressSanitizer in a build of its own.
void explain_crashes(const GradeOptions& options, Grade& grade) {
  std::vector<Task> crashed;
  for (const TaskResult& result : grade.tasks) {
    if (result.state == State::crash) crashed.push_back(result.task);
  }
  if (crashed.empty()) return;
  GradeOptions sanitized = options;
  sanitized.build.build += "-asan";
  sanitized.build.sanitize = "address";
  const auto built = build(sanitized.build, crashed);
  for (TaskResult& result : grade.tasks) {
    if (result.state != State::crash || !built.at("test_" + result.task.id).ok) continue;
    Task patient = result.task;
    patient.seconds *= 5;
    std::vector<CaseResult> again;
    const std::string program = sanitized.build.build + "/test_" + patient.id;
    run_cases(program, options.build.folder + "/tests/" + patient.id + ".cpp", {}, patient, 1, 0, options.use, again);
    for (const CaseResult& one : again) {
      const std::string lines = sanitizer_lines(one.printed, fs::canonical(program).string());
      if (lines.empty()) continue;
      result.note = one.name + ": " + lines;
      break;
    }
  }
}

}  // namespace

double Grade::score() const {
  double sum = 0;
  for (const TaskResult& result : tasks) sum += result.score;
  return sum;
}

double Grade::maximum() const {
  double sum = 0;
  for (const TaskResult& result : tasks) sum += result.task.points;
  return sum;
}

Grade grade_assignment(const GradeOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Grade grade{read_assignment(options.build.folder), {}, 0, !options.build.held.empty(), ""};
  std::vector<Task> tasks;
  for (const std::string& name : options.only) tasks.push_back(grade.assignment.task(name));
  if (options.only.empty()) tasks = grade.assignment.tasks;
  if (tasks.empty()) throw Fault(options.build.folder + "/assignment.json: has no tasks, so nothing would be tested");

  const auto built = build(options.build, tasks);
  const Confinement holds = available(options.use);
  grade.warnings = warnings(holds, options.build.held);
  if (grade.held && holds.user) {  // whoever becomes nobody may not read what is root's alone
    fs::permissions(options.build.held, fs::perms::owner_all);
    fs::permissions(options.build.build, fs::perms::owner_all);
  }
  for (const Task& task : tasks) {
    TaskResult result;
    result.task = task;
    if (task.report) {
      result.cases = check_numbers(options.build.folder + "/student/report");
      add_up(result);
      if (result.state == State::todo) result.note += "; " + result.cases.front().note;
      grade.tasks.push_back(result);
      continue;
    }
    const unsigned variant = options.variant < 0 ? grade.assignment.variant : static_cast<unsigned>(options.variant);
    const std::uint64_t seed = 2 * std::uint64_t{variant} + (grade.held ? 2 : 1);
    const std::string test = "test_" + task.id;
    run_cases(options.build.build + "/" + test, options.build.folder + "/tests/" + task.id + ".cpp", built.at(test),
              task, seed, task.memory_mb, options.use, result.cases);
    const std::string held = "held_" + task.id;
    if (built.count(held)) {
      run_cases(options.build.build + "/" + held, options.build.held + "/" + task.id + ".cpp", built.at(held), task,
                seed, task.memory_mb, options.use, result.cases);
    }
    add_up(result);
    grade.tasks.push_back(result);
  }
  if (options.rerun_crashes) explain_crashes(options, grade);
  grade.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return grade;
}

GradeOptions with_submission(GradeOptions options, const std::string& submission) {
  if (!fs::is_directory(submission + "/student")) {
    throw Fault(submission + ": expected a folder that holds student/, as the starter does");
  }
  const std::string starter = options.build.folder, copy = options.build.build + "-submission";
  fs::create_directories(copy);
  for (const auto& entry : fs::directory_iterator(starter)) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("build", 0) == 0 || name == "student") continue;
    const auto overwrite = fs::copy_options::recursive | fs::copy_options::update_existing;
    fs::copy(entry.path(), copy + "/" + name, overwrite);
  }
  const auto take = [&](const fs::path& path, const std::string& otherwise) {
    const fs::path theirs = fs::path(submission) / "student" / path;
    const bool given = fs::is_regular_file(fs::symlink_status(theirs));  // a link could lead to what is held out
    const std::string text = given ? read_file(theirs.string()) : otherwise;
    const fs::path to = fs::path(copy) / "student" / path;
    fs::create_directories(to.parent_path());
    if (!fs::exists(to) || read_file(to.string()) != text) write_file(to.string(), text);
  };
  for (const auto& entry : fs::recursive_directory_iterator(starter + "/pristine")) {
    if (!entry.is_regular_file()) continue;
    take(fs::relative(entry.path(), starter + "/pristine"), read_file(entry.path().string()));
  }
  for (const Task& task : read_assignment(starter).tasks) {
    if (!task.report) continue;
    for (const char* const name : {"report.md", "results.csv", "run.json"}) take(fs::path("report") / name, "");
  }
  options.build.folder = copy;
  options.build.build = copy + "/build";
  return options;
}

}  // namespace grade
