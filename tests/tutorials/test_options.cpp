#include <doctest/doctest.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>

#include "protocol/options.hpp"
#include "selfsame/core/error.hpp"
#include "threads.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

Options parsed(std::vector<const char*> arguments, const std::string& labels = "100") {
  arguments.insert(arguments.begin(), "t99");
  const bool several = labels.find(',') != std::string::npos;
  return parse_options(static_cast<int>(arguments.size()), arguments.data(),
                       {"t99", "A test", labels, several, "", {}});
}

std::string complaint(const std::vector<const char*>& arguments, const std::string& labels = "100") {
  try {
    parsed(arguments, labels);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "nothing was wrong";
}

// Exit status and stderr of a program with this body.
std::pair<int, std::string> outcome(std::vector<const char*> arguments,
                                    const std::function<void(const Options&)>& body) {
  arguments.insert(arguments.begin(), "t99");
  std::ostringstream text;
  std::streambuf* old = std::cerr.rdbuf(text.rdbuf());
  const int status =
      run_program(static_cast<int>(arguments.size()), arguments.data(), {"t99", "A test", "100", false, "", {}}, body);
  std::cerr.rdbuf(old);
  return {status, text.str()};
}

}  // namespace

TEST_CASE("without arguments a program takes Fashion-MNIST, 100 labels and the quick profile") {
  const Options options = parsed({});
  CHECK(options.dataset == "fashion-mnist");
  CHECK(options.labels() == 100);
  CHECK(options.splits == std::vector<std::uint64_t>{0});
  CHECK(options.profile == Profile::quick);
  CHECK(options.out == "out/t99");
  CHECK_FALSE(options.resume);
}

TEST_CASE("a program that trains nothing refuses the options of training by name") {
  Program program{"t99", "A test"};
  program.datasets = {};
  program.trains = false;
  for (const std::string option : {"--steps", "--profile", "--seed", "--resume", "--labels"}) {
    const char* arguments[] = {"t99", option.c_str()};
    CHECK_THROWS_WITH_AS(parse_options(2, arguments, program),
                         (option + ": this program trains nothing and takes no such option").c_str(), UsageError);
  }
  const char* arguments[] = {"t99", "--threads", "1"};
  CHECK(parse_options(3, arguments, program).threads == 1);
}

TEST_CASE("every option arrives") {
  const Options options = parsed({"--dataset",     "shapes", "--data-dir", "d", "--labels",  "all",  "--splits", "2",
                                  "--first-split", "3",      "--seed",     "5", "--profile", "full", "--steps",  "7",
                                  "--out",         "o",      "--threads",  "1", "--resume"});
  CHECK(options.dataset == "shapes");
  CHECK(options.data_dir == "d");
  CHECK(options.labels() == all_labels);
  CHECK(options.splits == std::vector<std::uint64_t>{3, 4});
  CHECK(options.seed == 5);
  CHECK(options.steps_or(1, 2, 3) == 7);
  CHECK(options.by_profile(1, 2, 3) == 3);
  CHECK(options.out == "o");
  CHECK(options.threads == 1);
  CHECK(options.resume);
}

TEST_CASE("the list of all options holds defaults and given values") {
  const Options options = parsed({"--seed", "5", "--resume"});
  const auto value = [&options](const std::string& name) -> std::string {
    for (const auto& [option, text] : options.all) {
      if (option == name) return text;
    }
    return "missing";
  };
  CHECK(value("seed") == "5");
  CHECK(value("resume") == "yes");
  CHECK(value("dataset") == "fashion-mnist");
  CHECK(value("steps") == "0");
  CHECK(value("data-dir") == "");
  CHECK(value("help") == "missing");
}

TEST_CASE("a program that sweeps takes several numbers of labels, another refuses them") {
  CHECK(parsed({"--labels", "40,100,all"}, "40,all").label_counts ==
        std::vector<data::LabelCount>{40, 100, all_labels});
  CHECK(complaint({"--labels", "40,100"}) ==
        "--labels: this program takes one number of labels, found 2 in \"40,100\"");
}

TEST_CASE("wrong values are named together with what is expected") {
  CHECK(complaint({"--labels", "0"}) == "--labels: \"0\" is not a number of labels from 1 on, or \"all\"");
  CHECK(complaint({"--labels", "12x"}) == "--labels: \"12x\" is not a number of labels from 1 on, or \"all\"");
  CHECK(complaint({"--labels", "40,,"}, "40,all").find("--labels: \"\" is not") == 0);
  CHECK(complaint({"--splits", "0"}) == "--splits: \"0\" is not a number of splits from 1 to 10000");
  // Each of these would be taken at its word, and memory with it.
  CHECK(complaint({"--splits", "100000000000"}) ==
        "--splits: \"100000000000\" is not a number of splits from 1 to 10000");
  CHECK(complaint({"--dataset", "folder", "--image-size", "9223372036854775807"}) ==
        "--image-size: \"9223372036854775807\" is not a number of pixels from 1 to 16384 (0: as they are)");
  CHECK(complaint({"--steps", "9223372036854775807"}) ==
        "--steps: \"9223372036854775807\" is not a number of steps from 1 to 1000000000 (0: as the profile says)");
  CHECK(complaint({"--seed", "-1"}) == "--seed: \"-1\" is not a whole number from 0 on");
  CHECK(complaint({"--steps", "99999999999999999999"}).find("--steps: ") == 0);
  CHECK(complaint({"--profile", "slow"}) == "--profile: \"slow\" is not one of smoke, quick, full, long");
  CHECK(complaint({"--dataset", "imagenet"}).find("--dataset: \"imagenet\" is not one of fashion-mnist, mnist") == 0);
  CHECK(complaint({"--colour", "red"}) == "--colour: unknown option");
  CHECK(complaint({"red"}) == "red: unexpected argument");
}

