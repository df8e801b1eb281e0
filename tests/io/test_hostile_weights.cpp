#include <doctest/doctest.h>

#include "report/temporary_directory.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/hostile.hpp"
#include "selfsame/io/safetensors.hpp"
#include "selfsame/report/run_info.hpp"

using namespace selfsame;

TEST_CASE("a safetensors header takes no memory that its file does not fill, however it overflows") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("model.safetensors");
  const auto refused = [&](const std::string& shape, std::size_t end, const std::string& content) {
    const std::string header =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0," + std::to_string(end) + "]}}";
    std::string length(8, '\0');
    length[0] = static_cast<char>(header.size());
    io::write_file(path, length + header + content);
    try {
      io::load_safetensors(path);
    } catch (const Error& error) {
      CAPTURE(error.what());
      return std::string(error.what()).find("gives \"w\"") != std::string::npos;
    }
    return false;
  };
  CHECK(refused("[4294967296,4294967296]", 0, ""));  // 2^64 elements
  CHECK(refused("[4611686018427387904,4]", 0, ""));  // 2^64, and 4 bytes each
  CHECK(refused("[9223372036854775808,2]", 0, ""));  // does not fit a signed number
  CHECK(refused("[-1,-1]", 4, "1234"));
  CHECK(refused("[-2,-2]", 16, std::string(16, '1')));
  CHECK(refused("[1.5]", 4, "1234"));
  CHECK(refused("[1000000]", 4, "1234"));
  CHECK(refused("[0,9223372036854775807,9]", 0, ""));  // nothing, but its strides do not fit
}

TEST_CASE("JSON that is nested without end is refused, not walked until the stack is full") {
  const TemporaryDirectory directory;
  const std::string deep = std::string(200000, '[') + std::string(200000, ']');
  const std::string header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[" + deep + "],\"data_offsets\":[0,0]}}";
  std::string length(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) length[i] = static_cast<char>(header.size() >> (8 * i) & 0xff);
  const std::string path = directory.file("model.safetensors");
  io::write_file(path, length + header);
  CHECK_THROWS_AS(io::load_safetensors(path), Error);

  io::write_file(path, R"({"options": {}, "finished": true, "x": )" + deep + "}");
  CHECK_THROWS_AS(report::recorded_runs(path), Error);

  CHECK_FALSE(io::nested_too_deep(R"({"a": "[[[[", "b": "\"[", "c": [[]]})" + std::string(70, ' ')));
  CHECK_FALSE(io::nested_too_deep("[[]" + std::string(100, ',') + "]"));
  std::string beside;
  for (int i = 0; i < 100; ++i) beside += "[],";
  CHECK_FALSE(io::nested_too_deep("[" + beside + "0]"));
  CHECK(io::nested_too_deep(std::string(65, '[')));
  CHECK_FALSE(io::nested_too_deep("\"" + std::string(65, '[')));
}
