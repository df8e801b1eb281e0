// Training loops of several ranks: they begin alike, stay alike or say so, and log what all have seen.
#include <doctest/doctest.h>

#include <sstream>

#include "ranks_in_threads.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/nn/linear.hpp"
#include "selfsame/report/progress.hpp"
#include "selfsame/report/report.hpp"
#include "selfsame/report/together.hpp"
#include "temporary_directory.hpp"

using namespace selfsame;
using namespace selfsame::report;

namespace {

nn::Linear layer(std::uint64_t seed) {
  Generator random(seed);
  return nn::Linear(2, 2, true, random);
}

}  // namespace

TEST_CASE("every rank goes on from the first one's state and logs the mean over all rows") {
  on_ranks(3, [](Index rank) {
    nn::Linear own = layer(static_cast<std::uint64_t>(rank)), first = layer(0);
    MetricsLog metrics;
    Progress progress("test", 2, 0, &metrics, {}, {}, nullptr, {own});
    require<Error>(own.weight.data() == first.weight.data(), "rank ", rank, " has weights of its own");
    for (const Index step : progress) {
      set_batch_part(rank == 0 ? 0.5 : 0.25);
      progress.log({{"loss", static_cast<double>(step + rank)}});
    }
    require<Error>(metrics.curve("test", "loss") == Curve{{0, 0.75}, {1, 1.75}}, "another mean");
  });
}

TEST_CASE("ranks whose weights differ are named after the first step, with the step") {
  const auto train = [](Index rank) {
    nn::Linear own = layer(0);
    Progress progress("test", 300, 0, nullptr, {}, {}, nullptr, {own});
    for ([[maybe_unused]] const Index step : progress) {
      if (rank == 1) own.weight.mutable_data()(0, 0) += 1;
    }
  };
  CHECK_THROWS_WITH_AS(on_ranks(3, train),
                       "rank 1: other weights after step 1 than rank 0; start all processes with one command, program, "
                       "data set and kind of machine",
                       Error);
}

TEST_CASE("a rank with another network or other data is refused before the first step") {
  const auto train = [](Index rank) {
    Generator random(0);
    nn::Linear own(2, rank == 1 ? 3 : 2, true, random);
    Progress progress("test", 1, 0, nullptr, {}, {}, nullptr, {own});
  };
  CHECK_THROWS_WITH_AS(on_ranks(2, train),
                       "rank 1: other networks, data or recipes than rank 0; start all processes with one command, "
                       "program, data set and kind of machine",
                       Error);
}

TEST_CASE("the first rank alone writes, and all know which rows there are after a resume") {
  const TemporaryDirectory directory;
  const auto setup = [&](bool resume) {
    ReportSetup made{"test", "Test", "", directory.file("out"), {}};
    made.resume = resume;
    return made;
  };
  on_ranks(2, [&](Index rank) {
    {
      Report report(setup(false));
      require<Error>(report.file("x").empty() == (rank != 0), "rank ", rank, " writes");
      report.add({"shapes", "supervised", 10, 0, 0, "test_accuracy", 50});
      report.add({"shapes", "rotation", 10, 0, 0, "test_accuracy", 60});
      transport().barrier();
    }
    transport().barrier();  // the first has let go of the directory
    Report report(setup(true));
    require<Error>(report.find("supervised", 10, 0, 0) != nullptr, "rank ", rank, " does not know a row");
    require<Error>(report.find("rotation", 10, 0, 0) == nullptr, "rank ", rank,
                   " is sure of a row that may lack a model");
    report.add({"shapes", "rotation", 10, 0, 0, "test_accuracy", 60});
    require<Error>(report.find("rotation", 10, 0, 0) != nullptr, "rank ", rank, " forgets a row");
  });
}

TEST_CASE("what a rank adds while it works for itself is the first one's after it was handed over") {
  const TemporaryDirectory directory;
  Table both(2);
  on_ranks(2, [&](Index rank) {
    Report report(ReportSetup{"test", "Test", "", directory.file("out"), {}});
    const auto add = [&](const std::string& method, double value) {
      report.progress({method, 10, 0}, 1).log({{"loss", value}});
      report.keep(method + "-encoder", std::string("1\0:2", 4) + method);
      report.add({"shapes", method, 10, 0, 0, "validation_accuracy", value - 1});
      report.add({"shapes", method, 10, 0, 0, "test_accuracy", value, 3, 30, 0.25});
    };
    const auto work = [&](Index) {  // the second number is the other's, as the first waits for it
      add(rank == 0 ? "own" : "other", 50 + 0.1 * static_cast<double>(rank));
      std::string text = report.hand_over();
      both.meet();
      require<Error>(text.empty() == (rank == 0), "rank ", rank, " hands over ", text.size(), " bytes");
      return text;
    };
    share_out(2, work, [&](Index, Index, const std::string& text) { report.take_in(text); });
    if (rank == 0) {
      const Result* row = report.find("other", 10, 0, 0);
      require<Error>(row && row->value == 50.1 && row->updates == 3 && row->images_seen == 30, "another row");
      require<Error>(report.results().size() == 4, report.results().size(), " measurements");
      require<Error>(report.metrics().curve({"other", 10, 0}, "loss") == Curve{{0, 50.1}}, "another curve");
      require<Error>(io::read_file(report.file("other-encoder")) == std::string("1\0:2", 4) + "other", "another file");
      require<Error>(read_results(report.file("results.csv")).size() == 4, "not all in results.csv");
    } else {
      const Alone alone;
      require<Error>(report.hand_over().find("other") == std::string::npos, "handed over twice");
    }
  });
}

TEST_CASE("a rank that the others wait for is named, but not for a little") {
  CHECK(slow_rank({8, 1, 9, 8}, 20) == "rank 1 is slow: the others waited for it 35 % of the time");
  CHECK(slow_rank({2, 1, 2, 2}, 20).empty());
}
