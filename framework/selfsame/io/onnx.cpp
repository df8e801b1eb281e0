#include "selfsame/io/onnx.hpp"

#include <cstdint>

#include "selfsame/io/file.hpp"
#include "selfsame/io/protobuf.hpp"

namespace selfsame::io {
namespace {

using protobuf::single;
using protobuf::text;
using protobuf::whole;

// Field numbers are those of onnx.proto3.
constexpr Index type_float = 1, type_int64 = 7;  // TensorProto.DataType

template <class Stored, class Values>
std::string tensor(const std::string& name, const std::vector<Index>& shape, Index type, const Values& values) {
  std::string data;
  for (const auto value : values) {
    const Stored stored = static_cast<Stored>(value);
    data.append(reinterpret_cast<const char*>(&stored), sizeof stored);
  }
  std::string message;
  for (const Index size : shape) message += whole(1, size);
  return message + whole(2, type) + text(8, name) + text(9, data);
}

// ValueInfoProto: a name, and the type "float numbers of this shape".
std::string value_info(const std::string& name, const std::vector<Index>& shape) {
  std::string sizes;
  for (const Index size : shape) sizes += text(1, size == OnnxModel::any_size ? text(2, "N") : whole(1, size));
  return text(1, name) + text(2, text(1, whole(1, type_float) + text(2, sizes)));
}

std::string attribute_message(const OnnxModel::Attribute& attribute) {
  const std::string name = text(1, attribute.first);
  if (const Index* one = std::get_if<Index>(&attribute.second)) return name + whole(3, *one) + whole(20, 2);
  if (const float* one = std::get_if<float>(&attribute.second)) return name + single(2, *one) + whole(20, 1);
  std::string list;
  for (const Index one : std::get<std::vector<Index>>(attribute.second)) list += whole(8, one);
  return name + list + whole(20, 7);
}

}  // namespace

std::string OnnxModel::input(const std::string& name, const std::vector<Index>& shape) {
  graph_ += text(11, value_info(name, shape));
  return name;
}

std::string OnnxModel::constant(const std::string& name, const Array& values) {
  const std::vector<Index> shape(values.shape().begin(), values.shape().end());
  graph_ += text(5, tensor<float>(name, shape, type_float, values));
  return name;
}

std::string OnnxModel::constant(const std::string& name, const std::vector<Index>& values) {
  graph_ += text(5, tensor<std::int64_t>(name, {static_cast<Index>(values.size())}, type_int64, values));
  return name;
}

std::string OnnxModel::node(const std::string& op, const std::vector<std::string>& inputs,
                            const std::vector<Attribute>& attributes) {
  std::string name = op + "_" + std::to_string(nodes_++);
  std::string message;
  for (const std::string& input : inputs) message += text(1, input);
  message += text(2, name) + text(3, name) + text(4, op);
  for (const Attribute& attribute : attributes) message += text(5, attribute_message(attribute));
  graph_ += text(1, message);
  return name;
}

void OnnxModel::output(const std::string& value, const std::string& name, const std::vector<Index>& shape) {
  graph_ += text(1, text(1, value) + text(2, name) + text(3, name) + text(4, "Identity"));
  graph_ += text(12, value_info(name, shape));
}

void OnnxModel::metadata(const std::string& name, const std::string& said) {
  metadata_ += text(14, text(1, name) + text(2, said));
}

std::string OnnxModel::bytes() const {
  return whole(1, ir) + text(2, "selfsame") + text(7, graph_ + text(2, "network")) + text(8, whole(2, opset)) +
         metadata_;
}

void OnnxModel::save(const std::string& path) const { write_file(path, bytes()); }

}  // namespace selfsame::io
