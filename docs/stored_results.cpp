// stored_results RUNS PAGES [MORE_PAGES ...]: puts the numbers of stored runs into the pages, so that none can differ
// from the run that measured it.
//
// RUNS holds a folder for each stored run, with its results.csv and run.json (tutorials/results). PAGES holds generated
// pages (*.dox), which are rewritten in place, as are those of the other folders; it gets all figures, RUN_accuracy.svg
// of each run among them. In a page,
//
//   \result{board simclr_graph 100}                "75.5 ± 1.8": mean and standard deviation over the splits
//   \result{board simclr_graph 100 gain}           "+2.9 ± 1.5" over `supervised`, split by split
//   \result{board simclr_graph 100 mean}           "75.5"; `gain_mean` the gain's, `splits` how many, `seconds` mean
//   \result{board simclr_graph 100 gain split=3}   of one split; so with the others
//   \result{t06 pirl 100 metric=rotation_accuracy data=shapes}   another metric, one of several data sets
//   \result{t11 "sensor, offset 2" 40}             a method whose name has spaces
//   \result{traps best_on_test 100 gain over=last_step}   a gain over another row than `supervised`
//   \results_table{board}, \results_table{board 100}             the table that the program prints; only these labels
//   \results_table{board 100 rows=supervised,simclr}             only these rows; metric=NAME, data=NAME as above
//   \results_grid{board}                           a row a method, a column a number of labels; metric=NAME as above
//   \results_grid{t03 2}                           with these labels a row a method, a column a data set
//   \results_worth{board 59000}                    how many labels `supervised` needs to match each row; all are 59,000
//   \results_figure{board curve rows=supervised,simclr} "Caption"   accuracy of these rows, drawn as curve.svg
//   \results_seen{trials curve 100 rows=simclr_probe,supervised} "Caption"   validation accuracy against images seen,
//                                                  of rows that `trials` made with several --passes, as curve.svg
//   \results_output{t01}                           what the program printed, without the place of its report
//
// Below a table stands which of its rows were measured before something changed that decides them, where sources.json
// says so (tools/refresh --owe).
//
// Of a chapter whose run is stored, or that takes numbers from another run, the section "Results" may hold no typed
// decimal outside code: it could go stale.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "seen_figure.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/report/figures.hpp"
#include "selfsame/report/label_worth.hpp"
#include "selfsame/report/results.hpp"
#include "selfsame/report/text.hpp"
#include "typed_results.hpp"

using namespace selfsame;
namespace fs = std::filesystem;

namespace {

// Rows of runs 1 to `last_run` were measured before what `why` says.
struct Debt {
  Index last_run;
  std::string why;
};

struct StoredRun {
  std::vector<report::Result> results;
  std::vector<Debt> owed;
  std::string output;  // empty where none was kept
};

using Runs = std::map<std::string, StoredRun>;

// What stands between the braces of a command: words, a quoted text being one, and settings name=value.
struct Query {
  std::vector<std::string> words;
  std::map<std::string, std::string> settings;

  explicit Query(const std::string& text) {
    std::istringstream stream(text);
    for (std::string word; stream >> std::quoted(word);) {
      const auto equals = word.find('=');
      if (equals == std::string::npos) {
        words.push_back(word);
      } else {
        settings[word.substr(0, equals)] = word.substr(equals + 1);
      }
    }
    for (const auto& [name, value] : settings) {
      require<Error>(name == "split" || name == "metric" || name == "data" || name == "rows" || name == "over", name,
                     "=", value, ": no such setting; expected split, metric, data, rows or over");
    }
  }

