#include <doctest/doctest.h>

#include <cmath>

#include "report/temporary_directory.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/report/results.hpp"
#include "selfsame/report/text.hpp"

using namespace selfsame;
using namespace selfsame::report;

namespace {

Result accuracy(const std::string& method, double value, std::uint64_t split = 0, data::LabelCount labels = 100,
                double seconds = 12) {
  return {"fashion-mnist", method, labels, split, 7, "test_accuracy", value, 800, 51200, seconds};
}

}  // namespace

TEST_CASE("results.csv has the header and the columns that the protocol names") {
  CHECK(results_csv({accuracy("supervised", 71.25)}) ==
        "dataset,method,labels,split,seed,metric,value,updates,images_seen,train_seconds,run\n"
        "fashion-mnist,supervised,100,0,7,test_accuracy,71.25,800,51200,12.000,1\n");
}

TEST_CASE("results read back are the results that were written") {
  const TemporaryDirectory directory;
  std::vector<Result> results = {accuracy("a,\"b\"", 1.0 / 3), accuracy("x", 92.5, 4, data::all_labels)};
  results[1].seed = 18446744073709551615U;
  results[1].run = 3;
  io::write_file(directory.file("results.csv"), results_csv(results));
  const std::vector<Result> back = read_results(directory.file("results.csv"));
  REQUIRE(back.size() == 2);
  CHECK(back[0].method == "a,\"b\"");
  CHECK(back[0].value == 1.0 / 3);
  CHECK(back[1].labels == data::all_labels);
  CHECK(back[1].seed == 18446744073709551615U);
  CHECK(back[1].images_seen == 51200);
  CHECK(back[1].run == 3);
}

TEST_CASE("a damaged results.csv names file, line and what was expected") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("results.csv"), header = results_csv({});
  const auto message = [&](const std::string& text) -> std::string {
    io::write_file(path, text);
    try {
      read_results(path);
    } catch (const Error& error) {
      return error.what();
    }
    return "nothing was wrong";
  };
  CHECK(message(header) == "nothing was wrong");
  CHECK(message(header + "a,b,100,0,0,m,x,1,1,1,1\n") ==
        path + ":2: value is \"x\", expected a number; remove the file or start without --resume");
  CHECK(message(header + "a,b,100,0,0,m,1,1,1,1,1\na,b\n") ==
        path + ":3: 2 cells, expected 11; remove the file or start without --resume");
  CHECK(message("a,b\n").find("its first line is not the expected header dataset,") != std::string::npos);
  CHECK(message("").find("its first line is not the expected header") != std::string::npos);
}

TEST_CASE("summarize gives the mean and the standard deviation of the sample") {
  const Summary two = summarize({1, 3});
  CHECK(two.mean == doctest::Approx(2));
  CHECK(two.stddev == doctest::Approx(std::sqrt(2.0)));
  CHECK(summarize({5}).stddev == 0);
  CHECK(summary_text(summarize({})) == "-");
  CHECK(summary_text(summarize({71.25})) == "71.2");
  CHECK(summary_text(two) == "2.0 ± 1.4");
}

TEST_CASE("the gain is taken split by split, so the luck of a split cancels") {
  const std::vector<Result> results = {accuracy("supervised", 60, 0), accuracy("supervised", 70, 1),
                                       accuracy("rotation", 62, 0), accuracy("rotation", 72, 1)};
  const auto summaries = summarize_methods(results);
  REQUIRE(summaries.size() == 2);
  CHECK_FALSE(summaries[0].has_gain);
  CHECK(summaries[1].gain.mean == doctest::Approx(2));
  CHECK(summaries[1].gain.stddev == doctest::Approx(0));
  CHECK(summaries[1].value.stddev > 7);
}

TEST_CASE("the table of one split shows accuracy, gain and seconds") {
  const std::vector<Result> results = {accuracy("random_probe", 61.04, 0, 100, 0),
                                       accuracy("supervised", 69.5, 0, 100, 1234.4),
                                       accuracy("fixmatch", 75.26, 0, 100, 9.96)};
  CHECK(results_table(results) ==
        "method        accuracy  gain  seconds\n"
        "random_probe      61.0  -8.5        0\n"
        "supervised        69.5     -    1,234\n"
        "fixmatch          75.3  +5.8     10.0\n");
}

TEST_CASE("several numbers of labels get a column, few first and all last") {
  const std::vector<Result> results = {accuracy("supervised", 93, 0, data::all_labels),
                                       accuracy("supervised", 80, 0, 1000), accuracy("supervised", 70, 0, 40)};
  CHECK(results_table(results) ==
        "method      labels  accuracy  seconds\n"
        "supervised      40      70.0       12\n"
        "supervised   1,000      80.0       12\n"
        "supervised     all      93.0       12\n");
}

TEST_CASE("a method has the same place at every number of labels, in whatever order its rows were measured") {
  const std::vector<MethodSummary> rows = summarize_methods(
      {accuracy("supervised", 60, 0, 40), accuracy("rotation", 61, 0, 40), accuracy("simclr", 62, 0, 40),
       accuracy("simclr", 72, 0, 100), accuracy("supervised", 70, 0, 100), accuracy("rotation", 71, 0, 100)});
  std::string order;
  for (const MethodSummary& one : rows) order += one.method.substr(0, 1);
  CHECK(order == "srssrs");
  CHECK(rows[3].value.mean == 70);
  CHECK(rows[5].value.mean == 72);
}

TEST_CASE("the grid has a row a method and a column a number of labels") {
  const std::vector<Result> results = {accuracy("supervised", 93, 0, data::all_labels),
                                       accuracy("supervised", 60, 0, 40), accuracy("supervised", 62, 1, 40),
                                       accuracy("fixmatch", 80, 0, 1000)};
  CHECK(text_table(accuracy_grid(summarize_methods(results))) ==
        "method              40  1,000   all\n"
        "supervised  61.0 ± 1.4      -  93.0\n"
        "fixmatch             -   80.0     -\n");
}

TEST_CASE("several data sets get a column, and each its own baseline") {
  std::vector<Result> results = {accuracy("supervised", 70), accuracy("rotation", 75), accuracy("supervised", 50),
                                 accuracy("rotation", 40)};
  results[2].dataset = results[3].dataset = "moons";
  CHECK(results_table(results) ==
        "method      data           accuracy   gain  seconds\n"
        "supervised  fashion-mnist      70.0      -       12\n"
        "rotation    fashion-mnist      75.0   +5.0       12\n"
        "supervised  moons              50.0      -       12\n"
        "rotation    moons              40.0  -10.0       12\n");
}

TEST_CASE("other metrics do not enter the table") {
  std::vector<Result> results = {accuracy("supervised", 70)};
  results.push_back(results[0]);
  results[1].metric = "validation_accuracy";
  CHECK(summarize_methods(results).size() == 1);
  CHECK(summarize_methods(results)[0].value.count == 1);
}
