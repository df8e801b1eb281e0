#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "methods/label_graph.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/core/grad_mode.hpp"
#include "threads.hpp"
#include "tutorials/every_method.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// What the methods whose names begin as one of these say in the place of an end.
struct Refusal {
  std::string error;
  std::vector<std::string> methods;

  bool by(const Method& method) const {
    return std::any_of(methods.begin(), methods.end(),
                       [&](const std::string& name) { return method.name.rfind(name, 0) == 0; });
  }
};

// Something at the edge of what can be learnt from. Methods that do not refuse it end with numbers.
struct Edge {
  std::string name;
  std::function<void(SmallTask& task)> make;
  std::vector<Refusal> refusals = {};
};

const std::string nothing_to_load = "loader: needs rows, views and a positive batch size, found ";
const std::string no_direction = "update_bank: vector 0 has length 0 and so no direction; look for images all alike";

void paint(SmallTask& task, std::uint8_t grey) {
  std::fill(task.data.train.pixels.begin(), task.data.train.pixels.end(), grey);
}

void keep_labels(SmallTask& task, const std::function<bool(Index its_class)>& keep) {
  Indices& rows = task.split.labelled;
  const auto dropped = [&](Index row) { return !keep(task.data.train.labels[static_cast<std::size_t>(row)]); };
  rows.erase(std::remove_if(rows.begin(), rows.end(), dropped), rows.end());
}

const std::vector<Edge>& edges() {
  static const std::vector<Edge> all{
      {"nothing unusual", [](SmallTask&) {}},
      {"one step", [](SmallTask& task) { task.steps = 1; }},
      {"no step", [](SmallTask& task) { task.steps = 0; }},
      {"a batch of one",
       [](SmallTask& task) { task.batch = 1; },
       {{"1 (BatchNorm1d): batch_norm: input (1, 128) has one value per channel; training needs at least two",
         {"pirl"}}}},
      {"a batch larger than the data",
       [](SmallTask& task) {
         task.split = {{0, 1, 2, 3}, {18, 19}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
         task.batch = 30;
       }},
      {"an empty batch", [](SmallTask& task) { task.batch = 0; }, {{nothing_to_load, {""}}}},
      {"images of one grey, which statistics know",
       [](SmallTask& task) {
         paint(task, 7);
         data::measure_statistics(task.data);
       }},
      {"images as black as what moves in", [](SmallTask& task) { paint(task, 0); }, {{no_direction, {"pirl"}}}},
      {"embeddings of zeros", [](SmallTask& task) { task.zero_features = true; }, {{no_direction, {"pirl"}}}},
      {"a threshold that nobody reaches", [](SmallTask& task) { task.threshold = 2; }},
      {"a threshold that everybody reaches", [](SmallTask& task) { task.threshold = 0; }},
      {"a class without a labelled image",
       [](SmallTask& task) { keep_labels(task, [](Index its_class) { return its_class != 2; }); }},
      {"labels of one class only",
       [](SmallTask& task) { keep_labels(task, [](Index its_class) { return its_class == 2; }); }},
      {"a data set of one class",
       [](SmallTask& task) {
         task.data.class_names = {"all"};
         std::fill(task.data.train.labels.begin(), task.data.train.labels.end(), 0);
       }},
      {"a label for all images", [](SmallTask& task) { task.split.labelled = task.split.unlabelled; }},
      {"one labelled image", [](SmallTask& task) { task.split.labelled.resize(1); }},
      {"no labelled image",
       [](SmallTask& task) { task.split.labelled.clear(); },
       {{nothing_to_load + "0 rows", {"supervised", "fixmatch", "own", "transfer"}}}},
      {"one image, and it has a label",
       [](SmallTask& task) { task.split.labelled = task.split.unlabelled = {3}; },
       {{nothing_to_load + "1 rows, 2 views, batch size 0", {"pirl"}}}},
      {"no unlabelled image",
       [](SmallTask& task) { task.split.unlabelled.clear(); },
       {{nothing_to_load + "0 rows", {"rotation", "simclr", "pirl", "masked", "fixmatch", "own"}},
        {"outputs: no image of shapes to look at; at least one is expected", {"self_training"}}}},
      {"a label that is no class",
       [](SmallTask& task) {
         task.data.train.labels[static_cast<std::size_t>(task.split.labelled.front())] = 77;
         task.batch = 20;  // it comes in the first one
       },
       {{"cross_entropy: target 77 is not one of the 5 classes of logits (",
         {"supervised", "fixmatch", "own", "transfer", "self_training"}}}},
      {"a rate of 0", [](SmallTask& task) { task.learning_rate = 0; }},
      {"a rate that is no number",
       [](SmallTask& task) { task.learning_rate = std::nan(""); },
       {{" learning rate nan must be a number of at least 0", {""}}}},
  };
  return all;
}

bool finite(const Array& values) {
  return std::all_of(values.begin(), values.end(), [](Scalar v) { return std::isfinite(v); });
}

void check_numbers(const Left& left) {
  for (const auto& [name, values] : left.weights) CHECK_MESSAGE(finite(values), name);
  for (const char* word : {"nan", "inf"}) CHECK_MESSAGE(left.metrics.find(word) == std::string::npos, left.metrics);
}

// What the method says instead of an end; "" where it ends.
std::string said_by(const Method& method, const SmallTask& task) {
  try {
    left_by(method, task);
    return "";
  } catch (const std::exception& refused) {
    return refused.what();
  }
}

// A rate at which every method's numbers leave what a float can hold.
SmallTask diverging() {
  SmallTask task;
  task.learning_rate = 1e30;
  task.steps = 30;
  return task;
}

}  // namespace

