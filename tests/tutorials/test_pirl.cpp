#include <doctest/doctest.h>

#include "selfsame/eval/predict.hpp"
#include "t04_rotation/rotation.hpp"
#include "t06_pirl/pirl.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

namespace {

Experiment experiment_on(const data::Dataset& data, report::Report& report) {
  return {data, data::few_labels(data, 10, 0, 50), 10, 0, 0, report};
}

PirlSettings small(const data::Dataset& data, Pretext pretext) {
  PirlSettings settings = pirl_settings(data, pretext, {});
  settings.steps = 3;
  settings.batch = 8;
  settings.images = 20;
  return settings;
}

}  // namespace

TEST_CASE("PIRL sees as many images in as many updates as rotation prediction, photographs included") {
  data::Dataset data = data::load_dataset("shapes", "");
  for (const bool photographs : {false, true}) {
    data.photographs = photographs;
    for (const Profile profile : {Profile::quick, Profile::full}) {
      Options options;
      options.profile = profile;
      const RotationSettings rotation = rotation_settings(data, options);
      for (const Pretext pretext : {Pretext::rotation, Pretext::jigsaw}) {
        const PirlSettings pirl = pirl_settings(data, pretext, options);
        CHECK(pirl.steps == rotation.steps);
        CHECK(2 * pirl.batch == 4 * rotation.batch);
      }
    }
  }
}

TEST_CASE("PIRL does not look at labels") {
  const data::Dataset data = data::load_dataset("shapes", "");
  data::Dataset scrambled = data;
  for (Index& label : scrambled.train.labels) label = 0;
  report::Report report;
  const Experiment honest = experiment_on(data, report);
  const Experiment blind{scrambled, honest.split, honest.labels, 0, 0, report};
  for (const Pretext pretext : {Pretext::rotation, Pretext::jigsaw}) {
    const auto hash_of = [&](const Experiment& experiment) {
      const auto encoder = make_encoder(experiment.data, 0);
      pretrain_pirl(*encoder, experiment, small(data, pretext));
      return eval::weights_hash(*encoder);
    };
    CHECK(hash_of(honest) == hash_of(blind));
    CHECK(hash_of(honest) != eval::weights_hash(*make_encoder(data, 0)));
  }
}

TEST_CASE("where fewer images take part than a batch and its negatives need, PIRL makes do with those there are") {
  const data::Dataset data = data::load_dataset("shapes", "");
  report::Report report;
  const Experiment experiment = experiment_on(data, report);
  PirlSettings settings = small(data, Pretext::rotation);
  settings.images = 6;
  const auto encoder = make_encoder(data, 0);
  CHECK(pretrain_pirl(*encoder, experiment, settings).images_seen == 3 * 2 * 3);
}

TEST_CASE("the turn of shapes is told far better than by guessing, and telling it leaves the encoder alone") {
  const data::Dataset data = data::load_dataset("shapes", "");
  report::Report report;
  const Experiment experiment{data, data::few_labels(data, 100, 0, 100), 100, 0, 0, report};
  const auto encoder = make_encoder(data, 0);
  const std::uint64_t before = eval::weights_hash(*encoder);
  CHECK(turn_accuracy(*encoder, experiment) > 35);
  CHECK(eval::weights_hash(*encoder) == before);
}
