#include <doctest/doctest.h>

#include "report/temporary_directory.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/safetensors.hpp"
#include "selfsame/nn/convnet.hpp"

using namespace selfsame;

TEST_CASE("weights come back from safetensors with names, order, shapes and bits") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("model.safetensors");
  manual_seed(1);
  const nn::ConvNet saved({1, 3, 5});
  io::save_safetensors(path, saved.state_dict());
  nn::ConvNet loaded({1, 3, 5});
  loaded.load_state_dict(io::load_safetensors(path));
  CHECK(loaded.state_dict() == saved.state_dict());
  CHECK(io::load_safetensors(path) == saved.state_dict());
}

TEST_CASE("safetensors: a scalar and an empty array are arrays too") {
  const TemporaryDirectory directory;
  const std::vector<std::pair<std::string, Array>> arrays{{"scalar", filled({}, 3)}, {"none", empty({0, 4})}};
  io::save_safetensors(directory.file("a"), arrays);
  CHECK(io::load_safetensors(directory.file("a")) == arrays);
}

TEST_CASE("a damaged safetensors file is named with what is wrong") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("model.safetensors");
  io::save_safetensors(path, {{"weight", filled({2, 3}, 1)}});
  const std::string bytes = io::read_file(path);
  const auto error_for = [&](const std::string& content) {
    io::write_file(path, content);
    try {
      io::load_safetensors(path);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  CHECK(error_for(bytes.substr(0, bytes.size() - 1)) ==
        "safetensors: " + path + " is cut short: \"weight\" ends outside the file; save it again");
  CHECK(error_for("short") == "safetensors: " + path + " is cut short or no safetensors file; save it again");
  CHECK(error_for(std::string(8, '\0') + "{}") == "safetensors: " + path + " has no readable header; save it again");
  std::string other_type = bytes;
  other_type.replace(other_type.find("\"F"), 5, "\"I64\"");
  CHECK(error_for(other_type) ==
        "safetensors: " + path + " holds \"weight\" as I64; F32 and F64 are read; save it again");
}

TEST_CASE("a safetensors file says of itself what it was told, in any letters; other files say nothing") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a");
  const io::Metadata said = {{"made of", "a \"b\"\n{}"}, {"Straße", ""}};
  const std::vector<std::pair<std::string, Array>> arrays{{"weight", filled({2, 3}, 1)}};
  io::save_safetensors(path, arrays, said);
  CHECK(io::load_safetensors_metadata(path) == said);
  CHECK(io::load_safetensors(path) == arrays);
  io::save_safetensors(path, arrays);
  CHECK(io::load_safetensors_metadata(path).empty());
}

TEST_CASE("metadata that are no texts are named") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a");
  const auto error_for = [&](const std::string& header) {
    io::write_file(path, std::string(1, static_cast<char>(header.size())) + std::string(7, '\0') + header);
    try {
      io::load_safetensors_metadata(path);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  CHECK(error_for(R"({"__metadata__":[]})") ==
        "safetensors: " + path + " has metadata that are no object of texts; save it again");
  CHECK(error_for(R"({"__metadata__":{"a":1}})") ==
        "safetensors: " + path + " has metadata \"a\" that are no text; save it again");
}
