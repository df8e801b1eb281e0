#include "numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>

#include "assignment.hpp"

namespace grade {
namespace {

namespace fs = std::filesystem;
using Row = std::vector<std::string>;

constexpr std::size_t fewest_splits = 5;
constexpr std::uintmax_t most_bytes = 4 << 20;
const char* const left_open = "YOUR NUMBERS HERE";
const char* const baseline = "supervised";
const char* const own_row = "own";

// What a student got wrong; the text becomes the note of the case.
struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r`*"), last = text.find_last_not_of(" \t\r`*");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

Row split_at(const std::string& line, char mark) {
  Row cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, mark);) cells.push_back(trimmed(cell));
  return cells;
}

// The rows of the Markdown table with this header.
std::vector<Row> table_of(const std::string& report, const Row& header) {
  std::vector<Row> rows;
  bool inside = false, found = false;
  std::istringstream stream(report);
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line[0] != '|') {
      inside = false;
      continue;
    }
    const Row cells = split_at(line.substr(1), '|');
    if (cells == header) {
      inside = found = true;
    } else if (inside && line.find("---") == std::string::npos) {
      if (cells.size() != header.size())
        throw Wrong("report.md: expected " + std::to_string(header.size()) + " cells in the row '" + line + "'");
      rows.push_back(cells);
    }
  }
  if (!found || rows.empty()) {
    std::string names = "|";
    for (const std::string& name : header) names += " " + name + " |";
    throw Wrong("report.md: expected a table that begins with " + names + ", and rows in it");
  }
  return rows;
}

