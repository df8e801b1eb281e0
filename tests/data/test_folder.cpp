#include <doctest/doctest.h>

#include "selfsame/data/formats.hpp"
#include "selfsame/io/image.hpp"
#include "temporary_files.hpp"

using namespace selfsame;
using namespace selfsame::data;

namespace {

void write_picture(const std::string& path, Index height, Index width, Index channels, std::uint8_t value) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  const Bytes pixels(static_cast<std::size_t>(height * width * channels), value);
  io::write_png(path, pixels.data(), height, width, channels);
}

// Class folders a (value 10 + i) and b (value 100 + i) of `count` grey 4 x 6 images each.
void write_classes(const std::string& directory, int count) {
  for (int i = 0; i < count; ++i) {
    const std::string name = "/" + std::to_string(1000 + i) + ".png";
    write_picture(directory + "/a" + name, 4, 6, 1, static_cast<std::uint8_t>(10 + i));
    write_picture(directory + "/b" + name, 4, 6, 1, static_cast<std::uint8_t>(100 + i));
  }
}

}  // namespace

TEST_CASE("load_folder reads train and test folders, classes in the order of their names") {
  const TemporaryDirectory directory;
  write_classes(directory / "train", 3);
  write_classes(directory / "test", 1);
  const Dataset dataset = load_dataset("folder", directory.path());
  CHECK(dataset.class_names == std::vector<std::string>{"a", "b"});
  CHECK(dataset.train.labels == Indices{0, 0, 0, 1, 1, 1});
  CHECK(dataset.test.labels == Indices{0, 1});
  CHECK(dataset.height() == 4);
  CHECK(dataset.width() == 6);
  CHECK(dataset.channels() == 1);
  CHECK(dataset.photographs);
  CHECK(dataset.train.image(4)[0] == 101);
}

TEST_CASE("load_folder sets every sixth image of each class aside where there is no test folder") {
  const TemporaryDirectory directory;
  write_classes(directory.path(), 7);
  const Dataset dataset = load_folder(directory.path());
  CHECK(dataset.train.count == 12);
  CHECK(dataset.test.labels == Indices{0, 1});
  CHECK(dataset.test.image(0)[0] == 15);
  CHECK(dataset.test.image(1)[0] == 105);
}

TEST_CASE("one colour image makes a folder's set a colour set") {
  const TemporaryDirectory directory;
  write_classes(directory / "train", 2);
  write_classes(directory / "test", 1);
  write_picture(directory / "test/b/colour.png", 4, 6, 3, 200);
  const Dataset dataset = load_folder(directory.path());
  CHECK(dataset.train.channels == 3);
  CHECK(dataset.test.channels == 3);
  CHECK(Bytes(dataset.train.image(1), dataset.train.image(1) + 3) == Bytes{11, 11, 11});
  CHECK(dataset.train.pixels.size() == 4 * 4 * 6 * 3);
}

TEST_CASE("a broken JPEG in a folder is left out and named, or with strict an error") {
  const TemporaryDirectory directory;
  write_classes(directory / "train", 2);
  write_classes(directory / "test", 1);
  write_bytes(directory / "train/b/broken.jpg", {0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2});
  write_bytes(directory / "train/b/notes.txt", {65});
  FolderSummary told;
  CHECK(load_folder(directory.path(), {}, &told).train.count == 4);
  CHECK(told.damaged.count == 1);
  CHECK(mentions(told.damaged.first, {"train/b/broken.jpg: broken JPEG", "remove the file"}));
  CHECK(told.others.count == 1);
  CHECK(told.lines().size() == 2);
  FolderOptions strict;
  strict.strict = true;
  CHECK(mentions(error_of([&] { load_folder(directory.path(), strict); }), {"train/b/notes.txt", "--strict"}));
  std::filesystem::remove(directory / "train/b/notes.txt");
  CHECK(mentions(error_of([&] { load_folder(directory.path(), strict, &told); }), {"train/b/broken.jpg: broken JPEG"}));
  CHECK(mentions(error_of([&] { load_folder(directory.path()); }), {"train/b/broken.jpg: broken JPEG"}));
}

TEST_CASE("a class whose images are all damaged is an error that says why") {
  const TemporaryDirectory directory;
  write_classes(directory / "train", 1);
  write_classes(directory / "test", 1);
  write_bytes(directory / "train/b/1000.png", {1, 2, 3});
  FolderSummary told;
  CHECK(mentions(error_of([&] { load_folder(directory.path(), {}, &told); }), {"no image of class b", "b/1000.png: "}));
}

TEST_CASE("everything below a class folder is read, at any depth and through links, but not round in a circle") {
  const TemporaryDirectory directory;
  write_classes(directory.path(), 7);
  write_picture(directory / "a/sub/deep/2000.PNG", 4, 6, 1, 77);
  write_picture(directory / "a/sub/2001.png", 4, 6, 1, 78);
  std::filesystem::create_directory_symlink("..", directory / "a/sub/circle");
  FolderSummary told;
  const Dataset dataset = load_folder(directory.path(), {}, &told);
  CHECK(dataset.train.count + dataset.test.count == 16);
  CHECK(told.others.count == 1);
  CHECK(mentions(told.others.first, {"a/sub/circle"}));
  CHECK(load_folder(directory.path()).test.count == 2);  // of seven and nine images the sixth
}

