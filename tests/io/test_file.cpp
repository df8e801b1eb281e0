#include <doctest/doctest.h>

#include <filesystem>

#include "report/temporary_directory.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"

using namespace selfsame;

TEST_CASE("write_file replaces a file and leaves no .part beside it") {
  const TemporaryDirectory directory;
  io::write_file(directory.file("a"), "first");
  io::write_file(directory.file("a"), std::string("second\0more", 11));
  CHECK(io::read_file(directory.file("a")) == std::string("second\0more", 11));
  CHECK_FALSE(directory.has("a.part"));
}

TEST_CASE("an empty file reads as no bytes") {
  const TemporaryDirectory directory;
  io::write_file(directory.file("a"), "");
  CHECK(io::read_file(directory.file("a")).empty());
}

TEST_CASE("a full disk is an error, and the old file stays as it was") {
  const TemporaryDirectory directory;
  io::write_file(directory.file("a"), "old");
  std::filesystem::create_symlink("/dev/full", directory.file("a.part"));
  CHECK_THROWS_WITH_AS(
      io::write_file(directory.file("a"), "new"),
      (directory.file("a") + ": cannot be written: No space left on device; make room or choose another place").c_str(),
      Error);
  CHECK(io::read_file(directory.file("a")) == "old");
  CHECK_FALSE(std::filesystem::is_symlink(directory.file("a.part")));
}

TEST_CASE("reading a file that is not there names it and the reason") {
  CHECK_THROWS_WITH_AS(io::read_file("/nowhere/a"), "/nowhere/a: cannot be read: No such file or directory", Error);
}

TEST_CASE("prepare_output_directory creates the directory with its parents and leaves it empty") {
  const TemporaryDirectory directory;
  io::prepare_output_directory(directory.file("a/b"));
  io::prepare_output_directory(directory.file("a/b"));
  CHECK(std::filesystem::is_empty(directory.file("a/b")));
}

TEST_CASE("prepare_output_directory refuses a file, a place below a file and an empty name") {
  const TemporaryDirectory directory;
  io::write_file(directory.file("file"), "");
  CHECK_THROWS_WITH_AS(io::prepare_output_directory(directory.file("file")),
                       ("--out " + directory.file("file") +
                        ": cannot be written to: it is a file, not a directory; choose another --out")
                           .c_str(),
                       Error);
  CHECK_THROWS_WITH_AS(
      io::prepare_output_directory(directory.file("file/below")),
      ("--out " + directory.file("file/below") + ": cannot be written to: Not a directory; choose another --out")
          .c_str(),
      Error);
  CHECK_THROWS_AS(io::prepare_output_directory(""), UsageError);
  CHECK_THROWS_AS(io::prepare_output_directory("/proc/selfsame"), Error);
}
