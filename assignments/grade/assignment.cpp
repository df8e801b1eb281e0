#include "assignment.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <regex>
#include <sstream>

namespace grade {
namespace {

// "framework/selfsame/core/x.cpp" is edited as "student/selfsame/core/x.cpp".
std::string student_path(const std::string& file) {
  return file.empty() ? file : "student/" + file.substr(file.find('/') + 1);
}

Task task_from(const nlohmann::json& json) {
  Task task;
  task.id = json.at("id").get<std::string>();
  task.title = json.at("title").get<std::string>();
  task.file = student_path(json.value("file", ""));
  task.points = json.at("points").get<double>();
  task.seconds = json.at("seconds").get<double>();
  task.memory_mb = json.value("memory_mb", task.memory_mb);
  task.needs = json.at("needs").get<std::vector<std::string>>();
  task.report = json.value("report", false);
  task.page = json.at("page").get<std::string>();
  task.difficulty = json.at("difficulty").get<std::string>();
  task.minutes = json.at("minutes").get<int>();
  task.hints = json.at("hints").get<std::vector<std::string>>();
  return task;
}

}  // namespace

double Assignment::points() const {
  return std::accumulate(tasks.begin(), tasks.end(), 0.0, [](double sum, const Task& t) { return sum + t.points; });
}

const Task& Assignment::task(const std::string& name) const {
  std::string names;
  for (const Task& task : tasks) {
    if (name == task.id || name == id + "." + task.id) return task;
    names += (names.empty() ? "" : ", ") + task.id;
  }
  throw Fault(name + ": no such task of " + id + "; there are " + names);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw Fault(path + ": cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_file(const std::string& path, const std::string& text) {
  const std::string beside = path + ".part";
  std::filesystem::remove(beside);
  std::ofstream file(beside);
  if (!(file << text << std::flush)) throw Fault(path + ": cannot be written");
  file.close();
  std::filesystem::rename(beside, path);
}

Assignment read_assignment(const std::string& folder) {
  const std::string path = folder + "/assignment.json";
  try {
    const auto json = nlohmann::json::parse(read_file(path));
    Assignment assignment{json.at("id").get<std::string>(), json.at("title").get<std::string>(), {}};
    assignment.variant = json.value("variant", 0U);
    assignment.by_people = json.value("by_people", 0.0);
    for (const auto& task : json.at("tasks")) assignment.tasks.push_back(task_from(task));
    return assignment;
  } catch (const nlohmann::json::exception& error) {
    throw Fault(path + ": " + error.what());
  }
}

std::vector<std::string> cases_in(const std::string& path) {
  const std::string text = read_file(path);
  static const std::regex test_case("(^|\n)TEST_CASE\\(\"([^\"\n]*)\"");
  std::vector<std::string> names;
  for (std::sregex_iterator match(text.begin(), text.end(), test_case), end; match != end; ++match) {
    names.push_back((*match)[2]);
  }
  if (names.empty()) throw Fault(path + ": has no TEST_CASE(\"...\"), so nothing would be tested");
  return names;
}

}  // namespace grade
