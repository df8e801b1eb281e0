#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "selfsame/core/error.hpp"
#include "selfsame/data/saved_classifier.hpp"
#include "selfsame/io/onnx.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/ops/elementwise.hpp"
#include "selfsame/ops/shape.hpp"

namespace selfsame::data {
namespace {

using Values = std::vector<Index>;
using Name = std::string;

// Adds layers to a model by the names of their weights. Images are (N, C, H, W) here, tokens (N, T, D). What has one
// number a feature, (D), is applied to tokens as rows, (N T, D), because OpenCV 4.6 broadcasts along the second
// dimension only.
class Writer {
 public:
  Writer(io::OnnxModel& model, const nn::StateDict& state) : model_(model), state_(state) {}

  bool has(const Name& name) const { return find(name) != nullptr; }

  const Array& weight(const Name& name) const {
    const Array* found = find(name);
    require<Error>(found != nullptr, "export_onnx: the network has no ", name);
    return *found;
  }

  Name op(const Name& kind, const std::vector<Name>& inputs, const std::vector<io::OnnxModel::Attribute>& how = {}) {
    return model_.node(kind, inputs, how);
  }
  Name add(const Name& a, const Name& b) { return op("Add", {a, b}); }
  Name given(const Name& name) { return model_.constant(name, weight(name)); }
  Name number(const Name& name, Scalar value) { return model_.constant(name, filled({}, value)); }
  Name reshaped(const Name& x, const Values& shape) {
    return op("Reshape", {x, model_.constant("shape_" + std::to_string(shapes_++), shape)});
  }

  // (kh, kw, in, out) becomes (out, in, kh, kw).
  Name conv(const Name& x, const Name& layer, Index stride, Index padding) {
    const Array& w = weight(layer + ".weight");
    const Name turned = model_.constant(layer + ".weight", permute(Tensor(w), {3, 2, 0, 1}).data());
    return op("Conv", {x, turned},
              {{"kernel_shape", Values{w.shape()[0], w.shape()[1]}},
               {"strides", Values(2, stride)},
               {"pads", Values(4, padding)}});
  }

  Name batch_norm(const Name& x, const Name& layer) {
    return op("BatchNormalization",
              {x, given(layer + ".weight"), given(layer + ".bias"), given(layer + ".running_mean"),
               given(layer + ".running_var")},
              {{"epsilon", 1e-5f}});
  }

  // Rows (N, in) times (in, out): the layout of ours is that of MatMul.
  Name linear(const Name& x, const Name& layer) {
    return add(op("MatMul", {x, given(layer + ".weight")}), given(layer + ".bias"));
  }

  // Tokens (N, T, D) to rows. By its parts: an operator of its own came later than many readers.
  Name layer_norm(const Name& x, const Name& layer) {
    const Name centred = op("Sub", {x, op("ReduceMean", {x}, {{"axes", Values{-1}}})});
    const Name variance = op("ReduceMean", {op("Mul", {centred, centred})}, {{"axes", Values{-1}}});
    const Name deviation = op("Sqrt", {add(variance, number(layer + ".eps", Scalar(1e-5)))});
    const Name rows = reshaped(op("Div", {centred, deviation}), {-1, weight(layer + ".weight").shape()[0]});
    return add(op("Mul", {rows, given(layer + ".weight")}), given(layer + ".bias"));
  }

  // x Phi(x) = x / 2 (1 + erf(x / sqrt(2)))
  Name gelu(const Name& x, const Name& layer) {
    const Name scaled = op("Mul", {x, number(layer + ".gelu_scale", std::sqrt(Scalar(0.5)))});
    const Name share = add(op("Erf", {scaled}), number(layer + ".gelu_one", 1));
    return op("Mul", {op("Mul", {x, share}), number(layer + ".gelu_half", Scalar(0.5))});
  }

  Name global_avg_pool(const Name& x) { return op("Flatten", {op("GlobalAveragePool", {x})}, {{"axis", Index{1}}}); }

  io::OnnxModel& model() { return model_; }

 private:
  const Array* find(const Name& name) const {
    for (const auto& [key, values] : state_) {
      if (key == name) return &values;
    }
    return nullptr;
  }

