#include <doctest/doctest.h>

#include "selfsame/data/formats.hpp"
#include "temporary_files.hpp"

using namespace selfsame;
using namespace selfsame::data;

namespace {

const Source source{"cifar10", "fetch it again with tools/get_data cifar10"};

// Records of one label byte and planes in which red is 10, green 20, blue 30, but for the second pixel of the first
// row.
Bytes cifar_bytes(const Bytes& labels, std::size_t label_bytes) {
  Bytes bytes;
  for (const std::uint8_t label : labels) {
    bytes.insert(bytes.end(), label_bytes - 1, 77);  // a coarse label, to be ignored
    bytes.push_back(label);
    for (std::uint8_t c = 1; c <= 3; ++c) {
      bytes.insert(bytes.end(), 1024, static_cast<std::uint8_t>(10 * c));
      bytes[bytes.size() - 1023] = static_cast<std::uint8_t>(100 + c);
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("read_cifar turns colour planes into channels-last pixels") {
  const TemporaryDirectory directory;
  for (const std::size_t label_bytes : {1U, 2U}) {
    write_bytes(directory / "batch.bin", cifar_bytes({3, 9}, label_bytes));
    const ImageSet set = read_cifar(source, directory / "batch.bin", static_cast<Index>(label_bytes), 10, 2);
    CHECK(set.count == 2);
    CHECK(set.labels == Indices{3, 9});
    CHECK(Bytes(set.image(1), set.image(1) + 9) == Bytes{10, 20, 30, 101, 102, 103, 10, 20, 30});
  }
}

TEST_CASE("read_cifar refuses a file of another size and a label beyond the classes") {
  const TemporaryDirectory directory;
  const std::string path = directory / "batch.bin";
  write_bytes(path, cifar_bytes({3, 9}, 1));
  CHECK(mentions(
      error_of([&] { read_cifar(source, path, 1, 10, 3); }),
      {"batch.bin is cut short", "3 records of 3073 bytes (9,219), file holds 6,146", "tools/get_data cifar10"}));
  CHECK(mentions(error_of([&] { read_cifar(source, path, 1, 10, 1); }), {"is too long"}));
  CHECK(mentions(error_of([&] { read_cifar(source, path, 1, 9, 2); }), {"holds label 9 in record 1"}));
  CHECK(mentions(error_of([&] { read_cifar(source, directory / "none.bin", 1, 10, 2); }), {"none.bin is missing"}));
}

TEST_CASE("load_dataset reads CIFAR-10 from the folder that its archive unpacks to") {
  const TemporaryDirectory directory;
  const std::string folder = directory / "cifar-10-batches-bin";
  for (const char* name :
       {"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"}) {
    write_bytes(folder + "/" + name + ".bin", {});
    std::filesystem::resize_file(folder + "/" + name + ".bin", 10000 * 3073);  // sparse: black images of class 0
  }
  const Dataset dataset = load_dataset("cifar10", directory.path());
  CHECK(dataset.train.count == 50000);
  CHECK(dataset.test.count == 10000);
  CHECK(dataset.channels() == 3);
  CHECK(dataset.background == 127);
  CHECK(dataset.photographs);
  CHECK(dataset.stddev[0] > 0);  // of black images too: nothing is divided by zero
  std::filesystem::remove(folder + "/data_batch_4.bin");
  CHECK(mentions(error_of([&] { load_dataset("cifar10", directory.path()); }),
                 {"data_batch_4.bin is missing", "tools/get_data cifar10"}));
}

TEST_CASE("load_dataset reads STL-10, whose planes are stored column by column, and its unlabelled images") {
  const TemporaryDirectory directory;
  const std::string folder = directory / "stl10/stl10_binary";
  Bytes image(3 * 96 * 96, 5);
  image[1] = 200;  // red, first column, second row
  write_bytes(folder + "/train_X.bin", image);
  write_bytes(folder + "/train_y.bin", {10});
  write_bytes(folder + "/test_X.bin", image);
  write_bytes(folder + "/test_y.bin", {1});
  Dataset dataset = load_dataset("stl10", directory.path());
  CHECK(dataset.train.labels == Indices{9});
  CHECK(dataset.test.labels == Indices{0});
  CHECK(dataset.train.image(0)[96 * 3] == 200);
  CHECK(dataset.train.image(0)[1] == 5);
  CHECK(dataset.unlabelled.count == 0);
  CHECK(dataset.photographs);
  write_bytes(folder + "/unlabeled_X.bin", image);
  CHECK(load_dataset("stl10", directory.path()).unlabelled.count == 1);

  write_bytes(folder + "/train_y.bin", {11});
  CHECK(
      mentions(error_of([&] { load_dataset("stl10", directory.path()); }), {"train_y.bin holds label 11", "1 to 10"}));
  write_bytes(folder + "/train_y.bin", {1, 2});
  CHECK(
      mentions(error_of([&] { load_dataset("stl10", directory.path()); }), {"holds 2 labels, but there are 1 images"}));
  image.pop_back();
  write_bytes(folder + "/train_X.bin", image);
  CHECK(mentions(error_of([&] { load_dataset("stl10", directory.path()); }),
                 {"train_X.bin is cut short: expected whole images of 27,648 bytes, file holds 27,647"}));
}

TEST_CASE("names of CIFAR-100's classes are the same with the line ends of Windows") {
  const TemporaryDirectory directory;
  std::string names;
  for (int i = 0; i < 100; ++i) names += "name " + std::to_string(i) + "\r\n";
  write_bytes(directory / "fine_label_names.txt", Bytes(names.begin(), names.end()));
  write_bytes(directory / "train.bin", {});
  write_bytes(directory / "test.bin", {});
  std::filesystem::resize_file(directory / "train.bin", 50000 * 3074);  // sparse: black images of class 0
  std::filesystem::resize_file(directory / "test.bin", 10000 * 3074);
  const Dataset dataset = load_cifar100({"cifar100", ""}, directory.path());
  CHECK(dataset.class_names.front() == "name 0");
  CHECK(dataset.class_names.back() == "name 99");
}
