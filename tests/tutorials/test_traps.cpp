#include <doctest/doctest.h>

#include "traps/traps.hpp"

#include <cmath>

#include "methods/fixmatch_variant.hpp"
#include "protocol/networks.hpp"
#include "recipes/pretext.hpp"
#include "recipes/semi_supervised.hpp"
#include "selfsame/eval/predict.hpp"
#include "selfsame/ssl/nt_xent.hpp"
#include "traps/wrong_ways.hpp"
#include "tutorials/cell_of_shapes.hpp"

using namespace selfsame;
using namespace selfsame::tutorials;

TEST_CASE("the loops of the traps are the methods' own: with the right loss the same weights, to the bit") {
  const data::Dataset data = few_shapes(300);
  report::Report report;
  const Cell cell = cell_of(data, report, 0, 4);
  const Indices& unlabelled = cell.split.unlabelled;

  SimclrRecipe simclr = simclr_recipe(cell.situation());
  simclr.batch = 8;
  const auto simclr_weights = [&](const auto& train) {
    const auto encoder = make_encoder(data, 0);
    train(*encoder);
    return eval::weights_hash(*encoder);
  };
  const auto by = [&](const PairLoss& loss) {
    return simclr_weights(
        [&](nn::Encoder& encoder) { train_simclr_by(loss, encoder, data, unlabelled, simclr, 0, silent(report)); });
  };
  const std::uint64_t method =
      simclr_weights([&](nn::Encoder& encoder) { train_simclr(encoder, data, unlabelled, simclr, 0, silent(report)); });
  CHECK(by(ssl::nt_xent) == method);
  CHECK(by(nt_xent_unmasked) != method);

  FixMatchRecipe fixmatch = fixmatch_recipe(cell.situation());
  fixmatch.batch = 8;
  fixmatch.threshold = 0.3f;  // some guesses of so young a network pass, some do not
  const auto fixmatch_weights = [&](const auto& train) {
    const auto classifier = make_classifier(data, 0), averaged = make_classifier(data, 1);
    train(*classifier, *averaged);
    return eval::weights_hash(*classifier);
  };
  const auto varied = [&](const FixMatchVariant& variant) {
    return fixmatch_weights([&](nn::Classifier& classifier, nn::Classifier& averaged) {
      train_fixmatch_variant(classifier, averaged, data, cell.true_labels(), unlabelled, fixmatch, variant, 0,
                             silent(report));
    });
  };
  const std::uint64_t published = fixmatch_weights([&](nn::Classifier& classifier, nn::Classifier& averaged) {
    train_fixmatch(classifier, averaged, data, cell.true_labels(), unlabelled, fixmatch, 0, silent(report));
  });
  FixMatchVariant over_accepted;
  over_accepted.consistency = loss_over_accepted;
  CHECK(varied({}) == published);
  CHECK(varied(over_accepted) != published);
}

TEST_CASE("with the diagonal unmasked a view is one of its own negatives, at similarity 1") {
  // Four views at right angles: similarities are 1 to itself and 0 to the other three, temperature 1.
  const Tensor first(filled({2, 4}, 0)), second(filled({2, 4}, 0));
  Tensor a = first, b = second;
  for (Index i = 0; i < 2; ++i) a.mutable_data()(i, i) = b.mutable_data()(i, i + 2) = 1;
  CHECK(ssl::nt_xent(a, b, 1).item() == doctest::Approx(std::log(3.0)));
  CHECK(nt_xent_unmasked(a, b, 1).item() == doctest::Approx(std::log(3 + std::exp(1.0))));
}

TEST_CASE("divided by the accepted images, one of four weighs four times as much; of none the loss is 0") {
  const Tensor scores(filled({4, 2}, 0));  // cross-entropy ln 2 each
  Array one = filled({4}, 0);
  one(2) = 1;
  const ssl::PseudoLabels guesses{{0, 1, 0, 1}, Tensor(one), Scalar(0.25)};
  CHECK(ssl::consistency_loss(scores, guesses).item() == doctest::Approx(std::log(2.0) / 4));
  CHECK(loss_over_accepted(scores, guesses).item() == doctest::Approx(std::log(2.0)));
  CHECK(loss_over_accepted(scores, {{0, 1, 0, 1}, zeros({4}), 0}).item() == 0);
}

TEST_CASE("forgotten buffers leave parameters alone; training mode leaves everything alone but its answers") {
  const data::Dataset data = few_shapes(60);
  const auto network = make_classifier(data, 0), built = make_classifier(data, 0);
  const Indices rows = class_by_class(data.test);
  CHECK(std::is_sorted(rows.begin(), rows.end(),
                       [&](Index i, Index j) { return data.test.labels[i] < data.test.labels[j]; }));

  const std::uint64_t before = eval::weights_hash(*network);
  const Array training = outputs_in_training_mode(*network, data, data.test, rows, 16);
  CHECK(eval::weights_hash(*network) == before);
  CHECK(training.shape(0) == 60);
  CHECK(training(0, 0) != eval::outputs(*network, data, data.test, rows)(0, 0));

  nn::Classifier& moved = *network;
  moved.train();
  moved(Tensor(data::to_array(data, data.test, rows)));  // moves the running statistics, and nothing else
  REQUIRE(eval::weights_hash(moved) != before);
  forget_buffers(moved, *built);
  CHECK(eval::weights_hash(moved) == before);
}

TEST_CASE("a trap compares two rows once, and its difference is wrong less right, split by split") {
  const std::vector<report::Result> rows = {{"shapes", "last_step", 10, 0, 0, "test_accuracy", 60},
                                            {"shapes", "last_step", 10, 1, 1, "test_accuracy", 70},
                                            {"shapes", "best_on_test", 10, 0, 0, "test_accuracy", 61},
                                            {"shapes", "best_on_test", 10, 1, 1, "test_accuracy", 73}};
  const auto cells = trap_cells(rows);
  REQUIRE(cells.size() == 2);
  CHECK(cells[1] == std::vector<std::string>{"best_on_test", "65.0 ± 7.1", "67.0 ± 8.5", "+2.0 ± 1.4"});
}
