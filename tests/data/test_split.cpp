#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "selfsame/core/error.hpp"
#include "selfsame/data/formats.hpp"
#include "selfsame/data/split.hpp"
#include "temporary_files.hpp"

using namespace selfsame;
using namespace selfsame::data;

namespace {

Indices per_class(const ImageSet& set, const Indices& rows, Index classes) {
  Indices counts(static_cast<std::size_t>(classes), 0);
  for (const Index row : rows) ++counts[static_cast<std::size_t>(set.labels[static_cast<std::size_t>(row)])];
  return counts;
}

bool overlap(const Indices& a, const Indices& b) {
  const std::set<Index> in_a(a.begin(), a.end());
  return std::any_of(b.begin(), b.end(), [&](Index row) { return in_a.count(row) > 0; });
}

}  // namespace

TEST_CASE("few_labels is class-balanced, and labelled and validation images are disjoint") {
  const Dataset dataset = make_shapes(500, 5);
  const LabelSplit split = few_labels(dataset, 40, 0, 50);
  CHECK(per_class(dataset.train, split.labelled, 5) == Indices{8, 8, 8, 8, 8});
  CHECK(per_class(dataset.train, split.validation, 5) == Indices{10, 10, 10, 10, 10});
  CHECK_FALSE(overlap(split.labelled, split.validation));
}

TEST_CASE("the unlabelled images are all but the validation images: the labelled ones stay among them") {
  const Dataset dataset = make_shapes(500, 5);
  const LabelSplit split = few_labels(dataset, 40, 0, 50);
  CHECK(split.unlabelled.size() == 450);
  CHECK_FALSE(overlap(split.unlabelled, split.validation));
  CHECK(std::includes(split.unlabelled.begin(), split.unlabelled.end(), split.labelled.begin(), split.labelled.end()));
}

TEST_CASE("few_labels draws the same for the same seed, another split for another, and more labels include fewer") {
  const Dataset dataset = make_shapes(500, 5);
  const LabelSplit split = few_labels(dataset, 40, 3, 50), more = few_labels(dataset, 100, 3, 50);
  CHECK(few_labels(dataset, 40, 3, 50).labelled == split.labelled);
  CHECK(few_labels(dataset, 40, 4, 50).labelled != split.labelled);
  CHECK(more.validation == split.validation);
  CHECK(std::includes(more.labelled.begin(), more.labelled.end(), split.labelled.begin(), split.labelled.end()));
}

TEST_CASE("all labels are all but the validation images, of which no class gives more than a fifth") {
  const Dataset dataset = make_shapes(503, 5);  // not balanced: three classes have one image more
  const LabelSplit split = few_labels(dataset, 503, 0, 1000);
  CHECK(split.validation.size() == 100);
  CHECK(split.labelled.size() == 403);
  CHECK(split.labelled == split.unlabelled);
}

TEST_CASE("numbers of labels that cannot be drawn are usage errors that say what can be") {
  const Dataset dataset = make_shapes(500, 5);
  const auto draw = [&](Index labels) { few_labels(dataset, labels, 0, 50); };
  for (const Index labels : {Index{0}, Index{-5}, Index{42}, Index{505}, Index{460}})
    CHECK_THROWS_AS(draw(labels), UsageError);
  CHECK(mentions(error_of([&] { draw(0); }), {"positive", "found 0"}));
  CHECK(mentions(error_of([&] { draw(42); }), {"42", "5 classes", "multiple of 5"}));
  CHECK(mentions(error_of([&] { draw(505); }), {"505", "only 500"}));
  CHECK(mentions(error_of([&] { draw(460); }), {"at most 450", "all 500"}));
  CHECK_THROWS_AS(few_labels(dataset, 40, 0, -1), UsageError);
  ImageSet unlabelled = dataset.train;
  unlabelled.labels.clear();
  CHECK_THROWS_AS(few_labels(unlabelled, 5, 40, 0), UsageError);
}