  std::string setting(const std::string& name, const std::string& otherwise) const {
    const auto found = settings.find(name);
    return found == settings.end() ? otherwise : found->second;
  }
};

std::vector<std::string> split_at_commas(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> parts;
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

const StoredRun& run_named(const Runs& runs, const std::string& name) {
  const auto run = runs.find(name);
  require<Error>(run != runs.end(), "there is no stored run ", name, "; tools/refresh ", name, " makes it");
  return run->second;
}

data::LabelCount labels_of(const std::string& word) {
  if (word == "all") return data::all_labels;
  require<Error>(!word.empty() && word.find_first_not_of("0123456789") == std::string::npos, "\"", word,
                 "\" is no number of labels; expected one such as 100, or all");
  return std::stoll(word);
}

template <class T, class Wanted>
std::vector<T> only(const std::vector<T>& all, const Wanted& wanted) {
  std::vector<T> kept;
  std::copy_if(all.begin(), all.end(), std::back_inserter(kept), wanted);
  return kept;
}

// One number of a run: \result{RUN METHOD LABELS [what] [split=N] [metric=NAME] [data=NAME]}.
std::string result_text(const Runs& runs, const std::string& text) {
  const Query query(text);
  const std::vector<std::string>& words = query.words;
  require<Error>(words.size() == 3 || words.size() == 4,
                 "expected \\result{RUN METHOD LABELS [what] [name=value ...]}");

  const data::LabelCount labels = labels_of(words[2]);
  const std::string metric = query.setting("metric", "test_accuracy"), data = query.setting("data", "any");
  const std::string split = query.setting("split", "any");
  const auto results = only(run_named(runs, words[0]).results, [&](const report::Result& r) {
    return r.labels == labels && (data == "any" || r.dataset == data) &&
           (split == "any" || std::to_string(r.split) == split);
  });
  const std::string baseline = query.setting("over", "supervised");
  const auto found = only(report::summarize_methods(results, metric, baseline),
                          [&](const report::MethodSummary& s) { return s.method == words[1]; });
  require<Error>(!found.empty(), "the run ", words[0], " has no ", metric, " of ", words[1], " with ", words[2],
                 " labels");
  require<Error>(found.size() == 1, "the run ", words[0], " has several data sets; add data=NAME");

  const report::MethodSummary& row = found.front();
  const std::string what = words.size() == 4 ? words[3] : "accuracy";
  const bool of_gain = what == "gain" || what == "gain_mean";
  require<Error>(!of_gain || row.has_gain, "the row ", words[1], " has no gain: no ", baseline, " row beside it");
  if (what == "accuracy") return report::summary_text(row.value);
  if (what == "mean") return report::fixed(row.value.mean, 1);
  if (what == "gain") return report::gain_text(row.gain);
  if (what == "gain_mean") return report::gain_text({row.gain.mean, 0, 1});
  if (what == "splits") return std::to_string(row.value.count);
  if (what == "seconds") return report::thousands(std::llround(row.seconds));
  throw Error(
      concat("\"", what, "\" is nothing a row has; expected accuracy, mean, gain, gain_mean, splits or seconds"));
}

// "Rows with 250 and 1,000 labels were measured before WHY.", for each debt that these rows have.
std::string debts_text(const StoredRun& run, const std::vector<report::Result>& shown) {
  std::string text;
  for (const Debt& debt : run.owed) {
    std::vector<std::string> labels;
    bool all = true;
    for (const report::Result& r : shown) {
      const std::string count = to_string(r.labels);
      if (r.run > debt.last_run) {
        all = false;
      } else if (std::find(labels.begin(), labels.end(), count) == labels.end()) {
        labels.push_back(count);
      }
    }
    if (labels.empty()) continue;
    std::string rows = "These rows";
    for (std::size_t i = 0; !all && i < labels.size(); ++i) {
      rows = i == 0 ? "Rows with " + labels[0] : rows + (i + 1 == labels.size() ? " and " : ", ") + labels[i];
    }
    text += concat("\n\n", rows, all ? "" : " labels", " were measured before ", debt.why, ".");
  }
  return text;
}

std::string verbatim(const std::string& text) { return "\\verbatim\n" + text + "\\endverbatim"; }

// Results of the rows that rows=METHOD,METHOD names; all of them where it names none.
std::vector<report::Result> rows_asked(const std::vector<report::Result>& results, const Query& query) {
  const std::vector<std::string> rows = split_at_commas(query.setting("rows", ""));
  for (const std::string& row : rows) {
    require<Error>(std::any_of(results.begin(), results.end(), [&](const auto& r) { return r.method == row; }),
                   "the run ", query.words[0], " has no row ", row);
  }
  if (rows.empty()) return results;
  return only(results, [&](const auto& r) { return std::count(rows.begin(), rows.end(), r.method) > 0; });
}

// The table that the program printed: \results_table{RUN [LABELS] [rows=METHOD,METHOD] [metric=NAME] [data=NAME]}.
// Gains are over `supervised`, which has to be among the rows.
std::string table_text(const Runs& runs, const std::string& text) {
  const Query query(text);
  const std::vector<std::string>& words = query.words;
  require<Error>(words.size() == 1 || words.size() == 2, "expected \\results_table{RUN [LABELS] [name=value ...]}");
  const StoredRun& run = run_named(runs, words[0]);
  const std::string metric = query.setting("metric", "test_accuracy"), data = query.setting("data", "any");
  auto results = only(run.results, [&](const report::Result& r) {
    return r.metric == metric && (data == "any" || r.dataset == data) &&
           (words.size() == 1 || r.labels == labels_of(words[1]));
  });
  require<Error>(!results.empty(), "the run ", words[0], " has no such row");
  results = rows_asked(results, query);
  return verbatim(report::results_table(results, metric)) + debts_text(run, results);
}

// A row a method, a column a data set, of results with one number of labels.
std::vector<std::vector<std::string>> grid_of_data(const std::vector<report::MethodSummary>& summaries) {
  std::vector<std::vector<std::string>> cells = {{"method"}};
  for (const report::MethodSummary& s : summaries) {
    if (cells[0].back() != s.dataset) cells[0].push_back(s.dataset);  // summaries come data set by data set
    auto row = std::find_if(cells.begin() + 1, cells.end(), [&](const auto& r) { return r[0] == s.method; });
    if (row == cells.end()) row = cells.insert(row, {s.method});
    row->resize(cells[0].size(), "-");
    row->back() = report::summary_text(s.value);
  }
  for (auto& row : cells) row.resize(cells[0].size(), "-");
  return cells;
}

// \results_grid{RUN [LABELS] [metric=NAME]}: columns are numbers of labels, or of these labels data sets.
std::string grid_text(const Runs& runs, const std::string& text) {
  const Query query(text);
  const std::vector<std::string>& words = query.words;
  require<Error>(words.size() == 1 || words.size() == 2, "expected \\results_grid{RUN [LABELS] [metric=NAME]}");
  const StoredRun& run = run_named(runs, words[0]);
  const auto results =
      only(run.results, [&](const report::Result& r) { return words.size() == 1 || r.labels == labels_of(words[1]); });
  require<Error>(!results.empty(), "the run ", words[0], " has no such row");
  const auto summaries = report::summarize_methods(results, query.setting("metric", "test_accuracy"));
  return verbatim(report::text_table(words.size() == 1 ? report::accuracy_grid(summaries) : grid_of_data(summaries))) +
         debts_text(run, results);
}

// \results_worth{RUN ALL}: how many labels the baseline needs to match each row, where all labels are ALL of them.
std::string worth_text(const Runs& runs, const std::string& text) {
  const std::vector<std::string> words = Query(text).words;
  require<Error>(words.size() == 2, "expected \\results_worth{RUN ALL}, with the number of all labels");
  const StoredRun& run = run_named(runs, words[0]);
  const auto summaries = report::summarize_methods(run.results);
  return verbatim(report::text_table(report::label_worth_grid(summaries, labels_of(words[1]).number()))) +
         debts_text(run, run.results);
}

// The figure as `folder`/NAME.svg, and what shows it on a page.
std::string image_text(const report::Figure& figure, const std::string& name, const fs::path& folder) {
  report::write_svg((folder / name).string() + ".svg", figure);
  return "\\image html " + name + ".svg";
}

// \results_figure{RUN NAME [rows=METHOD,METHOD]}: the figure that suits these rows, in `folder` as NAME.svg, so that it
// is drawn from the numbers beside it.
std::string figure_text(const Runs& runs, const std::string& text, const fs::path& folder) {
  const Query query(text);
  require<Error>(query.words.size() == 2, "expected \\results_figure{RUN NAME [rows=METHOD,METHOD]}");
  const auto results = rows_asked(run_named(runs, query.words[0]).results, query);
  const report::Figure figure = report::accuracy_figure(report::summarize_methods(results));
  require<Error>(!figure.svg.empty(), "there is no gnuplot to draw with; tools/setup installs it");
  return image_text(figure, query.words[1], folder);
}

// \results_seen{RUN NAME LABELS [rows=METHOD,METHOD]}: a line a method, a point each number of passes, as NAME.svg.
std::string seen_text(const Runs& runs, const std::string& text, const fs::path& folder) {
  const Query query(text);
  require<Error>(query.words.size() == 3, "expected \\results_seen{RUN NAME LABELS [rows=METHOD,METHOD]}");
  const report::Figure figure = seen_figure(query.words[1], run_named(runs, query.words[0]).results,
                                            labels_of(query.words[2]), split_at_commas(query.setting("rows", "")));
  return image_text(figure, query.words[1], folder);
}

// \results_output{RUN}: what the program printed.
std::string output_text(const Runs& runs, const std::string& text) {
  const std::string& output = run_named(runs, text).output;
  require<Error>(!output.empty(), "the run ", text, " has kept no output.txt; tools/refresh ", text, " makes it");
  return verbatim(output);
}

using Command = std::function<std::string(const Runs&, const std::string&)>;

// The text with each \NAME{...} replaced by what the command makes of the dots.
std::string replace_command(const std::string& text, const std::string& name, const Command& command,
                            const Runs& runs) {
  const std::string opening = "\\" + name + "{";
  std::string replaced;
  std::size_t from = 0;
  for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, from)) {
    const auto end = text.find('}', at);
    require<Error>(end != std::string::npos, text.substr(at, 60), ": the closing } is missing");
    const std::string query = text.substr(at + opening.size(), end - at - opening.size());
    replaced.append(text, from, at - from);
    try {
      replaced += command(runs, query);
    } catch (const Error& error) {
      throw Error(concat(opening, query, "}: ", error.what()));
    }
    from = end + 1;
  }
  return replaced.append(text, from);
}

