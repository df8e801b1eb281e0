#include <nlohmann/json.hpp>

#include "selfsame/core/error.hpp"
#include "selfsame/data/saved_classifier.hpp"
#include "selfsame/io/hostile.hpp"
#include "selfsame/io/safetensors.hpp"
#include "selfsame/nn/convnet.hpp"
#include "selfsame/nn/vision_transformer.hpp"
#include "selfsame/nn/wide_resnet.hpp"

namespace selfsame::data {
namespace {

using Json = nlohmann::ordered_json;

constexpr Index largest_size = 1 << 16;  // products of three of them fit into 64 bits

Index size_in(const Json& value) {
  const std::uint64_t given = value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
  const Index size = given <= largest_size ? static_cast<Index>(given) : 0;
  require<Error>(size > 0, "the size ", value.dump(), " where one from 1 to ", largest_size, " is expected");
  return size;
}

// The network that `described` in saved_classifier.cpp describes. A damaged description asks for a network that is too
// large: `held`, how many numbers the file holds, is what its weights may take at most, before any is allocated.
std::unique_ptr<nn::Encoder> built(const Json& said, const ImageSet& images, Index held) {
  const auto fits = [held](Index factor, Index times, Index numbers) {
    require<Error>(static_cast<double>(factor) * static_cast<double>(times * numbers) <= static_cast<double>(held),
                   "sizes of a network with more weights than the ", held, " numbers of the file");
  };
  const std::string network = said.at("network");
  Generator random;  // the weights it draws are replaced
  if (network == "ConvNet") {
    std::vector<Index> channels;
    for (const Json& size : said.at("channels")) channels.push_back(size_in(size));
    require<Error>(channels.size() >= 2, "a ConvNet without a block");
    for (std::size_t i = 1; i < channels.size(); ++i) fits(9, channels[i - 1], channels[i]);
    require<Error>(channels.front() == images.channels, "images of ", images.channels, " channels for a network of ",
                   channels.front());
    return std::make_unique<nn::ConvNet>(channels, random);
  }
  if (network == "WideResNet") {
    const Index depth = size_in(said.at("depth")), width = size_in(said.at("width"));
    fits(9 * (depth / 6), 64 * width, 64 * width);  // the last group alone
    return std::make_unique<nn::WideResNet>(images.channels, depth, width, random);
  }
  require<Error>(network == "VisionTransformer", "the network ", network,
                 "; ConvNet, WideResNet and VisionTransformer are known");
  nn::VisionTransformerOptions sizes;
  sizes.height = images.height;
  sizes.width = images.width;
  sizes.channels = images.channels;
  sizes.patch = size_in(said.at("patch"));
  sizes.features = size_in(said.at("features"));
  sizes.depth = size_in(said.at("depth"));
  sizes.heads = size_in(said.at("heads"));
  sizes.mlp_ratio = size_in(said.at("mlp_ratio"));
  fits(sizes.depth * sizes.mlp_ratio, sizes.features, sizes.features);
  fits(sizes.patch * sizes.patch, sizes.channels, sizes.features);
  const Index tokens = (sizes.height / sizes.patch) * (sizes.width / sizes.patch);
  require<Error>(tokens <= largest_size, "images of ", tokens, " patches; at most ", largest_size, " are expected");
  return std::make_unique<nn::VisionTransformer>(sizes, random);
}

}  // namespace

SavedClassifier load_classifier(const std::string& path) {
  const io::Metadata metadata = io::load_safetensors_metadata(path);
  const auto text = metadata.find("classifier");
  require<Error>(text != metadata.end(), "classifier: ", path,
                 " does not say what network it is; expected a model.safetensors that a program wrote by "
                 "save_classifier, made again if it is older than that");
  const nn::StateDict state = io::load_safetensors(path);
  Index held = 0;
  for (const auto& [name, values] : state) held += count(values);
  SavedClassifier saved;
  Dataset& about = saved.images;
  ImageSet& images = about.train;
  try {
    require<Error>(!io::nested_too_deep(text->second), "a description nested deeper than any of ours");
    const Json said = Json::parse(text->second);
    about.name = path;
    images.height = size_in(said.at("image").at(0));
    images.width = size_in(said.at("image").at(1));
    images.channels = size_in(said.at("image").at(2));
    about.mean = said.at("mean").get<std::vector<float>>();
    about.stddev = said.at("stddev").get<std::vector<float>>();
    about.class_names = said.at("classes").get<std::vector<std::string>>();
    const auto channels = static_cast<std::size_t>(images.channels);
    require<Error>(about.mean.size() == channels && about.stddev.size() == channels, about.mean.size(), " means and ",
                   about.stddev.size(), " standard deviations for ", channels, " channels");
    for (const float s : about.stddev) require<Error>(s > 0, "the standard deviation ", s);
    require<Error>(about.classes() > 0, "no classes");
    auto encoder = built(said, images, held);
    require<Error>(about.classes() * encoder->features() <= held, "more classes than weights");
    Generator random;
    saved.network = std::make_unique<nn::Classifier>(std::move(encoder), about.classes(), random);
    saved.network->load_state_dict(state);
  } catch (const Json::exception& problem) {
    throw Error(concat("classifier: ", path, " has damaged metadata (", problem.what(), "); save it again"));
  } catch (const Error& problem) {
    throw Error(concat("classifier: ", path, " cannot be used: ", problem.what(), "; save it again"));
  }
  saved.network->eval();
  return saved;
}

}  // namespace selfsame::data
