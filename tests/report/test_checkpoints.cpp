#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "report/temporary_directory.hpp"
#include "selfsame/data/dataset.hpp"
#include "selfsame/data/subset.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/ops/loss.hpp"
#include "selfsame/ops/shape.hpp"
#include "selfsame/optim/sgd.hpp"
#include "selfsame/report/report.hpp"

using namespace selfsame;
using namespace selfsame::report;

namespace {

const data::Dataset& shapes() {
  static const data::Dataset data = data::load_dataset("shapes", "");
  return data;
}

Indices first_rows(Index count) {
  Indices rows;
  for (Index i = 0; i < count; ++i) rows.push_back(i);
  return rows;
}

struct Cerr {  // what is said on stderr while it lives
  Cerr() : old(std::cerr.rdbuf(text.rdbuf())) {}
  ~Cerr() { std::cerr.rdbuf(old); }
  std::ostringstream text;
  std::streambuf* old;
};

ReportSetup setup_in(const std::string& out, bool resume) {
  ReportSetup setup;
  setup.program = "test", setup.out = out, setup.resume = resume, setup.checkpoint_every = 1e-9;
  return setup;
}

struct Stopped {};  // stands for a kill: nothing of the loop goes on after it

// One of everything that a loop may change. Stops before step `until`; returns the weights.
struct Training {
  Index classes = shapes().classes(), rows = 100;

  nn::StateDict run(const TrainingLog& log, Index steps, Index until) const {
    manual_seed(1);
    nn::Linear network(shapes().train.image_size(), classes), averaged(shapes().train.image_size(), classes);
    data::Loader loader(shapes(), shapes().train, first_rows(rows), 8, {data::Augment()}, 3);
    optim::Sgd sgd(optim::decay_groups(optim::parameters_of(network), 1e-3), {0.9, true});
    optim::Ema ema(averaged, network, 0.99);
    Generator random(5);
    Array bank = filled({3}, 1);
    auto progress = log.steps(steps, 8, {network, averaged, loader, sgd, ema, random, bank});
    for (const Index step : progress) {
      if (step == until) throw Stopped{};
      const data::Batch batch = loader.next();
      const Tensor loss = cross_entropy(network(reshape(batch.views[0], {8, -1})), batch.labels);
      sgd.zero_grad();
      loss.backward();
      sgd.step(0.01 * random.uniform() + 0.001 * default_generator().uniform());
      ema.update();
      bank(step % 3) = loss.item();
      progress.log({{"loss", loss.item() + bank(0)}});
    }
    nn::StateDict all = averaged.state_dict();
    all.emplace_back("bank", bank);
    return all;
  }
};

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

// A run in `out` that ends before step 7 of 12.
void stop_at_seven(const std::string& out, const Training& training = {}) {
  Report report(setup_in(out, false));
  CHECK_THROWS_AS(training.run(report.training_log("own"), 12, 7), Stopped);
}

}  // namespace

TEST_CASE("a loop that was stopped goes on with the same bits: weights, average, bank, and metrics.csv") {
  const TemporaryDirectory alone, stopped;
  const Cerr quiet;
  nn::StateDict expected, found;
  {
    Report report(setup_in(alone.path, false));
    expected = Training().run(report.training_log("own"), 12, -1);
    report.add({"shapes", "own", 0, 0, 0, "test_accuracy", 1, 12, 96, 1});  // metrics.csv is put in order
  }
  stop_at_seven(stopped.path);
  CHECK(files_in(stopped.file("checkpoints")) ==
        std::vector<std::string>{"own--0-labels--split-0@6.safetensors", "own--0-labels--split-0@7.safetensors"});
  {
    std::ofstream torn(stopped.file("metrics.csv"), std::ios::app);
    torn << "own,0,0,7,loss,1.5\nown,0,0,8,lo";  // a step that the checkpoint does not have, and half a line
  }
  {
    Report report(setup_in(stopped.path, true));
    found = Training().run(report.training_log("own"), 12, -1);
    report.add({"shapes", "own", 0, 0, 0, "test_accuracy", 1, 12, 96, 1});  // metrics.csv is put in order
  }
  CHECK(found == expected);
  CHECK(io::read_file(stopped.file("metrics.csv")) == io::read_file(alone.file("metrics.csv")));
  CHECK(files_in(stopped.file("checkpoints")).size() == 1);
  Report report(setup_in(stopped.path, true));  // of a loop that has ended, no step is done again
  CHECK(Training().run(report.training_log("own"), 12, 0) == expected);
}

TEST_CASE("a resumed loop cuts metrics.csv back to its checkpoint before it takes a step") {
  const TemporaryDirectory directory;
  const Cerr quiet;
  const std::string header = "method,labels,split,step,metric,value\n";
  stop_at_seven(directory.path);
  const std::string at_seven = io::read_file(directory.file("metrics.csv"));
  const auto steps_after = [&](const std::string& more) {  // what metrics.csv holds as the resumed loop begins
    io::write_file(directory.file("metrics.csv"), at_seven + more);
    Report report(setup_in(directory.path, true));
    CHECK_THROWS_AS(Training().run(report.training_log("own"), 12, 7), Stopped);
    return io::read_file(directory.file("metrics.csv"));
  };
  CHECK(steps_after("own,0,0,7,loss,1.5\nown,0,0,9,validation_accuracy,50\n") == at_seven);
  remove_checkpoints(directory.file("checkpoints"));  // then it begins anew
  Report report(setup_in(directory.path, true));
  CHECK_THROWS_AS(Training().run(report.training_log("own"), 12, 0), Stopped);
  CHECK(io::read_file(directory.file("metrics.csv")) == header);
}

