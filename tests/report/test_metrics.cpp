#include <doctest/doctest.h>

#include "report/temporary_directory.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/report/metrics.hpp"
#include "selfsame/report/results.hpp"

using namespace selfsame;
using namespace selfsame::report;

TEST_CASE("metrics.csv holds a row a metric and step, in the order in which series began") {
  MetricsLog log;
  log.add({"rotation", 100, 2}, 0, {{"loss", 1.5}, {"accuracy", 30}});
  log.add("other", 0, {{"loss", 0.25}});
  log.add({"rotation", 100, 2}, 1, {{"loss", 1.25}});
  CHECK(log.csv() ==
        "method,labels,split,step,metric,value\n"
        "rotation,100,2,0,loss,1.5\nrotation,100,2,1,loss,1.25\nrotation,100,2,0,accuracy,30\nother,0,0,0,loss,0.25\n");
}

TEST_CASE("metrics read back continue where they stopped") {
  const TemporaryDirectory directory;
  MetricsLog log;
  for (Index step = 0; step < 5; ++step)
    log.add({"x", data::all_labels}, step, {{"loss", 0.1 * static_cast<double>(step)}});
  io::write_file(directory.file("metrics.csv"), log.csv());
  MetricsLog back;
  back.read(directory.file("metrics.csv"));
  CHECK(back.csv() == log.csv());

  SUBCASE("and a series that starts again at an earlier step forgets what came after") {
    back.add({"x", data::all_labels}, 2, {{"loss", 9}});
    CHECK(back.curve({"x", data::all_labels}, "loss") == Curve{{0, 0.0}, {1, 0.1}, {2, 9.0}});
  }
}

TEST_CASE("metrics of another log take the place of what their series had, in the file as well") {
  const TemporaryDirectory directory;
  MetricsLog log, other;
  log.write(directory.file("metrics.csv"));
  for (Index step = 0; step < 9; ++step) log.add("x", step, {{"loss", 9}, {"accuracy", 1}});
  log.add("y", 0, {{"loss", 7}});
  for (Index step = 2; step < 5; ++step) {
    other.add("x", step, {{"loss", 0.1 * static_cast<double>(step)}});
    other.add("x", step, {{"accuracy", 2}});
    other.add({"z", 10, 1}, step, {{"loss", 3}});
  }
  log.add_csv(other.csv());
  CHECK(log.curve("x", "loss") == other.curve("x", "loss"));
  CHECK(log.curve("x", "accuracy") == other.curve("x", "accuracy"));
  CHECK(log.curve({"z", 10, 1}, "loss") == Curve{{2, 3.0}, {3, 3.0}, {4, 3.0}});
  CHECK(log.curve("y", "loss") == Curve{{0, 7.0}});
  log.write(directory.file("metrics.csv"));
  CHECK(io::read_file(directory.file("metrics.csv")) == log.csv());
  other.clear();
  CHECK(other.series().empty());
}

TEST_CASE("an unknown series or metric has an empty curve") {
  MetricsLog log;
  log.add("x", 0, {{"loss", 1}});
  CHECK(log.curve("y", "loss").empty());
  CHECK(log.curve("x", "accuracy").empty());
}

TEST_CASE("thinned keeps the mean and short curves as they are") {
  Curve curve;
  for (Index step = 0; step < 1000; ++step) curve.emplace_back(step, static_cast<double>(step % 2));
  const Curve thin = thinned(curve, 10);
  REQUIRE(thin.size() == 10);
  for (const auto& point : thin) CHECK(point.second == doctest::Approx(0.5));
  CHECK(thin.front().first < thin.back().first);
  CHECK(thinned(thin, 10) == thin);
}
