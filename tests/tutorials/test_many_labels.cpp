#include <doctest/doctest.h>

#include "t04_rotation/rotation.hpp"
#include "t05_contrastive/simclr.hpp"
#include "t09_fixmatch/fixmatch.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// Batch norm's running means of the first layer, before and after it may look at plain images.
std::pair<Array, Array> settled(Index labels) {
  static const data::Dataset data = data::load_dataset("shapes", "");
  report::Report report;
  const Experiment experiment{data, data::few_labels(data, 2 * data.classes(), 0, 50), labels, 0, 0, report};
  const auto classifier = make_classifier(data, 0);
  const auto mean = [&] { return Array(classifier->named_buffers().front().second.data()); };
  const Array before = mean();
  settle_batch_norm(*classifier, experiment, experiment.split.labelled);
  return {before, mean()};
}

}  // namespace

TEST_CASE("batch norm gets to know plain images where labels are few, and is left as trained where they are many") {
  const auto few = settled(many_labels - 10), many = settled(many_labels), all = settled(all_labels);
  CHECK(few.first != few.second);
  CHECK(many.first == many.second);
  CHECK(all.first != all.second);
}

TEST_CASE("recipes for many labels differ from those for few, up to 999 and from 1,000 on") {
  const data::Dataset data = data::load_dataset("shapes", "");
  Options full;
  full.profile = Profile::full;
  const SupervisedSettings few = supervised_settings(data, 999, full), many = supervised_settings(data, 1000, full);
  CHECK(few.steps == 2000);
  CHECK(many.steps == 4000);
  CHECK(many.weight_decay < few.weight_decay);
  CHECK(fine_tuning_settings(data, 999, full).learning_rate < fine_tuning_settings(data, 1000, full).learning_rate);
  CHECK(graph_settings(data, 999, full).labelled_share == 0);
  CHECK(graph_settings(data, 1000, full).labelled_share > 0.5);
  CHECK(fixmatch_settings(data, 999, full).steps < fixmatch_settings(data, 1000, full).steps);
  full.steps = 7;  // --steps wins
  CHECK(supervised_settings(data, 1000, full).steps == 7);
  CHECK(fixmatch_settings(data, 1000, full).steps == 7);
}

TEST_CASE("photographs get recipes of their own where labels are few") {
  const data::Dataset drawings = data::load_dataset("shapes", "");
  data::Dataset photographs = drawings;
  photographs.photographs = true;
  Options full;
  full.profile = Profile::full;
  CHECK(supervised_settings(drawings, 100, full).steps == 2000);
  CHECK(supervised_settings(photographs, 100, full).steps == 4000);
  CHECK(supervised_settings(photographs, 1000, full).steps == 4000);
  CHECK(fine_tuning_settings(photographs, 100, full).steps == 4000);
  CHECK(fine_tuning_settings(photographs, 100, full).learning_rate ==
        doctest::Approx(fine_tuning_settings(drawings, 100, full).learning_rate));
  CHECK(simclr_settings(photographs, full).steps > simclr_settings(drawings, full).steps);
  CHECK(rotation_settings(photographs, full).steps > rotation_settings(drawings, full).steps);
  CHECK(graph_settings(photographs, 100, full).labelled_share == doctest::Approx(0.5));
  CHECK(graph_settings(photographs, 1000, full).labelled_share == doctest::Approx(0.7));
  CHECK(fixmatch_settings(photographs, 100, full).steps == 3000);
  full.steps = 7;  // --steps wins
  CHECK(supervised_settings(photographs, 100, full).steps == 7);
  CHECK(fine_tuning_settings(photographs, 100, full).steps == 7);
  CHECK(fixmatch_settings(photographs, 100, full).steps == 7);
}
