#include <doctest/doctest.h>

#include "selfsame/data/formats.hpp"
#include "temporary_files.hpp"

using namespace selfsame;
using namespace selfsame::data;

namespace {

const Source source{"fashion-mnist", "fetch it again with tools/get_data fashion-mnist"};

// A whole little set: 4 training and 2 test images of 3 x 5 pixels.
void write_set(const std::string& directory, const Bytes& train_labels = {0, 1, 2, 9}) {
  write_gzip(directory + "/train-images-idx3-ubyte.gz", idx_bytes(2051, {4, 3, 5}, some_bytes(60)));
  write_gzip(directory + "/train-labels-idx1-ubyte.gz",
             idx_bytes(2049, {static_cast<std::uint32_t>(train_labels.size())}, train_labels));
  write_bytes(directory + "/t10k-images-idx3-ubyte", idx_bytes(2051, {2, 3, 5}, some_bytes(30)));
  write_bytes(directory + "/t10k-labels-idx1-ubyte", idx_bytes(2049, {2}, {3, 4}));
}

}  // namespace

TEST_CASE("load_dataset reads IDX files, gzip and plain, from below the data directory") {
  const TemporaryDirectory directory;
  write_set(directory / "fashion-mnist");
  const Dataset dataset = load_dataset("fashion-mnist", directory.path());
  CHECK(dataset.train.count == 4);
  CHECK(dataset.height() == 3);
  CHECK(dataset.width() == 5);
  CHECK(dataset.channels() == 1);
  CHECK(dataset.classes() == 10);
  CHECK(dataset.train.pixels == some_bytes(60));
  CHECK(dataset.train.labels == Indices{0, 1, 2, 9});
  CHECK(dataset.test.count == 2);
  CHECK(dataset.test.labels == Indices{3, 4});
  CHECK(dataset.background == 0);
  CHECK_FALSE(dataset.photographs);
}

TEST_CASE("digits are not mirrored, garments are") {
  const TemporaryDirectory directory;
  write_set(directory.path());
  CHECK_FALSE(load_dataset("mnist", directory.path()).mirrored_alike);
  CHECK(load_dataset("fashion-mnist", directory.path()).mirrored_alike);
}

TEST_CASE("a missing IDX file is named together with how to get it") {
  const TemporaryDirectory directory;
  const auto load = [&] { load_dataset("mnist", directory.path()); };
  CHECK_THROWS_AS(load(), Error);
  CHECK(mentions(error_of(load),
                 {"mnist: train-images-idx3-ubyte is missing", directory.path().c_str(), "tools/get_data mnist"}));
  write_set(directory.path());
  std::filesystem::remove(directory / "train-labels-idx1-ubyte.gz");
  CHECK(mentions(error_of(load), {"train-labels-idx1-ubyte is missing", "tools/get_data mnist"}));
}

TEST_CASE("an IDX file whose gzip data is cut short says what was promised and what is there") {
  const TemporaryDirectory directory;
  const std::string path = directory / "images.gz";
  write_gzip(path, idx_bytes(2051, {60, 28, 28}, some_bytes(60 * 784)));
  CHECK(read_idx_images(source, path).count == 60);
  cut_file(path, std::filesystem::file_size(path) / 2);
  CHECK(mentions(error_of([&] { read_idx_images(source, path); }),
                 {"images.gz is cut short: header promises 60 images (47,040 bytes), file holds ", "fetch it again"}));
}

TEST_CASE("an IDX file that lacks only the end of its gzip data is refused") {
  const TemporaryDirectory directory;
  const std::string path = directory / "images.gz";
  write_gzip(path, idx_bytes(2051, {6, 28, 28}, some_bytes(6 * 784)));
  cut_file(path, std::filesystem::file_size(path) - 6);
  CHECK(mentions(error_of([&] { read_idx_images(source, path); }), {"images.gz is cut short", "gzip"}));
}

TEST_CASE("damage inside gzip data is an error") {
  const TemporaryDirectory directory;
  const std::string path = directory / "images.gz";
  write_gzip(path, idx_bytes(2051, {6, 28, 28}, some_bytes(6 * 784)));
  Bytes bytes = read_bytes(path);
  for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 8; ++i) bytes[i] ^= 0x5a;
  write_bytes(path, bytes);
  CHECK_THROWS_AS(read_idx_images(source, path), Error);
}