// The page with all commands carried out; figures go into the folder `figures`.
std::string with_numbers(const std::string& page, const Runs& runs, const fs::path& figures) {
  std::string text = replace_command(page, "result", result_text, runs);
  text = replace_command(text, "results_table", table_text, runs);
  text = replace_command(text, "results_grid", grid_text, runs);
  text = replace_command(text, "results_worth", worth_text, runs);
  text = replace_command(text, "results_output", output_text, runs);
  text = replace_command(
      text, "results_seen", [&figures](const Runs& r, const std::string& t) { return seen_text(r, t, figures); }, runs);
  return replace_command(
      text, "results_figure", [&figures](const Runs& r, const std::string& t) { return figure_text(r, t, figures); },
      runs);
}

std::vector<Debt> read_debts(const fs::path& path) {
  if (!fs::exists(path)) return {};
  const auto record = nlohmann::json::parse(io::read_file(path.string()), nullptr, false);
  require<Error>(record.is_object(), path.string(), ": is not what tools/refresh writes; take it from the repository");
  std::vector<Debt> debts;
  for (const auto& debt : record.value("owed", nlohmann::json::array())) {
    debts.push_back({debt.at("last_run").get<Index>(), debt.at("why").get<std::string>()});
  }
  return debts;
}

Runs read_runs(const fs::path& folder) {
  Runs runs;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_directory()) continue;
    require<Error>(fs::exists(entry.path() / "run.json"), entry.path().string(),
                   ": a stored run without run.json, which says what measured it; store both");
    const fs::path output = entry.path() / "output.txt";
    runs[entry.path().filename().string()] = {report::read_results((entry.path() / "results.csv").string()),
                                              read_debts(entry.path() / "sources.json"),
                                              fs::exists(output) ? io::read_file(output.string()) : ""};
  }
  require<Error>(!runs.empty(), folder.string(), ": holds no stored run; expected RUN/results.csv");
  return runs;
}

