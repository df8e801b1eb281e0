#include <doctest/doctest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "report/temporary_directory.hpp"
#include "selfsame/core/error.hpp"
#include "selfsame/data/saved_classifier.hpp"
#include "selfsame/io/file.hpp"
#include "selfsame/io/safetensors.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/nn/sequential.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/nn/wide_resnet.hpp"

using namespace selfsame;

namespace {

// Images of 8 x 12 x 3, none of them; their names would break a careless file.
data::Dataset no_images() {
  data::Dataset images;
  images.train.height = 8;
  images.train.width = 12;
  images.train.channels = 3;
  images.mean = {0.1f, 0.2f, 0.3f};
  images.stddev = {0.5f, 1.f / 3, 1};
  images.class_names = {"T-shirt/top", "a \"b\"\n", "Straße"};
  return images;
}

std::unique_ptr<nn::Encoder> encoder(int kind) {
  if (kind == 0) return std::make_unique<nn::ConvNet>(std::vector<Index>{3, 4, 6});
  if (kind == 1) return std::make_unique<nn::WideResNet>(3, 16, 2);
  nn::VisionTransformerOptions sizes;
  sizes.height = 8;
  sizes.width = 12;
  sizes.channels = 3;
  sizes.features = 12;
  sizes.depth = 3;
  sizes.heads = 2;
  sizes.mlp_ratio = 3;
  return std::make_unique<nn::VisionTransformer>(sizes);
}

}  // namespace

TEST_CASE("a saved classifier is all it takes to use it: network, sizes, normalisation and names come back") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("model.safetensors");
  const data::Dataset images = no_images();
  for (const int kind : {0, 1, 2}) {
    nn::Classifier network(encoder(kind), images.classes());
    data::save_classifier(path, network, images);
    const data::SavedClassifier saved = data::load_classifier(path);
    CHECK(saved.network->encoder.type() == network.encoder.type());
    CHECK(saved.network->state_dict() == network.state_dict());
    CHECK(!saved.network->training());
    network.eval();
    const Tensor x = randn({2, 8, 12, 3});
    CHECK((*saved.network)(x).data() == network(x).data());  // heads of attention are in no weight's shape
    CHECK(saved.images.height() == 8);
    CHECK(saved.images.width() == 12);
    CHECK(saved.images.channels() == 3);
    CHECK(saved.images.mean == images.mean);
    CHECK(saved.images.stddev == images.stddev);
    CHECK(saved.images.class_names == images.class_names);
  }
}

TEST_CASE("class names that are no UTF-8, as folders may have, do not stop a network from being saved") {
  const TemporaryDirectory directory;
  data::Dataset images = no_images();
  images.class_names = {
      "Stra\xdf"
      "e",
      "b"};
  data::save_classifier(directory.file("m"), nn::Classifier(encoder(0), 2), images);
  CHECK(data::load_classifier(directory.file("m")).images.class_names[0] ==
        "Stra\xef\xbf\xbd"
        "e");
}

TEST_CASE("other networks are saved without a description, and then refused by name") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("m");
  nn::Sequential net;
  net.then<nn::Linear>(2, 3);
  data::save_classifier(path, net, no_images());
  CHECK(io::load_safetensors(path) == net.state_dict());
  CHECK_THROWS_WITH_AS(data::load_classifier(path),
                       doctest::Contains((path + " does not say what network it is; expected").c_str()), Error);
}