double number(const std::string& text, const std::string& what) {
  std::size_t used = 0;
  double value = 0;
  try {
    value = std::stod(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  if (used == 0 || used != text.size() || !(std::abs(value) < 1e9))
    throw Wrong(what + ": expected a number, found '" + text + "'");
  return value;
}

// "0-4" or "0,2,3".
std::set<int> splits_in(const std::string& text, const std::string& what) {
  std::set<int> splits;
  for (const std::string& part : split_at(text, ',')) {
    const std::size_t dash = part.find('-');
    const int first = static_cast<int>(number(part.substr(0, dash), what));
    const int last = dash == std::string::npos ? first : static_cast<int>(number(part.substr(dash + 1), what));
    if (first < 0 || last > 999) throw Wrong(what + ": expected splits as 0-4 or 0,1,2, found '" + text + "'");
    for (int split = first; split <= last; ++split) splits.insert(split);
  }
  return splits;
}

std::string listed(const std::set<int>& splits) {
  std::string text;
  for (const int split : splits) text += (text.empty() ? "" : ",") + std::to_string(split);
  return text.empty() ? "none" : text;
}

// One line of results.csv that was measured, by split.
struct Measured {
  double value = 0;
  std::size_t run = 1;
};

using Key = std::array<std::string, 4>;  // data set, method, labels, metric

std::map<Key, std::map<int, Measured>> read_measured(const std::string& path) {
  std::istringstream stream(read_file(path));
  std::string line;
  std::getline(stream, line);
  const Row header = split_at(line, ',');
  const auto column = [&](const std::string& name) {
    const auto at = std::find(header.begin(), header.end(), name);
    if (at == header.end())
      throw Wrong("results.csv: has no column '" + name + "'; hand in the file as it was written");
    return static_cast<std::size_t>(at - header.begin());
  };
  const std::size_t data = column("dataset"), method = column("method"), labels = column("labels"),
                    metric = column("metric"), split = column("split"), value = column("value"), run = column("run");
  std::map<Key, std::map<int, Measured>> measured;
  while (std::getline(stream, line)) {
    const Row cells = split_at(line, ',');
    if (cells.size() != header.size())
      throw Wrong("results.csv: expected " + std::to_string(header.size()) + " cells in '" + line + "'");
    measured[{cells[data], cells[method], cells[labels], cells[metric]}]
            [static_cast<int>(number(cells[split], "results.csv, split"))] = {
                number(cells[value], "results.csv, value"), static_cast<std::size_t>(number(cells[run], "run"))};
  }
  return measured;
}

// A row of the report's first table.
struct Claim {
  Key key;
  std::set<int> splits;
  std::string mean, sd;
  std::string name() const { return key[1] + ", " + key[2] + " labels, " + key[3]; }
};

struct Report {
  std::string text;
  std::vector<Claim> claims;
  std::vector<Row> settings;
  std::map<Key, std::map<int, Measured>> measured;
  std::vector<nlohmann::json> runs;  // oldest first, as the column `run` counts them

  explicit Report(const std::string& folder) : text(read_file(folder + "/report.md")) {
    for (const Row& row : table_of(text, {"dataset", "method", "labels", "metric", "splits", "mean", "sd"})) {
      claims.push_back({{row[0], row[1], row[2], row[3]}, splits_in(row[4], row[1]), row[5], row[6]});
    }
    settings = table_of(text, {"setting", "value"});
    measured = read_measured(folder + "/results.csv");
    nlohmann::json last = nlohmann::json::parse(read_file(folder + "/run.json"), nullptr, false);
    if (!last.is_object()) throw Wrong("run.json: is no JSON; hand in the file as it was written");
    for (const auto& run : last.value("earlier", nlohmann::json::array())) runs.push_back(run);
    runs.push_back(last);
  }

  // What was measured of a method on each split; "gain" is the test accuracy above the baseline's on the same split.
  std::map<int, Measured> found(const Claim& claim) const {
    const bool gain = claim.key[3] == "gain";
    const auto of = [&](const std::string& method, const std::string& metric) {
      const auto at = measured.find({claim.key[0], method, claim.key[2], metric});
      return at == measured.end() ? std::map<int, Measured>() : at->second;
    };
    std::map<int, Measured> values = of(claim.key[1], gain ? "test_accuracy" : claim.key[3]);
    if (!gain) return values;
    std::map<int, Measured> gains;
    const std::map<int, Measured> supervised = of(baseline, "test_accuracy");
    for (const auto& [split, one] : values) {
      const auto at = supervised.find(split);
      if (at != supervised.end()) gains[split] = {one.value - at->second.value, one.run};
    }
    return gains;
  }
};

// Whether the text is the value, rounded to as many digits as the text has.
bool says(const std::string& text, double value, const std::string& what) {
  const std::size_t point = text.find('.');
  const double digits = point == std::string::npos ? 0 : static_cast<double>(text.size() - point - 1);
  return std::abs(number(text, what) - value) <= 0.5000001 * std::pow(10, -digits);
}

std::string short_number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

void check_splits(const Report& report) {
  for (const Claim& claim : report.claims) {
    std::set<int> measured;
    for (const auto& [split, one] : report.found(claim)) measured.insert(split);
    if (measured.empty()) throw Wrong(claim.name() + ": claimed " + claim.mean + ", found no such row in results.csv");
    if (claim.splits != measured)
      throw Wrong(claim.name() + ": claimed splits " + listed(claim.splits) + ", found " + listed(measured) +
                  " in results.csv; a mean is over all that were measured");
    if (claim.splits.size() < fewest_splits)
      throw Wrong(claim.name() + ": claimed over " + std::to_string(claim.splits.size()) +
                  " splits, expected at least " + std::to_string(fewest_splits) +
                  ": how far apart splits are is half of the result; run it with --splits 5");
  }
}

void check_means(const Report& report) {
  for (const Claim& claim : report.claims) {
    double sum = 0, squares = 0;
    std::size_t n = 0;
    const std::map<int, Measured> found = report.found(claim);
    for (const int split : claim.splits) {
      const auto at = found.find(split);
      if (at != found.end()) sum += at->second.value, ++n;
    }
    if (n == 0) throw Wrong(claim.name() + ": claimed " + claim.mean + ", found no such row in results.csv");
    const double mean = sum / double(n);
    for (const int split : claim.splits) {
      const auto at = found.find(split);
      if (at != found.end()) squares += (at->second.value - mean) * (at->second.value - mean);
    }
    const double sd = n > 1 ? std::sqrt(squares / static_cast<double>(n - 1)) : 0;
    if (!says(claim.mean, mean, claim.name()))
      throw Wrong(claim.name() + ": claimed a mean of " + claim.mean + ", found " + short_number(mean) +
                  " over splits " + listed(claim.splits));
    if (!says(claim.sd, sd, claim.name()))
      throw Wrong(claim.name() + ": claimed a standard deviation of " + claim.sd + ", found " + short_number(sd) +
                  " (of the sample, with n - 1) over splits " + listed(claim.splits));
  }
}

void check_baseline(const Report& report) {
  const auto claims = [&](const Key& key) {
    return std::any_of(report.claims.begin(), report.claims.end(), [&](const Claim& c) { return c.key == key; });
  };
  bool own = false;
  for (const Claim& claim : report.claims) {
    own = own || claim.key[1] == own_row;
    if (!claims({claim.key[0], baseline, claim.key[2], "test_accuracy"}))
      throw Wrong(claim.name() + ": no row of '" + baseline + "' on " + claim.key[0] + " with " + claim.key[2] +
                  " labels stands beside it; a number without its baseline says nothing");
  }
  if (!own) throw Wrong(std::string("no row of your method, '") + own_row + "', is in the table");
}

void check_settings(const Report& report) {
  std::set<std::string> given;
  for (const Row& row : report.settings) given.insert(row[0]);
  for (const char* const name : {"commit", "source_hash", "dataset", "profile", "steps", "seed"}) {
    if (!given.count(name)) throw Wrong(std::string("the table of settings lacks '") + name + "', which run.json has");
  }
  std::set<std::size_t> used;
  for (const Claim& claim : report.claims) {
    for (const auto& [split, one] : report.found(claim)) used.insert(one.run);
  }
  for (const std::size_t number : used) {
    const std::string which = "run " + std::to_string(number);
    if (number < 1 || number > report.runs.size())
      throw Wrong("results.csv has rows of " + which + ", run.json " + std::to_string(report.runs.size()) + " runs");
    const nlohmann::json& run = report.runs[number - 1];
    for (const Row& row : report.settings) {
      const bool of_build = row[0] == "commit" || row[0] == "source_hash";
      const nlohmann::json part = run.value(of_build ? "build" : "options", nlohmann::json::object());
      const std::string found =
          part.contains(row[0]) && part[row[0]].is_string() ? part[row[0]].get<std::string>() : "nothing";
      if (found != row[1])
        throw Wrong("setting " + row[0] + ": claimed '" + row[1] + "', found '" + found + "' in " + which +
                    " of run.json");
    }
  }
  if (!report.runs.back().value("finished", false)) throw Wrong("run.json: the last run did not finish; --resume it");
}

// Percentages in the text are those of the tables.
void check_text(const Report& report) {
  static const std::regex percentage("(-?[0-9]+(\\.[0-9]+)?) ?%");
  std::istringstream stream(report.text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line[0] == '|') continue;
    for (std::sregex_iterator match(line.begin(), line.end(), percentage), end; match != end; ++match) {
      const std::string said = (*match)[1];
      const bool known = std::any_of(report.claims.begin(), report.claims.end(),
                                     [&](const Claim& c) { return c.mean == said || c.sd == said; });
      if (!known) throw Wrong("the text says " + said + " %, which is no number of the table");
    }
  }
}

struct Look {
  const char* name;
  void (*check)(const Report&);
};
constexpr std::array<Look, 5> looks{{{"all splits that were measured, and at least five", check_splits},
                                     {"means and standard deviations", check_means},
                                     {"the baseline beside every row", check_baseline},
                                     {"the settings of the runs", check_settings},
                                     {"percentages in the text", check_text}}};

// What keeps the report from being looked at; empty if nothing does.
std::string missing(const std::string& folder) {
  for (const char* const name : {"report.md", "results.csv", "run.json"}) {
    const std::string path = folder + "/" + name;
    if (!fs::is_regular_file(fs::symlink_status(path))) return std::string(name) + " is missing in student/report/";
    if (fs::file_size(path) > most_bytes) return std::string(name) + " is larger than 4 MB";
  }
  return read_file(folder + "/report.md").find(left_open) == std::string::npos
             ? ""
             : std::string("report.md still says ") + left_open;
}

}  // namespace

std::vector<CaseResult> check_numbers(const std::string& folder) {
  std::vector<CaseResult> results;
  const std::string lacks = missing(folder);
  std::optional<Report> report;
  std::string unreadable;
  try {
    if (lacks.empty()) report.emplace(folder);
  } catch (const std::exception& wrong) {  // JSON's own, too: whatever is in their files is no fault of the grader
    unreadable = wrong.what();
  }
  for (const Look& look : looks) {
    CaseResult result;
    result.name = look.name;
    result.state = !lacks.empty() ? State::todo : unreadable.empty() ? State::pass : State::fail;
    result.note = lacks + unreadable;
    try {
      if (report) look.check(*report);
    } catch (const std::exception& wrong) {
      result.state = State::fail;
      result.note = wrong.what();
    }
    results.push_back(result);
  }
  return results;
}

}  // namespace grade