TEST_CASE("at every edge each method ends with numbers, or says in one line what is wrong") {
  const Threads one(1);  // so little work is done sooner by one
  for (const Edge& edge : edges()) {
    CAPTURE(edge.name);
    SmallTask task;
    edge.make(task);
    for (const Method& method : every_method()) {
      CAPTURE(method.name);
      const auto refusal = std::find_if(edge.refusals.begin(), edge.refusals.end(),
                                        [&](const Refusal& each) { return each.by(method); });
      if (refusal == edge.refusals.end()) {
        CHECK_NOTHROW(check_numbers(left_by(method, task)));
        continue;
      }
      const std::string said = said_by(method, task);
      CHECK_MESSAGE(said.find(refusal->error) != std::string::npos, said);
      CHECK(said.find('\n') == std::string::npos);
    }
  }
}

TEST_CASE("a training that diverges ends at its first loss that is no number; AnomalyGuard names the operation") {
  const Threads one(1);  // so little work is done sooner by one
  for (const Method& method : every_method()) {
    CAPTURE(method.name);
    const std::string said = said_by(method, diverging());
    if (method.name.rfind("pirl", 0) == 0) {  // its bank sees the vectors before the loss is logged
      CHECK_MESSAGE(said.find("update_bank: vector 0 has length ") == 0, said);
    } else {
      CHECK_MESSAGE(said.find("loss is ") != std::string::npos, said);
      CHECK_MESSAGE(said.find("SELFSAME_ANOMALY=1 before the same command names the operation") != std::string::npos,
                    said);
    }
    const AnomalyGuard guard;
    const std::string named = said_by(method, diverging());
    CHECK_MESSAGE(named.find(" of shape (") != std::string::npos, named);
    CHECK_MESSAGE(named.find(" holds a NaN") != std::string::npos, named);
  }
}

TEST_CASE("AnomalyGuard accuses no operation of a training in which nothing is wrong") {
  const Threads one(1);  // so little work is done sooner by one
  const AnomalyGuard guard;
  for (const Method& method : every_method()) {
    CAPTURE(method.name);
    CHECK_NOTHROW(left_by(method, SmallTask()));
  }
}

TEST_CASE("FixMatch whose threshold nobody reaches accepts nothing; SimCLR of one image has nothing to tell it from") {
  const Threads one(1);  // so little work is done sooner by one
  const auto logged = [](const std::string& name, const SmallTask& task) {
    for (const Method& method : every_method()) {
      if (method.name == name) return left_by(method, task).metrics;
    }
    return std::string();
  };
  SmallTask strict, lonely;
  strict.threshold = 2;
  lonely.batch = 1;
  CHECK(logged("fixmatch", strict).find(",2,accepted,0\n") != std::string::npos);
  CHECK(logged("fixmatch", SmallTask()).find(",2,accepted,0\n") == std::string::npos);
  CHECK(logged("simclr", lonely).find(",2,loss,0\n") != std::string::npos);
}

TEST_CASE("at every edge labels propagate along a graph to shares that are numbers") {
  const Threads one(1);  // so little work is done sooner by one
  for (const Edge& edge : edges()) {
    SmallTask task;
    edge.make(task);
    const bool others_refuse = std::any_of(edge.refusals.begin(), edge.refusals.end(),
                                           [](const Refusal& each) { return each.methods.front() != "pirl"; });
    if (others_refuse) continue;  // no label, no image, no class: there is no graph to speak of
    CAPTURE(edge.name);
    const auto encoder = task.encoder();
    const ImageGraph graph = encoder_graph(*encoder, task.data, task.split);
    for (const Propagation how : {Propagation::harmonic, Propagation::spreading, Propagation::poisson}) {
      CAPTURE(name_of(how));
      CHECK(finite(propagated_shares(graph, task.data, task.split, {}, how)));
    }
    CHECK(finite(propagated_labels(graph, task.data, task.split, {}).weights));
  }
}

TEST_CASE("where no class has images to spare for validation, a program says so before it trains") {
  data::Dataset data = small_shapes();
  data.train.count = 4 * data.classes();
  data.train.labels.clear();
  for (Index i = 0; i < data.train.count; ++i) data.train.labels.push_back(i % data.classes());
  report::Report report;
  CHECK_THROWS_WITH_AS(make_cell(data, data.classes(), 0, {}, report),
                       "shapes: no class has five training images, of which one is set aside to choose settings on; "
                       "add images",
                       UsageError);
  data.train.count += 1;
  data.train.labels.push_back(0);
  CHECK(make_cell(data, data.classes(), 0, {}, report).split.validation.size() == 1);
}
