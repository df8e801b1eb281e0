#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "report/temporary_directory.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/report/html.hpp"
#include "selfsame/report/report.hpp"

using namespace selfsame;
using namespace selfsame::report;

namespace {

ReportSetup setup_in(const std::string& out, bool resume = false, const std::string& steps = "20") {
  return {"t99_test",
          "A <title>",
          "Said & done.",
          out,
          {{"dataset", "shapes"}, {"steps", steps}, {"out", out}},
          3,
          2,
          resume,
          {"out", "labels", "splits"}};
}

// What was written to a stream while it lives.
struct Captured {
  explicit Captured(std::ostream& stream) : stream_(stream), old_(stream.rdbuf(text.rdbuf())) {}
  ~Captured() { stream_.rdbuf(old_); }
  std::ostringstream text;

 private:
  std::ostream& stream_;
  std::streambuf* old_;
};

void run(Report& report) {
  const Captured quiet(std::cerr);
  auto progress = report.progress({"supervised", 60}, 10, 4);
  for (Index step : progress) progress.log({{"loss", 1.0 / static_cast<double>(step + 1)}});
  report.add({"shapes", "supervised", 60, 0, 3, "test_accuracy", 71.5, 10, 40, 1.5});
  report.add({"shapes", "rotation", 60, 0, 3, "test_accuracy", 75, 20, 80, 2.5});
  report.add_curves("loss", "Loss", "loss", "loss (nats)", "Falls.");
}

}  // namespace

TEST_CASE("a measurement that is no number is refused, and no row is written of it") {
  Report report;
  CHECK_THROWS_WITH_AS(report.add({"shapes", "simclr", 60, 0, 3, "test_accuracy", -std::nan(""), 1, 1, 1}),
                       "simclr: test_accuracy is nan; a finite number is expected of a result", Error);
  CHECK(report.results().empty());
}

TEST_CASE("a finished report has results, metrics, run.json and a page, and prints table and path") {
  const TemporaryDirectory directory;
  const std::string out = directory.file("out");
  Captured printed(std::cout);
  Report report(setup_in(out));
  run(report);
  report.finish();
  for (const char* name : {"results.csv", "metrics.csv", "run.json", "report.html"})
    CHECK_MESSAGE(directory.has(std::string("out/") + name), name);
  CHECK(printed.text.str() ==
        "method      accuracy  gain  seconds\n"
        "supervised      71.5     -      1.5\n"
        "rotation        75.0  +3.5      2.5\n"
        "report: " +
            out + "/report.html\n");
  for (const auto& entry : std::filesystem::directory_iterator(out)) CHECK(entry.path().extension() != ".part");
}

TEST_CASE("a run too short to compare anything has no gains, and says why") {
  const TemporaryDirectory directory;
  Captured printed(std::cout);
  ReportSetup setup = setup_in(directory.path);
  setup.proves_nothing = true;
  Report report(setup);
  run(report);
  report.finish();
  CHECK(printed.text.str().find("gain") == std::string::npos);
  CHECK(printed.text.str().find("shows that the program works, and nothing about the methods.\n") != std::string::npos);
  const std::string page = io::read_file(directory.file("report.html"));
  CHECK(page.find("nothing about the methods") != std::string::npos);
  CHECK(page.find("gain over the supervised") == std::string::npos);
}

TEST_CASE("run.json says whether the run finished, with every option") {
  const TemporaryDirectory directory;
  const Captured printed(std::cout);
  Report report(setup_in(directory.path));
  auto json = nlohmann::json::parse(io::read_file(directory.file("run.json")));
  CHECK(json["finished"] == false);
  report.finish();
  json = nlohmann::json::parse(io::read_file(directory.file("run.json")));
  CHECK(json["finished"] == true);
  CHECK(json["seed"] == 3);
  CHECK(json["options"]["dataset"] == "shapes");
  CHECK(json["build"]["source_hash"].is_string());
#ifdef __AVX512F__
  CHECK(json["build"]["vectors"] == "AVX-512");
#else
  CHECK(json["build"]["vectors"] != "AVX-512");
#endif
  CHECK(json["machine"]["cores"] > 0);
}

TEST_CASE("the page escapes texts, holds its figures and asks nothing of the net") {
  Page page;
  page.title = "A <title>";
  page.introduction = "Said & done.";
  page.table = {{"method", "accuracy", "gain"},
                {"rotation", "75.0 ± 1.0", "+3.5 ± 1.0"},
                {"probe", "60.0", "-8.0"},
                {"x", "70", "+0.5 ± 1.0"}};
  page.figures = {{"loss", "Loss", "Falls <fast>.", "", "<svg>drawn</svg>"}, {"other", "Other", "", "", ""}};
  page.run.started = "2025-01-01T00:00:00Z";
  const std::string html = html_page(page);
  CHECK(html.find("<title>A &lt;title&gt;</title>") != std::string::npos);
  CHECK(html.find("Said &amp; done.") != std::string::npos);
  CHECK(html.find("<svg>drawn</svg>") != std::string::npos);
  CHECK(html.find("Falls &lt;fast&gt;.") != std::string::npos);
  CHECK(html.find("Other: not drawn, because gnuplot was not there.") != std::string::npos);
  CHECK(html.find("class=\"gain-up\">+3.5") != std::string::npos);
  CHECK(html.find("class=\"gain-down\">-8.0") != std::string::npos);
  CHECK(html.find("<td>+0.5 ± 1.0") != std::string::npos);
  for (const char* request : {"src=\"http", "href=\"http", "url(", "@import"})
    CHECK_MESSAGE(html.find(request) == std::string::npos, request);
}