TEST_CASE("a description that contradicts itself or the weights is refused before it takes memory") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("m");
  using Json = nlohmann::json;
  const auto error_with = [&](int kind, const std::function<void(Json&)>& damage) {
    const nn::Classifier network(encoder(kind), 3);
    data::save_classifier(path, network, no_images());
    Json said = Json::parse(io::load_safetensors_metadata(path).at("classifier"));
    damage(said);
    io::save_safetensors(path, network.state_dict(), {{"classifier", said.dump()}});
    try {
      data::load_classifier(path);
    } catch (const Error& error) {
      const std::string what = error.what();
      CHECK(what.rfind("classifier: " + path, 0) == 0);
      return what.substr(12 + path.size());
    }
    return std::string("no error");
  };
  const auto with = [&](int kind, const char* name, const Json& value) {
    return error_with(kind, [&](Json& said) { said[name] = value; });
  };
  const std::string too_many = " cannot be used: sizes of a network with more weights than the ";
  CHECK(with(0, "network", "Perceptron") ==
        " cannot be used: the network Perceptron; ConvNet, WideResNet and VisionTransformer are known; save it again");
  CHECK(with(0, "channels", {3, 60000, 60000}).rfind(too_many, 0) == 0);
  CHECK(with(0, "channels", {3, 4, 7}).find("encoder.conv2") != std::string::npos);
  CHECK(with(0, "channels", Json::array()) != "no error");
  CHECK(with(0, "channels", {1, 4, 6}).find("images of 3 channels for a network of 1") != std::string::npos);
  CHECK(with(0, "image", {8, 12}).rfind(" has damaged metadata (", 0) == 0);
  CHECK(with(0, "image", {8, -12, 3}).find("the size -12 where one from 1 to 65536 is expected") != std::string::npos);
  CHECK(with(0, "image", {8, 12, 1}).find("3 means and 3 standard deviations for 1 channels") != std::string::npos);
  CHECK(with(0, "stddev", {1, 0, 1}).find("the standard deviation 0") != std::string::npos);
  CHECK(with(0, "classes", Json::array()).find("no classes") != std::string::npos);
  CHECK(with(0, "classes", {"a", "b"}).find("head.weight") != std::string::npos);
  CHECK(with(1, "width", 50000).rfind(too_many, 0) == 0);
  CHECK(with(1, "depth", 65536).rfind(too_many, 0) == 0);
  CHECK(with(1, "depth", 17).find("the depth must be 6 n + 4") != std::string::npos);
  CHECK(with(2, "depth", 65536).rfind(too_many, 0) == 0);
  CHECK(with(2, "features", 65536).rfind(too_many, 0) == 0);
  CHECK(with(2, "mlp_ratio", 65536).rfind(too_many, 0) == 0);
  CHECK(with(2, "image", {65536, 65536, 3}).find("patches; at most 65536 are expected") != std::string::npos);
  CHECK(with(2, "heads", 5).find("do not divide among 5 heads") != std::string::npos);
}

TEST_CASE("export_onnx refuses an encoder that it does not know by its name") {
  struct Other : nn::Encoder {
    Tensor forward(const Tensor& x) override { return x; }
    Index features() const override { return 2; }
    std::string type() const override { return "Other"; }
  };
  const TemporaryDirectory directory;
  const nn::Classifier network(std::make_unique<Other>(), 3);
  CHECK_THROWS_WITH_AS(data::export_onnx(directory.file("m.onnx"), network, no_images()),
                       "export_onnx: the encoder is a Other; ConvNet, WideResNet and VisionTransformer are known",
                       UsageError);
  CHECK(!directory.has("m.onnx"));
}

TEST_CASE("exported networks hold every weight, once, and the operators of their kind") {
  const TemporaryDirectory directory;
  const std::vector<std::string> operators[] = {{"Conv", "MaxPool", "GlobalAveragePool"},
                                                {"Conv", "LeakyRelu", "GlobalAveragePool"},
                                                {"Conv", "Softmax", "Erf", "ReduceMean"}};
  for (const int kind : {0, 1, 2}) {
    const nn::Classifier network(encoder(kind), 3);
    data::export_onnx(directory.file("m.onnx"), network, no_images());
    const std::string bytes = io::read_file(directory.file("m.onnx"));
    for (const std::string& op : operators[kind])
      CHECK(bytes.find("\x22" + std::string(1, static_cast<char>(op.size())) + op) != std::string::npos);
    for (const auto& [name, values] : network.state_dict()) {
      CAPTURE(name);
      if (name.find("qkv") != std::string::npos) continue;  // cut into queries, keys and values
      const std::string field = "\x42" + std::string(1, static_cast<char>(name.size())) + name;
      const std::size_t at = bytes.find(field);
      CHECK(at != std::string::npos);
      CHECK(bytes.find(field, at + 1) == std::string::npos);
    }
    CHECK(bytes.find(R"(["T-shirt/top","a \"b\"\n","Straße"])") != std::string::npos);
  }
}
