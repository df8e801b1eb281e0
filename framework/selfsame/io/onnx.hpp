/// \file
/// Networks in the ONNX format, which OpenCV, ONNX Runtime, Netron and many others read.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "selfsame/core/xt.hpp"

namespace selfsame::io {

/// A model that is written node by node. Values go by name, as in the format; each function returns the name of what it
/// added, to be handed to the next.
/// \code
/// io::OnnxModel model;
/// const std::string x = model.input("x", {io::OnnxModel::any_size, 4});
/// model.output(model.node("MatMul", {x, model.constant("weight", weight)}), {io::OnnxModel::any_size, 2});
/// model.save("small.onnx");
/// \endcode
///
/// An ONNX file is a protocol buffer of a dozen kinds of fields. They are written here by hand, in forty lines: the
/// library for it, Debian's libonnx-dev, would come with a code generator, and could be missing.
class OnnxModel {
 public:
  /// A setting of a node: a whole number, a number or several whole numbers.
  using Attribute = std::pair<std::string, std::variant<Index, float, std::vector<Index>>>;

  static constexpr Index any_size = -1;  ///< a dimension that is known only when the model runs: images of a batch
  static constexpr Index opset = 13;     ///< version of the operators, https://onnx.ai/onnx/operators
  static constexpr Index ir = 7;         ///< version of the file format, of the same year, 2020

  /// An input of float numbers.
  std::string input(const std::string& name, const std::vector<Index>& shape);

  /// Weights, as float numbers.
  std::string constant(const std::string& name, const Array& values);

  /// Whole numbers, for example the shape that `Reshape` is to give.
  std::string constant(const std::string& name, const std::vector<Index>& values);

  /// One operation on values. Its result is named after it, "Conv_7".
  std::string node(const std::string& op, const std::vector<std::string>& inputs,
                   const std::vector<Attribute>& attributes = {});

  /// Makes a value an output, under a name of its own.
  void output(const std::string& value, const std::string& name, const std::vector<Index>& shape);

  /// Says something about the model, for people and programs that read it.
  void metadata(const std::string& name, const std::string& text);

  /// The file's bytes.
  std::string bytes() const;

  /// Writes the file; it appears under its name only when it is whole. \throws Error if it cannot be written
  void save(const std::string& path) const;

 private:
  std::string graph_;     // fields of a GraphProto so far
  std::string metadata_;  // StringStringEntryProto fields of the ModelProto
  Index nodes_ = 0;
};

}  // namespace selfsame::io