void draw(const Runs& runs, const fs::path& pages) {
  for (const auto& [name, run] : runs) {
    const auto summaries = report::summarize_methods(run.results);
    if (summaries.empty()) continue;  // trials do not read the test set
    const report::Figure figure = report::accuracy_figure(summaries);
    require<Error>(!figure.svg.empty(), "stored_results: there is no gnuplot to draw with; tools/setup installs it");
    report::write_svg((pages / (name + "_accuracy")).string() + ".svg", figure);
  }
}

// Rewrites the pages in a folder; figures go into the folder `figures`.
void put_numbers_into_pages(const Runs& runs, const fs::path& pages, const fs::path& figures) {
  for (const auto& entry : fs::directory_iterator(pages)) {
    if (entry.path().extension() != ".dox") continue;
    const std::string path = entry.path().string(), page = io::read_file(path);
    const std::string name = entry.path().stem().string();
    const bool stored = runs.count(name) > 0 || page.find("\\result") != std::string::npos;
    const std::string typed = stored ? typed_result(page, name) : "";
    require<Error>(typed.empty(), name, ", Results: a typed number can go stale; write \\result{RUN METHOD LABELS} in ",
                   "place of it: ", typed);
    try {
      io::write_file(path, with_numbers(page, runs, figures));
    } catch (const Error& error) {
      throw Error(concat(name, ": ", error.what()));
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    require<UsageError>(argc >= 3, "stored_results: expected RUNS PAGES [MORE_PAGES ...], found ", argc - 1,
                        argc == 2 ? " argument" : " arguments");
    const Runs runs = read_runs(argv[1]);
    draw(runs, argv[2]);
    for (int i = 2; i < argc; ++i) put_numbers_into_pages(runs, argv[i], argv[2]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