TEST_CASE("a split is the same after it was saved and loaded") {
  const TemporaryDirectory directory;
  const Dataset dataset = make_shapes(500, 5);
  const LabelSplit split = few_labels(dataset, 40, 0, 50);
  save_split(directory / "new/split.json", split, dataset);
  const LabelSplit loaded = load_split(directory / "new/split.json", dataset);
  CHECK(loaded.labelled == split.labelled);
  CHECK(loaded.validation == split.validation);
  CHECK(loaded.unlabelled == split.unlabelled);
  CHECK_FALSE(std::filesystem::exists(directory / "new/split.json.part"));
}

TEST_CASE("a split file of other data is refused: another set, another size, other labels") {
  const TemporaryDirectory directory;
  const Dataset dataset = make_shapes(500, 5);
  const std::string path = directory / "split.json";
  save_split(path, few_labels(dataset, 40, 0, 50), dataset);
  Dataset other = dataset;
  other.name = "folder";
  CHECK(
      mentions(error_of([&] { load_split(path, other); }), {"split.json", "belongs to other data", "this is folder"}));
  CHECK(mentions(error_of([&] { load_split(path, make_shapes(505, 5)); }), {"belongs to other data", "505 images"}));
  other = dataset;
  std::swap(other.train.labels[0], other.train.labels[1]);
  CHECK(mentions(error_of([&] { load_split(path, other); }), {"belongs to other data"}));
}

TEST_CASE("a damaged split file is refused: cut short, rows outside, rows listed twice") {
  const TemporaryDirectory directory;
  const Dataset dataset = make_shapes(500, 5);
  const std::string path = directory / "split.json";
  LabelSplit split = few_labels(dataset, 40, 0, 50);
  save_split(path, split, dataset);
  cut_file(path, 200);
  CHECK(mentions(error_of([&] { load_split(path, dataset); }), {"split.json", "no whole label split", "remove it"}));
  split.labelled[0] = 500;
  save_split(path, split, dataset);
  CHECK(mentions(error_of([&] { load_split(path, dataset); }), {"row 500 is outside"}));
  split.labelled[0] = split.validation[0];
  save_split(path, split, dataset);
  CHECK(mentions(error_of([&] { load_split(path, dataset); }), {"is listed twice"}));
  CHECK(mentions(error_of([&] { load_split(directory / "none.json", dataset); }), {"none.json", "cannot be opened"}));
}

TEST_CASE("split_for keeps to the stored split even where a new draw would differ") {
  const TemporaryDirectory directory;
  const Dataset dataset = make_shapes(500, 5);
  const LabelSplit drawn = split_for(dataset, 40, 0, directory / "out", 50);
  CHECK(drawn.labelled == few_labels(dataset, 40, 0, 50).labelled);
  const std::string path = directory / "out/split-shapes-40-0.json";
  const LabelSplit other = few_labels(dataset, 40, 9, 50);
  save_split(path, other, dataset);
  CHECK(split_for(dataset, 40, 0, directory / "out", 50).labelled == other.labelled);
  save_split(path, few_labels(dataset, 100, 0, 50), dataset);
  CHECK(mentions(error_of([&] { split_for(dataset, 40, 0, directory / "out", 50); }),
                 {"lists 100 labelled", "expected 40"}));
}

TEST_CASE("a split that cannot be written is an error") {
  const Dataset dataset = make_shapes(500, 5);
  CHECK(mentions(error_of([&] { split_for(dataset, 40, 0, "/proc/none"); }), {"/proc/none", "cannot be written"}));
}

TEST_CASE("rows are taken evenly spread, all of them where there are no more") {
  const Indices rows{0, 1, 2, 4, 5, 6, 7, 8};
  CHECK(evenly_spread(rows, 4) == Indices{0, 2, 5, 7});
  CHECK(evenly_spread(rows, 9) == rows);
  CHECK(evenly_spread({}, 3).empty());
}