TEST_CASE("an IDX header that lies about the size is found out, larger and smaller") {
  const TemporaryDirectory directory;
  const std::string path = directory / "images";
  write_bytes(path, idx_bytes(2051, {5, 3, 5}, some_bytes(60)));
  CHECK(
      mentions(error_of([&] { read_idx_images(source, path); }), {"cut short", "5 images (75 bytes), file holds 60"}));
  write_bytes(path, idx_bytes(2051, {3, 3, 5}, some_bytes(60)));
  CHECK(mentions(error_of([&] { read_idx_images(source, path); }), {"too long", "3 images (45 bytes), file holds 60"}));
  write_bytes(path, idx_bytes(2051, {0xffffffff, 0xffffffff, 0xffffffff}, some_bytes(60)));
  CHECK(mentions(error_of([&] { read_idx_images(source, path); }), {"cut short", "file holds 60"}));
  write_bytes(path, idx_bytes(2051, {0, 3, 5}, {}));
  CHECK(mentions(error_of([&] { read_idx_images(source, path); }), {"promises no images"}));
  write_bytes(path, {0, 0, 8});
  CHECK(mentions(error_of([&] { read_idx_images(source, path); }), {"IDX header has 16 bytes, file holds 3"}));
}

TEST_CASE("an IDX file of another kind is refused by its magic") {
  const TemporaryDirectory directory;
  const std::string path = directory / "file";
  write_bytes(path, idx_bytes(2049, {60}, some_bytes(60)));
  CHECK(mentions(error_of([&] { read_idx_images(source, path); }), {"expected magic 2051, found 2049"}));
  write_bytes(path, idx_bytes(2051, {4, 3, 5}, some_bytes(60)));
  CHECK(mentions(error_of([&] { read_idx_labels(source, path, 10); }), {"expected magic 2049, found 2051"}));
}

TEST_CASE("a label beyond the classes is named with its position") {
  const TemporaryDirectory directory;
  write_set(directory.path(), {0, 1, 10, 2});
  CHECK(mentions(error_of([&] { load_dataset("mnist", directory.path()); }),
                 {"train-labels-idx1-ubyte.gz holds label 10 at position 2", "10 classes (0 to 9)"}));
}

TEST_CASE("different numbers of images and labels are an error") {
  const TemporaryDirectory directory;
  write_set(directory.path(), {0, 1, 2});
  CHECK(
      mentions(error_of([&] { load_dataset("mnist", directory.path()); }), {"holds 3 labels, but ", "holds 4 images"}));
}

TEST_CASE("an unknown data set and a data directory that is not there are told apart") {
  CHECK_THROWS_AS(load_dataset("fashion", ""), UsageError);
  CHECK(mentions(error_of([] { load_dataset("fashion", ""); }),
                 {"'fashion' is unknown", "fashion-mnist, mnist, cifar10"}));
  CHECK(mentions(error_of([] { load_dataset("mnist", "/no/such/place"); }), {"/no/such/place", "is no directory"}));
}

TEST_CASE("normalised Fashion-MNIST has its own mean and standard deviation, .2860 and .3530") {
  if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz")) {
    MESSAGE("skipped: dataset-fashion-mnist is not installed");
    return;
  }
  const Dataset dataset = load_dataset("fashion-mnist", "");
  CHECK(dataset.train.count == 60000);
  CHECK(dataset.test.count == 10000);
  CHECK(dataset.mean[0] == doctest::Approx(0.2860).epsilon(0.001));
  CHECK(dataset.stddev[0] == doctest::Approx(0.3530).epsilon(0.001));
  CHECK(dataset.class_names[static_cast<std::size_t>(dataset.train.labels[0])] == "Ankle boot");
}

TEST_CASE("IDX files are found under the names that unpackers and Kaggle give them") {
  const TemporaryDirectory directory;
  const auto idx = [](std::uint32_t count) { return idx_bytes(2051, {count, 3, 5}, some_bytes(15 * count)); };
  write_bytes(directory / "mnist/train-images.idx3-ubyte", idx(2));
  write_bytes(directory / "mnist/train-labels.idx1-ubyte/train-labels.idx1-ubyte", idx_bytes(2049, {2}, {0, 9}));
  write_bytes(directory / "mnist/t10k-images-idx3-ubyte/t10k-images-idx3-ubyte", idx(1));
  write_gzip(directory / "mnist/t10k-labels.idx1-ubyte.gz", idx_bytes(2049, {1}, {3}));
  const Dataset dataset = load_dataset("mnist", directory.path());
  CHECK(dataset.train.labels == Indices{0, 9});
  CHECK(dataset.test.labels == Indices{3});
}
