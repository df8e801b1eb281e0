#include <doctest/doctest.h>

#include <string>

#include "report/temporary_directory.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/onnx.hpp"

using namespace selfsame;

TEST_CASE("an ONNX model of one node is these bytes, worked out by hand from onnx.proto3") {
  io::OnnxModel model;
  const std::string x = model.input("x", {io::OnnxModel::any_size, 2});
  model.output(model.node("Relu", {x}), "y", {1, 300});
  using namespace std::string_literals;
  const std::string graph =
      "\x5a\x14"                      // field 11, input: 20 bytes
      "\x0a\x01x"                     // its name
      "\x12\x0f"                      // its type: 15 bytes
      "\x0a\x0d"                      // a tensor
      "\x08\x01"                      // of float
      "\x12\x09"                      // its shape: 9 bytes
      "\x0a\x03\x12\x01N"             // a size with a name
      "\x0a\x02\x08\x02"              // the size 2
      "\x0a\x19"                      // field 1, node: 25 bytes
      "\x0a\x01x"                     // input
      "\x12\x06Relu_0\x1a\x06Relu_0"  // output and name
      "\x22\x04Relu"                  // operator
      "\x0a\x18"                      // the node that names the output: 24 bytes
      "\x0a\x06Relu_0\x12\x01y\x1a\x01y\x22\x08Identity"
      "\x62\x14"  // field 12, output: 20 bytes
      "\x0a\x01y\x12\x0f\x0a\x0d\x08\x01\x12\x09\x0a\x02\x08\x01"
      "\x0a\x03\x08\xac\x02"  // 300 = 2 * 128 + 44: a varint of two bytes
      "\x12\x07network"s;
  CHECK(model.bytes() ==
        "\x08\x07\x12\x08selfsame\x3a"s + static_cast<char>(graph.size()) + graph + "\x42\x02\x10\x0d");
}

TEST_CASE("ONNX: weights, settings and metadata carry their kinds") {
  io::OnnxModel model;
  Array weight = empty({1, 2});
  weight(0, 0) = 1;
  weight(0, 1) = -2;
  model.constant("w", weight);
  model.constant("s", std::vector<Index>{-1});
  model.node("Op", {}, {{"a", Index{-1}}, {"b", 0.5f}, {"c", std::vector<Index>{3, 4}}});
  model.metadata("k", "v");
  using namespace std::string_literals;
  const std::string bytes = model.bytes();
  const auto holds = [&bytes](const std::string& part) { return bytes.find(part) != std::string::npos; };
  CHECK(holds("\x08\x01\x08\x02\x10\x01\x42\x01w\x4a\x08\0\0\x80\x3f\0\0\0\xc0"s));    // dims 1, 2; float; 1 and -2
  CHECK(holds("\x08\x01\x10\x07\x42\x01s\x4a\x08\xff\xff\xff\xff\xff\xff\xff\xff"s));  // int64
  CHECK(
      holds("\x0a\x01"
            "a\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\xa0\x01\x02"s));  // -1 takes ten bytes
  CHECK(
      holds("\x0a\x01"
            "b\x15\0\0\0\x3f\xa0\x01\x01"s));
  CHECK(
      holds("\x0a\x01"
            "c\x40\x03\x40\x04\xa0\x01\x07"s));
  CHECK(holds("\x72\x06\x0a\x01k\x12\x01v"s));
  const TemporaryDirectory directory;
  model.save(directory.file("m.onnx"));
  CHECK(io::read_file(directory.file("m.onnx")) == bytes);
}