  io::OnnxModel& model_;
  const nn::StateDict& state_;
  Index shapes_ = 0;
};

// Each of the three follows `forward` of its network.

Name conv_net(Writer& w, Name x) {
  for (Index i = 1; w.has("encoder.conv" + std::to_string(i) + ".weight"); ++i) {
    const Name number = std::to_string(i);
    x = w.op("Relu", {w.batch_norm(w.conv(x, "encoder.conv" + number, 1, 1), "encoder.norm" + number)});
    const bool last = !w.has("encoder.conv" + std::to_string(i + 1) + ".weight");
    if (!last) x = w.op("MaxPool", {x}, {{"kernel_shape", Values{2, 2}}, {"strides", Values{2, 2}}});
  }
  return w.global_avg_pool(x);
}

Name wide_resnet(Writer& w, Name x) {
  const auto activated = [&w](const Name& y, const Name& norm) {
    return w.op("LeakyRelu", {w.batch_norm(y, norm)}, {{"alpha", 0.1f}});
  };
  x = w.conv(x, "encoder.stem", 1, 1);
  for (Index group = 1; group <= 3; ++group) {
    for (Index i = 1;; ++i) {
      const Name block = "encoder.group" + std::to_string(group) + "_block" + std::to_string(i) + ".";
      if (!w.has(block + "conv1.weight")) break;
      const Index stride = group > 1 && i == 1 ? 2 : 1;
      const Name before = activated(x, block + "norm1");
      const Name change =
          w.conv(activated(w.conv(before, block + "conv1", stride, 1), block + "norm2"), block + "conv2", 1, 1);
      x = w.add(change, w.has(block + "shortcut.weight") ? w.conv(before, block + "shortcut", stride, 0) : x);
    }
  }
  return w.global_avg_pool(activated(x, "encoder.norm"));
}

// Of rows. Queries, keys and values by a linear layer each, so that nothing is ever cut: a third of qkv's columns. What
// scores are divided by, sqrt(d), is in the queries' weights.
Name attention(Writer& w, const Name& x, const Name& layer, const nn::VisionTransformerOptions& sizes, Index tokens) {
  const Index d = sizes.features, head = d / sizes.heads;
  const Tensor weight(w.weight(layer + ".qkv.weight")), bias(w.weight(layer + ".qkv.bias"));
  const auto third = [&](Index i, const Name& name, Scalar scale, const Values& order) {
    const Tensor columns = slice(weight, 1, i * d, (i + 1) * d) * scale,
                 shift = slice(bias, 0, i * d, (i + 1) * d) * scale;
    const Name product = w.op("MatMul", {x, w.model().constant(layer + "." + name + ".weight", columns.data())});
    const Name sum = w.add(product, w.model().constant(layer + "." + name + ".bias", shift.data()));
    return w.op("Transpose", {w.reshaped(sum, {-1, tokens, sizes.heads, head})}, {{"perm", order}});
  };
  const Name query = third(0, "query", 1 / std::sqrt(static_cast<Scalar>(head)), {0, 2, 1, 3});  // (N, h, T, d)
  const Name key = third(1, "key", 1, {0, 2, 3, 1});                                             // (N, h, d, T)
  const Name value = third(2, "value", 1, {0, 2, 1, 3});                                         // (N, h, T, d)
  const Name weights = w.op("Softmax", {w.op("MatMul", {query, key})}, {{"axis", Index{-1}}});
  const Name mixed = w.op("MatMul", {weights, value});
  const Name together = w.op("Transpose", {mixed}, {{"perm", Values{0, 2, 1, 3}}});
  return w.linear(w.reshaped(together, {-1, d}), layer + ".proj");
}

Name vision_transformer(Writer& w, Name x, const nn::VisionTransformerOptions& sizes) {
  // Cutting into patches and a linear layer on each is a convolution with patch-sized steps: (p p C, D), its rows in
  // the order (row, column, channel), becomes (D, C, p, p).
  const Index p = sizes.patch, d = sizes.features, rows = sizes.height / p, cols = sizes.width / p;
  const Tensor embed = reshape(Tensor(w.weight("encoder.embed.weight")), {p, p, sizes.channels, d});
  const Name kernel = w.model().constant("encoder.embed.weight", permute(embed, {3, 2, 0, 1}).data());
  x = w.op("Conv", {x, kernel, w.given("encoder.embed.bias")},
           {{"kernel_shape", Values{p, p}}, {"strides", Values{p, p}}});
  x = w.op("Transpose", {w.reshaped(x, {-1, d, rows * cols})}, {{"perm", Values{0, 2, 1}}});  // (N, T, D)
  x = w.add(x, w.model().constant("positions", nn::sin_cos_positions(rows, cols, d)));
  const auto tokens = [&](const Name& y) { return w.reshaped(y, {-1, rows * cols, d}); };
  for (Index i = 1; i <= sizes.depth; ++i) {
    const Name block = "encoder.block" + std::to_string(i) + ".";
    x = w.add(x, tokens(attention(w, w.layer_norm(x, block + "norm1"), block + "attention", sizes, rows * cols)));
    const Name hidden = w.gelu(w.linear(w.layer_norm(x, block + "norm2"), block + "expand"), block + "expand");
    x = w.add(x, tokens(w.linear(hidden, block + "contract")));
  }
  return w.op("ReduceMean", {tokens(w.layer_norm(x, "encoder.norm"))}, {{"axes", Values{1}}, {"keepdims", Index{0}}});
}

// (x - mean) / stddev, channel by channel: (N, C, H, W).
Name normalized(Writer& w, const Name& x, const Dataset& images) {
  Array mean = empty({1, images.channels(), 1, 1}), stddev = empty({1, images.channels(), 1, 1});
  std::copy(images.mean.begin(), images.mean.end(), mean.begin());
  std::copy(images.stddev.begin(), images.stddev.end(), stddev.begin());
  const Name centred = w.op("Sub", {x, w.model().constant("mean", mean)});
  return w.op("Div", {centred, w.model().constant("stddev", stddev)});
}

Name features(Writer& w, const Name& x, const nn::Encoder& encoder) {
  if (encoder.type() == "ConvNet") return conv_net(w, x);
  if (encoder.type() == "WideResNet") return wide_resnet(w, x);
  const auto* transformer = dynamic_cast<const nn::VisionTransformer*>(&encoder);
  require<UsageError>(transformer != nullptr, "export_onnx: the encoder is a ", encoder.type(),
                      "; ConvNet, WideResNet and VisionTransformer are known");
  return vision_transformer(w, x, transformer->options());
}

}  // namespace

void export_onnx(const std::string& path, const nn::Classifier& classifier, const Dataset& images) {
  io::OnnxModel model;
  const nn::StateDict state = classifier.state_dict();
  Writer w(model, state);
  const Index any = io::OnnxModel::any_size;
  const Name x = model.input("images", {any, images.channels(), images.height(), images.width()});
  const Name scores = w.linear(features(w, normalized(w, x, images), classifier.encoder), "head");
  model.output(scores, "scores", {any, images.classes()});
  using Json = nlohmann::json;
  model.metadata("classes", Json(images.class_names).dump(-1, ' ', false, Json::error_handler_t::replace));
  model.save(path);
}

}  // namespace selfsame::data