TEST_CASE("a program's own options are read and listed") {
  int width = 1;
  const Program program{"t99", "A test",
                        "100", false,
                        "",    [&width](CLI::App& app) { app.add_option("--width", width)->capture_default_str(); }};
  const char* arguments[] = {"t99", "--width", "3"};
  const Options options = parse_options(3, arguments, program);
  CHECK(width == 3);
  CHECK(std::find(options.all.begin(), options.all.end(), std::pair<std::string, std::string>("width", "3")) !=
        options.all.end());
}

TEST_CASE("a flag that is on unless its opposite is given is listed as what holds") {
  const auto listed = [](std::vector<const char*> arguments) {
    bool on = true;
    const Program program{
        "t99", "A test", "100",
        false, "",       [&on](CLI::App& app) {
                            app.add_flag("--align,!--no-align", on)->default_str("true"); }};
    arguments.insert(arguments.begin(), "t99");
    const Options options = parse_options(static_cast<int>(arguments.size()), arguments.data(), program);
    CHECK(options.all.back().first == "align");
    CHECK(options.all.back().second == (on ? "yes" : "no"));
    return on;
  };
  CHECK(listed({}));
  CHECK(listed({"--align"}));
  CHECK_FALSE(listed({"--no-align"}));
  CHECK(listed({"--no-align", "--align"}));
}

TEST_CASE("a program with data of its own offers those, and no folder for files") {
  Program program{"t99", "A test", "4", false, "", {}};
  program.datasets = {"moons", "circles"};
  program.splits = "5";
  const auto read = [&program](std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "t99");
    return parse_options(static_cast<int>(arguments.size()), arguments.data(), program);
  };
  CHECK(read({}).dataset == "moons");
  CHECK(read({}).splits.size() == 5);
  CHECK(read({"--dataset", "circles"}).dataset == "circles");
  CHECK_THROWS_WITH_AS(read({"--dataset", "shapes"}), "--dataset: \"shapes\" is not one of moons, circles", UsageError);
  CHECK_THROWS_WITH_AS(read({"--data-dir", "d"}),
                       "--data-dir: this program makes its own data and takes no such option", UsageError);
}

TEST_CASE("a program without a choice of data refuses the options that would choose") {
  Program program{"t99", "A test", "100", false, "", {}};
  program.datasets = {};
  for (const char* option : {"--dataset=mnist", "--labels=100", "--splits=2", "--first-split=1"}) {
    const char* arguments[] = {"t99", option};
    CHECK_THROWS_AS(parse_options(2, arguments, program), UsageError);
  }
  const char* arguments[] = {"t99", "--seed", "3"};
  const Options options = parse_options(3, arguments, program);
  CHECK(options.dataset.empty());
  for (const auto& [name, value] : options.all) CHECK_MESSAGE(name != "labels", "run.json would list --labels ", value);
}

TEST_CASE("more threads than cores are as many as cores, and one line says so") {
  const Threads before(1);
  int threads = 0;
  const auto look = [&](const Options& options) { threads = options.threads; };
  const std::string cores = std::to_string(most_threads());
  const auto [status, said] = outcome({"--threads", "100000"}, look);
  CHECK(status == 0);
  CHECK(said == "t99: --threads: 100000 asked for, this machine has " + cores + (cores == "1" ? " core" : " cores") +
                    "; using " + cores + "\n");
  CHECK(threads == most_threads());
  CHECK(num_threads() == most_threads());
  CHECK(outcome({"--threads", "0"}, look) == std::pair<int, std::string>(0, ""));
  CHECK(threads == most_threads());
  CHECK(outcome({"--threads", "1"}, look) == std::pair<int, std::string>(0, ""));
  CHECK(threads == 1);
  CHECK(outcome({"--threads", "-1"}, look).first == 2);
}

TEST_CASE("errors become one line and an exit status") {
  using Answer = std::pair<int, std::string>;
  CHECK(outcome({}, [](const Options&) {}) == Answer{0, ""});
  CHECK(outcome({}, [](const Options&) { throw Error("disk: full; make room"); }) ==
        Answer{1, "t99: disk: full; make room\n"});
  CHECK(outcome({}, [](const Options&) { throw ShapeError("conv: no"); }) == Answer{1, "t99: conv: no\n"});
  CHECK(outcome({}, [](const Options&) { throw UsageError("--labels: no"); }) ==
        Answer{2, "t99: --labels: no; see t99 --help\n"});
  CHECK(outcome({}, [](const Options&) { throw std::bad_alloc(); }).first == 1);
  CHECK(outcome({"--splits"}, [](const Options&) {}).first == 2);
}
