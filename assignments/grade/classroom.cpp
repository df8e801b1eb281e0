#include "classroom.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <set>
#include <sstream>

namespace grade {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t shortest_telling_line = 12;

// The lines of all files below a folder, without blanks.
std::set<std::string> lines_below(const std::string& folder) {
  std::set<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".cpp") continue;
    std::istringstream text(read_file(entry.path().string()));
    for (std::string line; std::getline(text, line);) {
      line.erase(std::remove_if(line.begin(), line.end(), [](unsigned char c) { return std::isspace(c); }), line.end());
      if (line.size() >= shortest_telling_line) lines.insert(line);
    }
  }
  return lines;
}

}  // namespace

std::vector<Overlap> overlaps(const std::string& starter, const std::vector<std::string>& submissions, double least) {
  const std::set<std::string> given = lines_below(starter + "/pristine");
  std::vector<std::set<std::string>> written;
  for (const std::string& submission : submissions) {
    written.emplace_back();
    for (const std::string& line : lines_below(submission + "/student")) {
      if (!given.count(line)) written.back().insert(line);
    }
  }
  std::vector<Overlap> found;
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    for (std::size_t j = i + 1; j < submissions.size(); ++j) {
      const auto both = static_cast<std::size_t>(std::count_if(
          written[i].begin(), written[i].end(), [&](const std::string& line) { return written[j].count(line) > 0; }));
      const std::size_t either = written[i].size() + written[j].size() - both;
      if (both == 0) continue;
      const double share = static_cast<double>(both) / static_cast<double>(either);
      if (share >= least) found.push_back({submissions[i], submissions[j], share, both});
    }
  }
  std::sort(found.begin(), found.end(), [](const Overlap& a, const Overlap& b) { return a.share > b.share; });
  return found;
}

void grade_class(const GradeOptions& options, const std::string& all) {
  std::vector<std::string> folders;
  for (const auto& entry : fs::directory_iterator(all)) {
    if (entry.is_directory()) folders.push_back(entry.path().string());
  }
  std::sort(folders.begin(), folders.end());
  if (folders.empty()) throw Fault(all + ": expected one folder for each submission; found none");
  std::size_t width = 10;
  for (const std::string& folder : folders) width = std::max(width, fs::path(folder).filename().string().size());

  const Assignment assignment = read_assignment(options.build.folder);
  const auto cell = [](const auto& text) { std::cout << "  " << std::setw(5) << text; };
  std::cout << std::left << std::setw(static_cast<int>(width)) << "submission" << std::right;
  for (const Task& task : assignment.tasks) cell(task.id);
  cell("sum");
  std::cout << '\n';

  std::vector<std::string> submissions;
  std::string warnings;
  for (const std::string& folder : folders) {
    std::cout << std::left << std::setw(static_cast<int>(width)) << fs::path(folder).filename().string() << std::right;
    if (!fs::is_directory(folder + "/student")) {
      std::cout << "  no student/ in it\n";
      continue;
    }
    submissions.push_back(folder);
    const Grade grade = grade_assignment(with_submission(options, folder));
    for (const TaskResult& result : grade.tasks) cell(result.score);
    cell(grade.score());
    warnings = grade.warnings;
    std::cout << std::endl;  // a row a minute: to be seen at once
  }
  std::cout << warnings;
  for (const Overlap& pair : overlaps(options.build.folder, submissions, 0.5)) {
    std::cout << "alike: " << fs::path(pair.first).filename().string() << " and "
              << fs::path(pair.second).filename().string() << " share " << pair.lines << " lines, "
              << std::lround(100 * pair.share) << " % of what they wrote\n";
  }
}

}  // namespace grade
