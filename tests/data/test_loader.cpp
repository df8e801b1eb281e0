#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>

#include "ranks_in_threads.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/data/formats.hpp"
#include "selfsame/data/loader.hpp"
#include "selfsame/data/recipes.hpp"

using namespace selfsame;
using namespace selfsame::data;

namespace {

std::vector<Scalar> values(const Tensor& tensor) {
  return std::vector<Scalar>(tensor.data().data(), tensor.data().data() + tensor.numel());
}

bool same(const Batch& a, const Batch& b) {
  if (a.step != b.step || a.rows != b.rows || a.labels != b.labels || a.views.size() != b.views.size()) return false;
  for (std::size_t v = 0; v < a.views.size(); ++v) {
    if (values(a.views[v]) != values(b.views[v])) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("to_array normalises each channel by its own mean and standard deviation") {
  const Dataset dataset = make_shapes(20, 5);
  const Array array = to_array(dataset, dataset.test, {3, 1});
  CHECK(array.shape() == Shape{2, 24, 24, 3});
  for (const Index c : {0, 1, 2}) {
    const auto channel = static_cast<std::size_t>(c);
    const double expected = (dataset.test.image(1)[30 + c] / 255.0 - dataset.mean[channel]) / dataset.stddev[channel];
    CHECK(array.data()[24 * 24 * 3 + 30 + c] == doctest::Approx(expected));
  }
  CHECK_THROWS_AS(to_array(dataset, dataset.test, {5}), ShapeError);
  CHECK_THROWS_AS(to_array(dataset, dataset.test, {-1}), ShapeError);
}

TEST_CASE("all training images together have mean 0 and standard deviation 1 in every channel") {
  const Dataset dataset = make_shapes(200, 5);
  const Array array = to_array(dataset, dataset.train, all_rows(dataset.train));
  for (Index c = 0; c < 3; ++c) {
    double sum = 0, squares = 0;
    for (Index i = c; i < count(array); i += 3) {
      const double value = array.data()[i];
      sum += value;
      squares += value * value;
    }
    const double n = static_cast<double>(count(array)) / 3;
    CHECK(sum / n == doctest::Approx(0).epsilon(1e-4));
    CHECK(squares / n == doctest::Approx(1).epsilon(1e-4));
  }
}

TEST_CASE("a loader yields the same batches with 0, 1 and 3 workers") {
  const Dataset dataset = make_shapes(50, 5);
  const std::vector<Augment> views{weak_augment(dataset), strong_augment(dataset), contrastive_augment(dataset)};
  const auto make = [&](int workers) {
    return std::make_unique<Loader>(dataset, dataset.train, all_rows(dataset.train), 16, views, 5,
                                    LoaderOptions{workers, 3});
  };
  const auto plain = make(0), one = make(1), three = make(3);
  for (Index step = 0; step < 12; ++step) {
    const Batch expected = plain->next();
    CHECK(expected.step == step);
    CHECK(expected.views.size() == 3);
    CHECK(expected.views[0].shape() == Shape{16, 24, 24, 3});
    CHECK(same(one->next(), expected));
    CHECK(same(three->next(), expected));
  }
}

TEST_CASE("seek continues where another loader is, forwards and backwards") {
  const Dataset dataset = make_shapes(50, 5);
  for (const int workers : {0, 1, 3}) {
    Loader through(dataset, dataset.train, all_rows(dataset.train), 16, {weak_augment(dataset)}, 5, {workers, 2});
    std::vector<Batch> batches;
    for (int i = 0; i < 9; ++i) batches.push_back(through.next());
    Loader resumed(dataset, dataset.train, all_rows(dataset.train), 16, {weak_augment(dataset)}, 5, {workers, 2});
    for (const Index step : {7, 2, 2, 0}) {
      resumed.seek(step);
      CHECK(resumed.step() == step);
      CHECK(same(resumed.next(), batches[static_cast<std::size_t>(step)]));
      CHECK(same(resumed.next(), batches[static_cast<std::size_t>(step + 1)]));
    }
    CHECK_THROWS_AS(resumed.seek(-1), UsageError);
  }
}

TEST_CASE("each epoch shows every row once, in another order, across the borders of batches") {
  const Dataset dataset = make_shapes(50, 5);
  const Indices rows{1, 4, 9, 16, 25, 36, 49};
  Loader loader(dataset, dataset.train, rows, 4, {no_augment()}, 0);
  Indices seen;
  for (int i = 0; i < 7; ++i) {
    const Batch batch = loader.next();
    for (std::size_t b = 0; b < 4; ++b) {
      CHECK(batch.labels[b] == dataset.train.labels[static_cast<std::size_t>(batch.rows[b])]);
      seen.push_back(batch.rows[b]);
    }
  }
  std::vector<Indices> epochs;
  for (int e = 0; e < 4; ++e) {
    epochs.emplace_back(seen.begin() + 7 * e, seen.begin() + 7 * (e + 1));
    Indices sorted = epochs.back();
    std::sort(sorted.begin(), sorted.end());
    CHECK(sorted == rows);
  }
  CHECK(epochs[0] != epochs[1]);
}

TEST_CASE("a batch larger than the number of rows repeats them, augmented anew") {
  const Dataset dataset = make_shapes(50, 5);
  Loader loader(dataset, dataset.train, {7}, 5, {strong_augment(dataset)}, 0);
  const Batch batch = loader.next();
  CHECK(batch.rows == Indices{7, 7, 7, 7, 7});
  const auto all = values(batch.views[0]);
  const auto size = static_cast<std::ptrdiff_t>(dataset.train.image_size());
  CHECK(std::vector<Scalar>(all.begin(), all.begin() + size) !=
        std::vector<Scalar>(all.begin() + size, all.begin() + 2 * size));
}

TEST_CASE("two views by the same recipe differ, a view without augmentation is the image itself") {
  const Dataset dataset = make_shapes(50, 5);
  const Augment recipe = contrastive_augment(dataset);
  Loader loader(dataset, dataset.train, all_rows(dataset.train), 8, {recipe, recipe, no_augment()}, 0);
  const Batch batch = loader.next();
  CHECK(values(batch.views[0]) != values(batch.views[1]));
  CHECK(values(batch.views[2]) == values(Tensor(to_array(dataset, dataset.train, batch.rows))));
}

TEST_CASE("another seed gives other batches") {
  const Dataset dataset = make_shapes(50, 5);
  Loader a(dataset, dataset.train, all_rows(dataset.train), 8, {no_augment()}, 0);
  Loader b(dataset, dataset.train, all_rows(dataset.train), 8, {no_augment()}, 1);
  CHECK(a.next().rows != b.next().rows);
}

TEST_CASE("an exception in an augmentation reaches the caller of next, whatever thread it was thrown in") {
  const Dataset dataset = make_shapes(50, 5);
  for (const int workers : {0, 1, 3}) {
    const auto drawn = std::make_shared<std::atomic<int>>(0);
    const Augment fails = compose({[drawn](const ImageView&, Scratch&, Generator&) {
      if (++*drawn > 40) throw Error("no more");
    }});
    Loader loader(dataset, dataset.train, all_rows(dataset.train), 8, {fails}, 0, {workers, 2});
    const auto run = [&] {
      for (int i = 0; i < 10; ++i) loader.next();
    };
    CHECK_THROWS_WITH_AS(run(), "no more", Error);
  }
}

TEST_CASE("a loader can be destroyed before anything was asked of it") {
  const Dataset dataset = make_shapes(50, 5);
  for (const int workers : {1, 3})
    Loader(dataset, dataset.train, all_rows(dataset.train), 16, {weak_augment(dataset)}, 5, {workers, 4});
}

TEST_CASE("a loader refuses rows outside the set, and nothing to load") {
  const Dataset dataset = make_shapes(50, 5);
  const auto make = [&](Indices rows, Index batch, std::vector<Augment> views, LoaderOptions options) {
    Loader(dataset, dataset.train, std::move(rows), batch, std::move(views), 0, options);
  };
  CHECK_THROWS_AS(make({50}, 4, {no_augment()}, {}), ShapeError);
  CHECK_THROWS_AS(make({}, 4, {no_augment()}, {}), UsageError);
  CHECK_THROWS_AS(make({1}, 0, {no_augment()}, {}), UsageError);
  CHECK_THROWS_AS(make({1}, 4, {}, {}), UsageError);
  CHECK_THROWS_AS(make({1}, 4, {no_augment()}, {-1, 2}), UsageError);
  CHECK_THROWS_AS(make({1}, 4, {no_augment()}, {1, 0}), UsageError);
}

TEST_CASE("a loader of unlabelled images gives no labels") {
  Dataset dataset = make_shapes(50, 5);
  dataset.unlabelled = dataset.train;
  dataset.unlabelled.labels.clear();
  Loader loader(dataset, dataset.unlabelled, all_rows(dataset.unlabelled), 8, {no_augment()}, 0);
  CHECK(loader.next().labels.empty());
}

TEST_CASE("several ranks load one process's batches among them, each image as it would have been augmented") {
  const Dataset dataset = make_shapes(20, 5);
  const auto batches = [&](Index batch, LoaderOptions options) {
    Loader loader(dataset, dataset.train, all_rows(dataset.train), batch, {compose({shift(2)}), Augment()}, 3, options);
    std::vector<Batch> made;
    for (int i = 0; i < 4; ++i) made.push_back(loader.next());  // into the third epoch
    return made;
  };
  const Index group = 2, batch = 14;
  const std::vector<Batch> all = batches(batch, {});
  for (const int workers : {0, 1}) {
    std::vector<std::vector<Batch>> parts(3);
    on_ranks(3, [&](Index rank) {
      LoaderOptions options = LoaderOptions::in_groups_of(group);
      options.workers = workers;
      parts[static_cast<std::size_t>(rank)] = batches(batch, options);
      const Share share = share_of(batch, group);
      if (batch_part() * 14 != static_cast<double>(share.count())) throw Error("another part of the batch");
    });
    for (std::size_t k = 0; k < all.size(); ++k) {
      Indices rows, labels;
      std::vector<Scalar> pixels;
      for (const auto& part : parts) {
        CHECK(part[k].rows.size() % group == 0);
        rows.insert(rows.end(), part[k].rows.begin(), part[k].rows.end());
        labels.insert(labels.end(), part[k].labels.begin(), part[k].labels.end());
        const std::vector<Scalar> some = values(part[k].views[0]);
        pixels.insert(pixels.end(), some.begin(), some.end());
      }
      CHECK(rows == all[k].rows);
      CHECK(labels == all[k].labels);
      CHECK(pixels == values(all[k].views[0]));
    }
  }
}
