#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "methods/label_graph.hpp"
#include "threads.hpp"
#include "tutorials/every_method.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

TEST_CASE("every training function of tutorials/methods stands in every_method.hpp") {
  std::set<std::string> defined, listed;
  const std::regex training("\\btrain_(\\w+)\\(");
  for (const auto& entry : std::filesystem::directory_iterator(SELFSAME_FIXTURES "/../../tutorials/methods")) {
    if (entry.path().extension() != ".hpp") continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (std::sregex_iterator at(text.begin(), text.end(), training), end; at != end; ++at) defined.insert((*at)[1]);
  }
  for (const Method& method : every_method()) listed.insert(method.name.substr(0, method.name.find(',')));
  CHECK(!defined.empty());
  CHECK(listed == defined);
}

TEST_CASE("each method gives the same bits again, and with 1, 2 and 4 threads: weights and metrics") {
  SmallTask task;
  task.batch = 32;  // enough images for several threads
  task.channels = {32, 64, 128};
  for (const Method& method : every_method()) {
    CAPTURE(method.name);
    const Left first = with_threads(1, [&] { return left_by(method, task); });
    CHECK(first.metrics.find("loss") != std::string::npos);
    for (const int threads : {1, 2, 4}) {
      CAPTURE(threads);
      const Left again = with_threads(threads, [&] { return left_by(method, task); });
      CHECK(again.weights == first.weights);
      CHECK(again.metrics == first.metrics);
    }
    SmallTask other = task;
    other.seed = 2;
    CHECK(!(left_by(method, other) == first));  // or nothing would have been compared
  }
}

TEST_CASE("labels that propagate along a graph are the same bits with 1, 2 and 4 threads") {
  const SmallTask task;
  const auto propagated = [&] {
    const auto encoder = task.encoder();
    const ImageGraph graph = encoder_graph(*encoder, task.data, task.split);
    std::vector<Array> shares;
    for (const Propagation how : {Propagation::harmonic, Propagation::spreading, Propagation::poisson}) {
      shares.push_back(propagated_shares(graph, task.data, task.split, {}, how));
    }
    shares.push_back(propagated_labels(graph, task.data, task.split, {}).weights);
    return shares;
  };
  const std::vector<Array> first = with_threads(1, propagated);
  for (const int threads : {1, 2, 4}) {
    CAPTURE(threads);
    CHECK(with_threads(threads, propagated) == first);
  }
}