TEST_CASE("pictures that cannot be read because of their format or a dangling link are not passed over") {
  const TemporaryDirectory directory;
  write_classes(directory.path(), 7);
  write_bytes(directory / "a/photo.webp", {82, 73, 70, 70});
  std::filesystem::create_symlink("/nowhere/at/all.png", directory / "b/link.png");
  write_bytes(directory / "b/.hidden.png", {1});
  FolderSummary told;
  CHECK(load_folder(directory.path(), {}, &told).train.count == 12);
  CHECK(told.damaged.count == 2);
  CHECK(mentions(told.lines().front(),
                 {"images left out, as they cannot be read: 2, ", "a/photo.webp: is neither PNG nor JPEG"}));
  CHECK(mentions(error_of([&] { load_folder(directory.path()); }), {"a/photo.webp: is neither PNG nor JPEG"}));
}

TEST_CASE("images that belong to no class are told, and with strict refused") {
  const TemporaryDirectory directory;
  write_classes(directory / "set/train", 2);
  write_classes(directory / "set/test", 1);
  write_classes(directory / "set/valid", 1);
  write_picture(directory / "set/stray.png", 4, 6, 1, 9);
  FolderSummary told;
  CHECK(load_folder(directory / "set", {}, &told).train.count == 4);
  CHECK(told.outside.count == 2);
  CHECK(mentions(told.outside.first, {"set/valid"}));
  CHECK(mentions(error_of([&] { load_folder(directory / "set", {0, true}); }), {"set/valid is no image of a class"}));
  write_picture(directory / "set/train/stray.png", 4, 6, 1, 9);  // are train and test classes now?
  CHECK(mentions(error_of([&] { load_folder(directory / "set"); }),
                 {"set/train holds both folders and images", "train/stray.png"}));
}

TEST_CASE("classes may be called train and test where their images lie right in them") {
  const TemporaryDirectory directory;
  for (int i = 0; i < 6; ++i) {
    for (const char* name : {"/bus/", "/train/", "/test/"}) {
      write_picture(directory.path() + name + std::to_string(i) + ".png", 4, 6, 1, 9);
    }
  }
  CHECK(load_folder(directory.path()).class_names == std::vector<std::string>{"bus", "test", "train"});
  std::filesystem::remove_all(directory / "test");
  CHECK(load_folder(directory.path()).class_names == std::vector<std::string>{"bus", "train"});
}

TEST_CASE("image_size cuts the middle square out of every image and resizes it") {
  const TemporaryDirectory directory;
  write_classes(directory / "train", 2);
  write_classes(directory / "test", 1);
  write_picture(directory / "train/b/large.png", 50, 60, 1, 33);
  FolderOptions options;
  options.image_size = 8;
  FolderSummary told;
  const Dataset dataset = load_folder(directory.path(), options, &told);
  CHECK(dataset.height() == 8);
  CHECK(dataset.width() == 8);
  CHECK(told.resized.count == 7);
  CHECK(dataset.train.image(4)[63] == 33);  // b/large.png, the last
  options.image_size = -1;
  CHECK_THROWS_AS(load_folder(directory.path(), options), UsageError);
}

TEST_CASE("images of several sizes in a folder are an error that names one of them") {
  const TemporaryDirectory directory;
  write_classes(directory / "train", 2);
  write_classes(directory / "test", 1);
  write_picture(directory / "train/b/large.png", 5, 6, 1, 0);
  CHECK(mentions(error_of([&] { load_folder(directory.path()); }),
                 {"train/b/large.png is 6 x 5 pixels", "is 6 x 4", "--image-size"}));
}

TEST_CASE("empty class folders, lone classes, unknown test classes and lone train folders are errors") {
  const TemporaryDirectory directory;
  write_classes(directory / "set/train", 2);
  CHECK(mentions(error_of([&] { load_folder(directory / "set"); }), {"only one of train/ and test/"}));
  write_classes(directory / "set/test", 1);
  std::filesystem::create_directories(directory / "set/train/c");
  write_bytes(directory / "set/train/c/notes.txt", {65});
  CHECK(
      mentions(error_of([&] { load_folder(directory / "set"); }), {"class folder ", "train/c holds no .png or .jpg"}));
  std::filesystem::remove_all(directory / "set/train/c");
  write_picture(directory / "set/test/other/1.png", 4, 6, 1, 0);
  CHECK(mentions(error_of([&] { load_folder(directory / "set"); }), {"test/other is no class of the training images"}));
  write_picture(directory / "lone/a/1.png", 4, 6, 1, 0);
  CHECK(mentions(error_of([&] { load_folder(directory / "lone"); }), {"holds 1 class folders, expected two"}));
  write_classes(directory / "few", 2);
  CHECK(mentions(error_of([&] { load_folder(directory / "few"); }), {"fewer than six images"}));
  CHECK_THROWS_AS(load_dataset("folder", ""), UsageError);
}