TEST_CASE("where two loops share a series, resuming the first, which has ended, leaves what the second logged") {
  const TemporaryDirectory directory;
  const Cerr quiet;
  const auto both = [&](bool resume) {
    Report report(setup_in(directory.path, resume));
    Training().run(report.training_log("own").of("short"), 6, -1);
    Training().run(report.training_log("own").of("long"), 12, -1);
    return io::read_file(directory.file("metrics.csv"));
  };
  const std::string left = both(false);
  CHECK(left.find("own,0,0,11,loss,") != std::string::npos);
  CHECK(both(true) == left);
}

TEST_CASE("a damaged checkpoint gives way to the one before, with a warning; two of them to the beginning") {
  for (const bool both : {false, true}) {
    const TemporaryDirectory alone, stopped;
    const Cerr told;
    nn::StateDict expected;
    {
      Report report(setup_in(alone.path, false));
      expected = Training().run(report.training_log("own"), 12, -1);
    }
    stop_at_seven(stopped.path);
    for (const char* step : {"7", "6"}) {
      const std::string path = stopped.file("checkpoints/own--0-labels--split-0@" + std::string(step) + ".safetensors");
      const std::string bytes = io::read_file(path);
      if (both || *step == '7') io::write_file(path, bytes.substr(0, bytes.size() / 2));
    }
    Report report(setup_in(stopped.path, true));
    CHECK(Training().run(report.training_log("own"), 12, -1) == expected);
    CHECK(told.text.str().find("warning: ") != std::string::npos);
    CHECK(told.text.str().find("@7.safetensors: is damaged: its checksum is ") != std::string::npos);
    CHECK(told.text.str().find(both ? "; training begins anew" : "; going on from the one before") !=
          std::string::npos);
  }
}

TEST_CASE("a checkpoint of another network, other data, other steps or another name is refused and stays") {
  const TemporaryDirectory directory;
  const Cerr quiet;
  stop_at_seven(directory.path);
  const auto before = files_in(directory.file("checkpoints"));
  const auto refused = [&](const Training& training, Index steps, const std::string& what) {
    Report report(setup_in(directory.path, true));
    CHECK_THROWS_WITH_AS(training.run(report.training_log("own"), steps, -1), doctest::Contains(what.c_str()), Error);
    CHECK(files_in(directory.file("checkpoints")) == before);
  };
  Training wider, other_rows;
  wider.classes += 1;
  other_rows.rows = 90;
  refused(wider, 12, "does not fit: load_state_dict: \"weight\" has shape");
  refused(other_rows, 12, "made with other images, labels, batches or another seed");
  refused({}, 13,
          "its steps: 12, expected 13; go on with what wrote it, or remove " + directory.file("checkpoints") +
              " to train anew and keep finished rows");
  const std::string newest = directory.file("checkpoints/" + before.back());
  io::Checkpoint other = io::load_checkpoint(newest);
  other.facts["program's version"] = "9.9.9";
  io::save_checkpoint(newest, other);
  refused({}, 12, "its program's version: 9.9.9, expected ");
}

TEST_CASE("a run that was asked to stop ends after its step, with a checkpoint") {
  const TemporaryDirectory directory;
  const Cerr quiet;
  ReportSetup setup = setup_in(directory.path, false);
  setup.checkpoint_every = 1e9;
  Report report(setup);
  stop_on_signals();
  Array nothing = filled({1}, 0);
  auto progress = report.training_log("own").steps(5, 1, {nothing});
  Index steps = 0;
  const auto loop = [&] {
    for ([[maybe_unused]] const Index step : progress) {
      if (++steps == 2) std::raise(SIGTERM);
    }
  };
  CHECK_THROWS_AS(loop(), Interrupted);
  CHECK(steps == 2);
  CHECK(files_in(directory.file("checkpoints")) == std::vector<std::string>{"own--0-labels--split-0@2.safetensors"});
  CHECK_FALSE(stop_asked());  // who catches it may go on
}

TEST_CASE("two runs in one directory: the second is refused and changes nothing") {
  const TemporaryDirectory directory;
  const Cerr quiet;
  Report first(setup_in(directory.path, false));
  first.add({"shapes", "x", 60, 0, 3, "test_accuracy", 1, 0, 0, 0});
  const std::string before = io::read_file(directory.file("results.csv"));
  CHECK_THROWS_WITH_AS(
      Report(setup_in(directory.path, false)),
      ("--out " + directory.path + ": another run is writing there; let it end or choose another --out").c_str(),
      Error);
  CHECK(io::read_file(directory.file("results.csv")) == before);
}

TEST_CASE("a run that begins anew removes what a later --resume would take for its own") {
  const TemporaryDirectory directory;
  const Cerr quiet;
  stop_at_seven(directory.path);
  for (const char* name : {"simclr-encoder.safetensors", "model.safetensors", "notes.txt", "split.json"}) {
    io::write_file(directory.file(name), "of an earlier run");
  }
  const Report report(setup_in(directory.path, false));
  CHECK(files_in(directory.path) == std::vector<std::string>{"notes.txt", "run.json", "split.json"});
}
