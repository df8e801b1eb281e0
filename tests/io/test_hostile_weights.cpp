#include <doctest/doctest.h>

#include "report/temporary_directory.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/safetensors.hpp"

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
}
