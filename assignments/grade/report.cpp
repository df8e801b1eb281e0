#include "report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

namespace grade {
namespace {

// "12" or "12.5"
std::string points(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

std::string seconds(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f s", value);
  return text.data();
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

// Cut into lines of `width` at blanks.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::istringstream words(text);
  std::vector<std::string> lines(1);
  for (std::string word; words >> word;) {
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
  }
  return lines;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (static_cast<unsigned char>(c) >= ' ' || c == '\n') {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string table(const Grade& grade, std::size_t columns) {
  std::size_t title = 5;
  for (const TaskResult& result : grade.tasks) title = std::max(title, result.task.title.size());
  std::ostringstream text;
  const auto row = [&](const std::string& a, const std::string& b, const std::string& c, const std::string& d,
                       const std::string& e) {
    text << ' ' << padded(a, 6) << "  " << padded(b, title) << "  " << padded(c, 7) << "  " << padded(d, 7) << "  " << e
         << '\n';
  };
  row("task", "title", "state", "score", "time");
  int solved = 0;
  for (const TaskResult& result : grade.tasks) {
    solved += result.state == State::pass;
    row(grade.assignment.id + "." + result.task.id, result.task.title, name_of(result.state),
        points(result.score) + "/" + points(result.task.points), seconds(result.seconds));
    if (result.note.empty()) continue;
    for (const std::string& line : wrapped(result.note, columns - 9)) text << "         " << line << '\n';
  }
  const double maximum = grade.maximum();
  const auto filled = static_cast<std::size_t>(maximum > 0 ? 20 * grade.score() / maximum : 20);
  text << " [" << std::string(filled, '#') << std::string(20 - filled, '.') << "]  " << points(grade.score()) << "/"
       << points(maximum) << " points, " << solved << " of " << grade.tasks.size() << " tasks, "
       << seconds(grade.seconds) << '\n';
  if (grade.assignment.by_people > 0) {
    text << " up to " << points(grade.assignment.by_people)
         << " more are given by people: the rubric is in handout.md\n";
  }
  std::istringstream warnings(grade.warnings);
  for (std::string line; std::getline(warnings, line);) text << " note: " << line << '\n';
  return text.str();
}

std::string results_json(const Grade& grade) {
  nlohmann::ordered_json json;
  json["score"] = grade.score();
  json["execution_time"] = std::lround(grade.seconds);
  json["output_format"] = "text";
  json["stdout_visibility"] = "hidden";
  json["tests"] = nlohmann::ordered_json::array();
  const std::string number = grade.assignment.id.substr(1);
  for (const TaskResult& result : grade.tasks) {
    nlohmann::ordered_json test;
    test["number"] = number + "." + result.task.id.substr(1);
    test["name"] = grade.assignment.id + "." + result.task.id + " " + result.task.title;
    test["score"] = result.score;
    test["max_score"] = result.task.points;
    test["status"] = result.state == State::pass ? "passed" : "failed";
    std::string output = name_of(result.state);
    for (const CaseResult& one : result.cases) {
      output += std::string("\n") + name_of(one.state) + "  " + one.name + (one.note.empty() ? "" : ": " + one.note);
    }
    test["output"] = output;
    test["visibility"] = "visible";
    test["extra_data"] = {{"state", name_of(result.state)}, {"seconds", result.seconds}};
    json["tests"].push_back(test);
  }
  json["extra_data"] = {{"assignment", grade.assignment.id}, {"held", grade.held}};
  // What a program printed need not be valid UTF-8.
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string junit_xml(const Grade& grade) {
  std::ostringstream text;
  text << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const TaskResult& result : grade.tasks) {
    std::size_t failures = 0;
    for (const CaseResult& one : result.cases) failures += one.state != State::pass;
    text << "  <testsuite name=\"" << grade.assignment.id << "." << result.task.id << "\" tests=\""
         << result.cases.size() << "\" failures=\"" << failures << "\" time=\"" << result.seconds << "\">\n";
    for (const CaseResult& one : result.cases) {
      text << "    <testcase classname=\"" << grade.assignment.id << "." << result.task.id << "\" name=\""
           << escaped(one.name) << "\" time=\"" << one.seconds << "\"";
      if (one.state == State::pass) {
        text << "/>\n";
      } else {
        text << "><failure type=\"" << name_of(one.state) << "\" message=\"" << escaped(one.note)
             << "\"/></testcase>\n";
      }
    }
    text << "  </testsuite>\n";
  }
  text << "</testsuites>\n";
  return text.str();
}

}  // namespace grade