TEST_CASE("a resumed report keeps what was measured and measures the rest") {
  const TemporaryDirectory directory;
  {
    Report report(setup_in(directory.path));
    run(report);
  }
  Report report(setup_in(directory.path, true));
  CHECK(report.results().size() == 2);
  REQUIRE(report.find("supervised", 60, 0, 3) != nullptr);
  CHECK(report.find("supervised", 60, 0, 3)->value == 71.5);
  CHECK(report.find("supervised", 60, 1, 3) == nullptr);
  CHECK(report.metrics().curve({"supervised", 60}, "loss").size() == 10);
}

TEST_CASE("the last row of a run that did not finish is made again, for the model that was to follow it") {
  const TemporaryDirectory directory;
  const Result row{"shapes", "rotation", 60, 0, 3, "test_accuracy", 75, 1, 1, 1};
  const auto found = [](const Report& report) { return report.find("rotation", 60, 0, 3) != nullptr; };
  { Report(setup_in(directory.path)).add(row); }
  { CHECK_FALSE(found(Report(setup_in(directory.path, true)))); }  // and ends before it is made again
  {
    Report report(setup_in(directory.path, true));
    CHECK(report.results().size() == 1);  // results.csv keeps it meanwhile
    CHECK_FALSE(found(report));
    report.add(row);
    CHECK(found(report));
    const Captured quiet(std::cout);
    report.finish();
  }
  { CHECK(found(Report(setup_in(directory.path, true)))); }  // ends at once: the row is still of a run that finished
  CHECK(found(Report(setup_in(directory.path, true))));
}

TEST_CASE("run.json remembers each run that measured something, and each row its run") {
  const TemporaryDirectory directory;
  const auto measure = [&](bool resume, const std::string& method) {
    Report report(setup_in(directory.path, resume));
    if (!method.empty()) report.add({"shapes", method, 60, 0, 3, "test_accuracy", 70, 1, 1, 1});
  };
  measure(false, "supervised");
  measure(true, "");  // nothing left to do: forgotten
  measure(true, "rotation");
  measure(true, "supervised");  // measured again
  const auto json = nlohmann::json::parse(io::read_file(directory.file("run.json")));
  REQUIRE(json["earlier"].size() == 2);
  CHECK(json["earlier"][0]["program"] == json["program"]);
  CHECK(json["earlier"][1]["build"]["commit"].is_string());
  CHECK_FALSE(json["earlier"][0].contains("earlier"));
  const std::vector<Result> rows = read_results(directory.file("results.csv"));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].run == 3);
  CHECK(rows[1].run == 2);
}

TEST_CASE("a resume may ask for other labels and more splits: rows that are there stay") {
  const TemporaryDirectory directory;
  const auto setup = [&](const std::string& labels, const std::string& splits, bool resume) {
    ReportSetup result = setup_in(directory.path, resume);
    result.options.insert(result.options.end(), {{"labels", labels}, {"splits", splits}});
    return result;
  };
  {
    Report report(setup("60", "1", false));
    run(report);
  }
  const Report report(setup("40,60", "5", true));
  CHECK(report.results().size() == 2);
}

TEST_CASE("a resume with other options is refused, naming the option") {
  const TemporaryDirectory directory;
  { Report report(setup_in(directory.path)); }
  CHECK_THROWS_WITH_AS(Report(setup_in(directory.path, true, "30")),
                       ("--resume: the run in " + directory.path +
                        " had --steps 20, this one has --steps 30; give the same options or another --out")
                           .c_str(),
                       UsageError);
}

TEST_CASE("without resume a report starts from nothing") {
  const TemporaryDirectory directory;
  {
    Report report(setup_in(directory.path));
    run(report);
  }
  Report report(setup_in(directory.path));
  CHECK(report.results().empty());
  CHECK_FALSE(directory.has("results.csv"));
}

TEST_CASE("a measurement made again replaces the first") {
  Report report;
  report.add({"shapes", "x", 60, 0, 3, "test_accuracy", 1, 0, 0, 0});
  report.add({"shapes", "x", 60, 0, 3, "test_accuracy", 2, 0, 0, 0});
  report.add({"shapes", "x", 60, 1, 3, "test_accuracy", 3, 0, 0, 0});
  REQUIRE(report.results().size() == 2);
  CHECK(report.results()[0].value == 2);
}

TEST_CASE("a silent report counts along and writes nothing") {
  const Captured out(std::cout), err(std::cerr);
  Report report;
  auto progress = report.progress("x", 3);
  for (Index step : progress) progress.log({{"loss", static_cast<double>(step)}});
  report.finish();
  CHECK(report.metrics().curve("x", "loss").size() == 3);
  CHECK(report.file("model.safetensors").empty());
  CHECK(out.text.str().empty());
  CHECK(err.text.str().empty());
}

TEST_CASE("without gnuplot a report is complete but for its figures, and says so") {
  const TemporaryDirectory directory;
  const std::string path = std::getenv("PATH") ? std::getenv("PATH") : "";
  ::setenv("PATH", directory.path.c_str(), 1);
  {
    const Captured printed(std::cout), noted(std::cerr);
    Report report(setup_in(directory.file("out")));
    run(report);
    report.finish();
  }
  ::setenv("PATH", path.c_str(), 1);
  CHECK(directory.has("out/results.csv"));
  CHECK(io::read_file(directory.file("out/report.html")).find("Loss: not drawn") != std::string::npos);
  CHECK_FALSE(directory.has("out/loss.svg"));
}
