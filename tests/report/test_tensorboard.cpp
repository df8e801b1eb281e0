// What the files hold, tests/interop/test_tensorboard.py reads by the format's documentation.
#include "selfsame/report/tensorboard.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "report/temporary_directory.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/report/image_figures.hpp"

using namespace selfsame;
using report::Series;
using report::TensorBoard;

namespace {

const char* const events_name = "events.out.tfevents.selfsame";

}  // namespace

TEST_CASE("each training series has a folder of its own") {
  const TemporaryDirectory directory;
  TensorBoard board(directory.file("tensorboard"));
  CHECK_FALSE(directory.has("tensorboard"));
  board.scalars(Series("simclr", 100, 2), 0, {{"loss", 1.0}});
  board.scalars(Series("simclr", data::all_labels, 0), 0, {{"loss", 1.0}});
  board.scalars("../x y", 0, {{"loss", 1.0}});
  for (const char* run : {"simclr-100-labels-split-2", "simclr-all-labels-split-0", "---x-y-split-0"}) {
    CHECK(directory.has(concat("tensorboard/", run, "/", events_name)));
  }
  CHECK(board.has(Series("simclr", 100, 2)));
  CHECK_FALSE(board.has(Series("simclr", 100, 3)));
}

TEST_CASE("a folder that is there loses what a kill left of a record") {
  const TemporaryDirectory directory;
  TensorBoard(directory.path).scalars("x", 0, {{"loss", 1.0}});
  const std::string path = directory.file(concat("x-split-0/", events_name)), whole = io::read_file(path);
  io::write_file(path, whole + "half");
  const TensorBoard again(directory.path);
  CHECK(io::read_file(path) == whole);
}

TEST_CASE("an embedding needs a label and an image for each row") {
  const TemporaryDirectory directory;
  TensorBoard board(directory.path);
  const Array features = filled({3, 2}, 1), images = filled({3, 4, 5, 1}, 1);
  board.embedding("x", features, {"a", "b\tc", ""}, images);
  CHECK(io::read_file(directory.file("features.tsv")) == "1\t1\n1\t1\n1\t1\n");
  CHECK(io::read_file(directory.file("labels.tsv")) == "a\nb c\n-\n");
  const io::Picture tiles = io::read_image(directory.file("images.png"));
  CHECK(tiles.height == 8);
  CHECK(tiles.width == 10);
  CHECK_THROWS_AS(board.embedding("x", features, {"a", "b"}, images), ShapeError);
}

TEST_CASE("pictures side by side") {
  Array images = filled({3, 1, 2, 1}, 0);
  images(1, 0, 0, 0) = 2;
  images(2, 0, 1, 0) = 1;
  const io::Picture tiles = report::tiled(images, 2, 1, 0, 2);
  CHECK(tiles.height == 3);
  CHECK(tiles.width == 5);
  const std::vector<std::uint8_t> expected = {0, 0, 255, 255, 0, 255, 255, 255, 255, 255, 0, 128, 255, 255, 255};
  CHECK(tiles.pixels == expected);
}

TEST_CASE("removing takes what is ours") {
  const TemporaryDirectory directory;
  TensorBoard board(directory.file("tensorboard"));
  board.scalars("x", 0, {{"loss", 1.0}});
  const Array one = filled({1, 2, 2, 1}, 1);
  board.add(report::image_grid("g", "G", one, 1, {}, {}, ""));
  board.embedding("x", filled({1, 2}, 1), {"a"}, one);
  std::filesystem::create_directory(directory.file("tensorboard/other"));
  io::write_file(directory.file("tensorboard/other/notes.txt"), "mine");
  report::remove_tensorboard(directory.file("tensorboard"));
  CHECK(io::read_file(directory.file("tensorboard/other/notes.txt")) == "mine");
  std::filesystem::remove_all(directory.file("tensorboard/other"));
  report::remove_tensorboard(directory.file("tensorboard"));
  CHECK_FALSE(directory.has("tensorboard"));
  report::remove_tensorboard(directory.file("tensorboard"));
}
