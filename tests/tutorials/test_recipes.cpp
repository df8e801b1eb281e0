#include <doctest/doctest.h>

#include "protocol/networks.hpp"
#include "protocol/rows.hpp"
#include "recipes/cross_sensor.hpp"
#include "recipes/pretext.hpp"
#include "recipes/semi_supervised.hpp"
#include "recipes/supervised.hpp"
#include "tutorials/cell_of_shapes.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

// Batch norm's running means of the first layer, before and after it may look at plain images.
std::pair<Array, Array> settled(data::LabelCount labels) {
  static const data::Dataset data = data::load_dataset("shapes", "");
  report::Report report;
  Cell cell = cell_of(data, report);
  cell.labels = labels;
  const auto classifier = make_classifier(data, 0);
  const auto mean = [&] { return Array(classifier->named_buffers().front().second.data()); };
  const Array before = mean();
  settle_batch_norm(*classifier, cell, cell.split.labelled);
  return {before, mean()};
}

}  // namespace

TEST_CASE("batch norm gets to know plain images where labels are few, and is left as trained where they are many") {
  const auto few = settled(many_labels - 10), many = settled(many_labels), all = settled(data::all_labels);
  CHECK(few.first != few.second);
  CHECK(many.first == many.second);
  CHECK(all.first != all.second);
}

TEST_CASE("every method has exactly one recipe for each kind of data, number of labels and profile") {
  data::Dataset data = few_shapes();
  for (const auto& [photographs, mirrored_alike] : {std::pair(false, false), {false, true}, {true, true}}) {
    data.photographs = photographs;
    data.mirrored_alike = mirrored_alike;
    for (const data::LabelCount labels : {data::LabelCount(40), data::LabelCount(1000), data::all_labels}) {
      for (const Profile profile : {Profile::smoke, Profile::quick, Profile::full, Profile::hour}) {
        for (const Index steps : {Index(0), Index(7)}) {
          const Situation situation{data, labels, profile, steps};
          const Index lengths[] = {supervised_recipe(situation).steps,
                                   fine_tuning_recipe(situation).steps,
                                   transfer_recipe(situation, true).steps,
                                   transformer_recipe(situation).steps,
                                   transformer_fine_tuning_recipe(situation).steps,
                                   rotation_recipe(situation).steps,
                                   simclr_recipe(situation).steps,
                                   pirl_recipe(situation, Pretext::jigsaw).steps,
                                   masked_recipe(situation).steps,
                                   fixmatch_recipe(situation).steps,
                                   fixmatch_chain_recipe(situation).steps,
                                   graph_training_recipe(situation).steps,
                                   self_training_recipe(situation).training.steps,
                                   few_spots_recipe(situation).steps,
                                   whole_drive_recipe(situation).steps};
          for (const Index length : lengths) CHECK((steps > 0 ? length == steps : length > 0));  // --steps wins
        }
      }
    }
  }
}

TEST_CASE("a table in which no row or several rows fit is an error, not a choice") {
  struct Row {
    unsigned data, labels, time;
  };
  const data::Dataset data = few_shapes(10);
  const Situation situation{data, 40, Profile::quick};
  const Row all{keys::any_data, keys::any_labels, keys::any_time}, full{keys::any_data, keys::few, keys::full};
  CHECK_THROWS_WITH_AS(row_for<Row>({full}, situation), "recipe: no row fits shapes with 40 labels", Error);
  CHECK_THROWS_WITH_AS(row_for<Row>({all, all}, situation), "recipe: several rows fit shapes with 40 labels", Error);
  CHECK(row_for<Row>({full, all}, situation).time == keys::any_time);
}

TEST_CASE("recipes for many labels differ from those for few, up to 999 and from 1,000 on") {
  const data::Dataset data = few_shapes(10);
  const Situation few{data, 999, Profile::full}, many{data, 1000, Profile::full};
  CHECK(supervised_recipe(few).steps == 2000);
  CHECK(supervised_recipe(many).steps == 4000);
  CHECK(supervised_recipe(many).weight_decay < supervised_recipe(few).weight_decay);
  CHECK(fine_tuning_recipe(few).learning_rate < fine_tuning_recipe(many).learning_rate);
  CHECK(label_graph_recipe(few).labelled_share == 0);
  CHECK(label_graph_recipe(many).labelled_share > 0.5);
  CHECK(fixmatch_chain_recipe(few).steps < fixmatch_chain_recipe(many).steps);
}

TEST_CASE("photographs get recipes of their own where labels are few") {
  const data::Dataset drawings = few_shapes(10);
  data::Dataset photographs = drawings;
  photographs.photographs = true;
  const Situation clothes{drawings, 100, Profile::full}, photos{photographs, 100, Profile::full};
  const Situation many_photos{photographs, 1000, Profile::full};
  CHECK(supervised_recipe(clothes).steps == 2000);
  CHECK(supervised_recipe(photos).steps == 4000);
  CHECK(supervised_recipe(many_photos).steps == 4000);
  CHECK(fine_tuning_recipe(photos).steps == 4000);
  CHECK(fine_tuning_recipe(photos).learning_rate == doctest::Approx(fine_tuning_recipe(clothes).learning_rate));
  CHECK(simclr_recipe(photos).steps > simclr_recipe(clothes).steps);
  CHECK(rotation_recipe(photos).steps > rotation_recipe(clothes).steps);
  CHECK(label_graph_recipe(photos).labelled_share == doctest::Approx(0.5));
  CHECK(label_graph_recipe(many_photos).labelled_share == doctest::Approx(0.7));
  CHECK(fixmatch_chain_recipe(photos).steps == 3000);
}

TEST_CASE("signs, which a mirror changes, have FixMatch train longer than things do, and nothing else") {
  data::Dataset clothes = few_shapes(10);
  const data::Dataset digits = clothes;
  clothes.mirrored_alike = true;
  for (const Profile profile : {Profile::quick, Profile::full}) {
    const Situation things{clothes, 100, profile}, signs{digits, 100, profile};
    CHECK(fixmatch_recipe(signs).steps > 3 * fixmatch_recipe(things).steps);
    CHECK(fixmatch_recipe(signs).batch == fixmatch_recipe(things).batch);
    CHECK(fixmatch_chain_recipe(signs).steps == fixmatch_chain_recipe(things).steps);
    CHECK(supervised_recipe(signs).steps == supervised_recipe(things).steps);
    CHECK(simclr_recipe(signs).steps == simclr_recipe(things).steps);
  }
}

TEST_CASE("PIRL sees as many images in as many updates as rotation prediction, photographs included") {
  data::Dataset data = few_shapes(10);
  for (const bool photographs : {false, true}) {
    data.photographs = photographs;
    for (const Profile profile : {Profile::quick, Profile::full, Profile::hour}) {
      const Situation situation{data, 0, profile};
      const RotationRecipe rotation = rotation_recipe(situation);
      for (const Pretext pretext : {Pretext::rotation, Pretext::jigsaw}) {
        const PirlRecipe pirl = pirl_recipe(situation, pretext);
        CHECK(pirl.steps == rotation.steps);
        CHECK(2 * pirl.batch == 4 * rotation.batch);
      }
    }
  }
}

TEST_CASE("with all labels the length is given in passes over the images") {
  data::Dataset data = few_shapes(10);
  data.train.count = 12800;
  CHECK(supervised_recipe({data, data::all_labels, Profile::quick}).steps == 200);  // two passes of 128 a step
  CHECK(supervised_recipe({data, data::all_labels, Profile::full}).steps == 3000);
}
