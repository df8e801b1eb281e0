#include <doctest/doctest.h>

#include <cmath>
#include <sstream>

#include "selfsame/core/error.hpp"
#include "selfsame/nn/activation.hpp"
#include "selfsame/report/progress.hpp"

using namespace selfsame;
using namespace selfsame::report;

namespace {

ProgressState halfway() {
  return {"rotation", 1000, 2000, 42, 3412, 42, {{"loss", 0.1419}, {"accuracy", 71.25}}, false};
}

}  // namespace

TEST_CASE("a line of progress says name, share, step, metrics, rate and time left") {
  CHECK(
      progress_line(halfway(), 0) ==
      "rotation          [##########..........]  50 %  step 1,000/2,000  loss 0.142  accuracy 71.2  3,412 img/s  0:42 "
      "left");
}

TEST_CASE("a narrow terminal loses metrics first, then the bar, and is never overrun") {
  const std::string at_100 = progress_line(halfway(), 104);
  CHECK(at_100.find("loss 0.142") != std::string::npos);
  CHECK(at_100.find("accuracy") == std::string::npos);
  CHECK(progress_line(halfway(), 66) == "rotation           50 %  step 1,000/2,000  3,412 img/s  0:42 left");
  for (Index columns = 1; columns < 120; ++columns)
    CHECK(progress_line(halfway(), columns).size() <= static_cast<std::size_t>(columns));
}

TEST_CASE("the share is rounded down: 100 % means done") {
  ProgressState state = halfway();
  state.step = 1999;
  CHECK(progress_line(state, 0).find("99 %") != std::string::npos);
}

TEST_CASE("a loop visits each step once, logs its metrics and ends with one line") {
  std::ostringstream shown;
  MetricsLog log;
  std::vector<Index> steps;
  Progress progress({"supervised", 100}, 5, 0, &log, {&shown, false, 0});
  for (Index step : progress) {
    steps.push_back(step);
    progress.log({{"loss", static_cast<double>(step)}});
  }
  CHECK(steps == std::vector<Index>{0, 1, 2, 3, 4});
  CHECK(log.curve({"supervised", 100}, "loss").size() == 5);
  CHECK(shown.str() == "supervised        [####################] 100 %  step 5/5  loss 4  took 0:00\n");
}

TEST_CASE("validation is measured ten times in a run, in a short one every ten steps, and only where there is a way") {
  nn::Relu network;
  const auto measured_at = [&](Index steps, const Validate& validate) {
    MetricsLog log;
    Progress progress("x", steps, 0, &log, {}, validate);
    for (const Index step : progress) {
      progress.log({{"loss", static_cast<double>(step)}});
      progress.validate(network);
    }
    std::vector<Index> at;
    for (const auto& [step, value] : log.curve("x", "validation_accuracy")) at.push_back(step);
    return at;
  };
  const Validate half = [](nn::Module&) { return 50.0; };
  CHECK(measured_at(200, half) == std::vector<Index>{19, 39, 59, 79, 99, 119, 139, 159, 179, 199});
  CHECK(measured_at(25, half) == std::vector<Index>{9, 19});
  CHECK(measured_at(200, {}).empty());
}

TEST_CASE("a loop's cost counts its steps and the images they sent forward") {
  Progress progress("x", 5, 64, nullptr, {});
  for (const Index step : progress) static_cast<void>(step);
  CHECK(progress.cost().updates == 5);
  CHECK(progress.cost().images_seen == 320);
  CHECK(progress.cost().seconds >= 0);
}

TEST_CASE("a loss that is no finite number ends the loop and is not kept, another metric may be anything") {
  MetricsLog log;
  Progress progress("rotation", 5, 1, &log, {});
  for (const Index step : progress) {
    progress.log({{"loss", 1}, {"gloss", std::log(0.0)}, {"round_accuracy", std::nan("")}});
    if (step < 1) continue;
    for (const double value : {std::nan(""), -std::nan("")}) {
      CHECK_THROWS_WITH_AS(progress.log({{"loss", value}}),
                           "rotation: loss is nan at step 1: take a lower learning rate; SELFSAME_ANOMALY=1 before the "
                           "same command names the operation that made it",
                           Error);
    }
    CHECK_THROWS_AS(progress.log({{"reconstruction_loss", 1 / 0.0}}), Error);
    break;
  }
  CHECK(log.curve("rotation", "loss") == Curve{{0, 1}, {1, 1}});
}

TEST_CASE("a loop of no steps runs no body") {
  Progress progress("x", 0, 0, nullptr, {});
  for (Index step : progress) FAIL("step " << step);
}

TEST_CASE("on a terminal the line is drawn over and closed at the end") {
  std::ostringstream shown;
  Progress progress("x", 3, 0, nullptr, {&shown, true, 80});
  for (Index step : progress) static_cast<void>(step);
  const std::string text = shown.str();
  CHECK(text.front() == '\r');
  CHECK(text.find('\n') == text.size() - 1);
}
