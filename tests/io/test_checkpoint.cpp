#include <doctest/doctest.h>

#include "report/temporary_directory.hpp"
#include "selfsame/core/tensor.hpp"
#include "selfsame/io/checkpoint.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/safetensors.hpp"

using namespace selfsame;

namespace {

io::Checkpoint some() {
  return {{{"weights", tensor({2, 3}, {1, 2, 3, 4, 5, 0.1}).data()}, {"count", filled({}, 7)}},
          {{"state", "18446744073709551615"}, {"name", "a \"quoted\" name\n"}}};
}

}  // namespace

TEST_CASE("a checkpoint comes back with its arrays and facts, and any reader of safetensors finds the arrays") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.safetensors");
  io::save_checkpoint(path, some());
  const io::Checkpoint read = io::load_checkpoint(path);
  CHECK(read.arrays == some().arrays);
  CHECK(read.facts == some().facts);
  CHECK(io::load_safetensors(path) == some().arrays);
  CHECK_THROWS_WITH_AS(read.fact("none"), doctest::Contains("\"none\" is missing"), Error);
}

TEST_CASE("a checkpoint that is cut short at any byte, or has any bit flipped, is refused") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.safetensors");
  io::save_checkpoint(path, some());
  const std::string bytes = io::read_file(path);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    io::write_file(path, bytes.substr(0, length));
    CHECK_THROWS_AS(io::load_checkpoint(path), io::DamagedFile);
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string flipped = bytes;
    flipped[i] = static_cast<char>(flipped[i] ^ (1 << (i % 8)));
    io::write_file(path, flipped);
    CHECK_THROWS_AS(io::load_checkpoint(path), io::DamagedFile);
  }
  io::save_safetensors(path, some().arrays);  // whole, but no checkpoint
  CHECK_THROWS_AS(io::load_checkpoint(path), io::DamagedFile);
}

TEST_CASE("a checkpoint of the other type is refused by name") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.safetensors");
  io::Checkpoint other = some();
  io::save_checkpoint(path, other);
  const std::string own = sizeof(Scalar) == 4 ? "F32" : "F64", theirs = sizeof(Scalar) == 4 ? "F64" : "F32";
  // As the other build writes it: its type in the header, and the checksum made good.
  std::string bytes = io::read_file(path);
  bytes.replace(bytes.find("\"!type\":\"" + own) + 9, 3, theirs);
  io::write_file(path, bytes);
  std::string expected;
  try {
    io::load_checkpoint(path);
  } catch (const io::DamagedFile& damaged) {
    expected = std::string(damaged.what()).substr(std::string(damaged.what()).find("checksum is ") + 12, 8);
  }
  bytes.replace(bytes.find("!crc32") + 9, 8, expected);
  io::write_file(path, bytes);
  CHECK_THROWS_WITH_AS(io::load_checkpoint(path), doctest::Contains(("holds numbers of type " + theirs).c_str()),
                       Error);
}

TEST_CASE("a checkpoint that cannot be written leaves the old one untouched") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.safetensors");
  io::save_checkpoint(path, some());
  const std::string before = io::read_file(path);
  std::filesystem::create_directory(path + ".part");  // nobody, not even root, can write a file of this name
  CHECK_THROWS_WITH_AS(io::save_checkpoint(path, {}), doctest::Contains("cannot be written"), Error);
  CHECK(io::read_file(path) == before);
}
