#include "selfsame/io/events.hpp"

#include <doctest/doctest.h>

#include "report/temporary_directory.hpp"
#include "selfsame/core/error.hpp"

using namespace selfsame;
using io::crc32c;

TEST_CASE("crc32c has the values that RFC 3720 gives") {
  CHECK(crc32c(std::string(32, '\0')) == 0x8a9136aaU);
  CHECK(crc32c(std::string(32, '\xff')) == 0x62a8ab43U);
  std::string rising;
  for (char c = 0; c < 32; ++c) rising += c;
  CHECK(crc32c(rising) == 0x46dd794eU);
  CHECK(crc32c("123456789") == 0xe3069283U);
  CHECK(crc32c("") == 0);
}

TEST_CASE("an events file goes on behind its last whole record") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("events.out.tfevents.test");
  {
    io::EventsFile events(path);
    CHECK_FALSE(events.continues());
    events.scalars(0, {{"loss", 2.5}});
  }
  const std::string whole = io::read_file(path);
  {
    io::EventsFile events(path);
    CHECK(events.continues());
  }
  CHECK(io::read_file(path) == whole);
  // As a program leaves it that is killed while it writes, and as a disk leaves it that lost a page.
  const std::string record = io::tfrecord("more");
  for (const std::string& torn : {record.substr(0, 3), record.substr(0, record.size() - 1), std::string(100, '\0')}) {
    io::write_file(path, whole + torn);
    io::EventsFile events(path);
    CHECK(io::read_file(path) == whole);
  }
  // Killed inside the first record.
  io::write_file(path, whole.substr(0, 20));
  {
    io::EventsFile events(path);
    CHECK_FALSE(events.continues());
  }
  CHECK(io::read_file(path).size() > 20);
}

TEST_CASE("what is no events file is left alone") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("events.out.tfevents.test");
  io::write_file(path, std::string(1000, 'x'));
  CHECK_THROWS_WITH_AS(io::EventsFile{path}, (path + ": is no events file; remove it or choose another place").c_str(),
                       Error);
  CHECK(io::read_file(path) == std::string(1000, 'x'));
}
